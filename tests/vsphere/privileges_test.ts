import assert from "node:assert/strict";
import { heldPrivileges, refuseLacking } from "../../src/vsphere/privileges.ts";
import { READ_PRIVILEGES } from "../../src/simulator/world/session.ts";
import { alterAnswers } from "../support/altered_vcsim.ts";
import { simulatorTest } from "../support/simulator.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

vcsimTest("heldPrivileges() looks each privilege up at its place, in one call", {}, async (vcsim) => {
  await using altered = await alterAnswers(
    vcsim,
    (answer) =>
      answer.replace(
        /<entity type="Datastore">.*?<\/returnval>/gs,
        (row) => row.replaceAll(">true<", ">false<"),
      ),
  );
  await using vsphere = connectTo(vcsim, { url: new URL(altered.url) });
  const { rootFolder } = await vsphere.session.content();
  const places = { Datastore: { type: "Datastore", value: "datastore-1" }, VirtualMachine: rootFolder };
  await vcsim.clearLog();

  const held = await heldPrivileges(
    vsphere.session,
    ["System.Read", "Datastore.AllocateSpace", "VirtualMachine.Inventory.Create"],
    { places },
  );

  assert.deepEqual([...held], [
    ["System.Read", true],
    ["Datastore.AllocateSpace", false],
    ["VirtualMachine.Inventory.Create", true],
  ]);
  assert.deepEqual((await vcsim.log()).map(({ method }) => method), [
    "RetrievePropertiesEx",
    "HasPrivilegeOnEntities",
  ]);
});

vcsimTest("heldPrivileges() is empty when the account may not ask", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vcsim.fault({ method: "HasPrivilegeOnEntities", fault: "NoPermission" });
  assert.equal((await heldPrivileges(vsphere.session, ["System.Read"], { places: {} })).size, 0);
});

const accounts = [{ user: "carol", password: "c", role: [...READ_PRIVILEGES, "Datastore.FileManagement"] }];

simulatorTest(
  "refuseLacking() names each privilege and object that lacks it",
  { accounts },
  async (simulator) => {
    await using vsphere = connectTo(simulator, { user: "carol", password: "c" });
    const { rootFolder: on } = await vsphere.session.content();
    const needs = [
      { privilege: "Datastore.FileManagement", on, what: 'datastore "ssd"' },
      { privilege: "Network.Assign", on, what: 'network "lan"' },
      { privilege: "Resource.AssignVMToPool", on, what: 'resource pool "/a"' },
    ];
    await refuseLacking(vsphere.session, needs.slice(0, 1), { action: "copy" });
    await assert.rejects(refuseLacking(vsphere.session, needs, { action: 'copy "a"' }), {
      kind: "denied",
      message: 'Cannot copy "a": the account lacks the privilege "Network.Assign" on network "lan", ' +
        '"Resource.AssignVMToPool" on resource pool "/a"; give its role that there, nothing was changed',
      details: { missing_privileges: ["Network.Assign", "Resource.AssignVMToPool"] },
    });
  },
);

simulatorTest(
  "refuseLacking() refuses nobody when the server does not tell",
  { accounts },
  async (simulator) => {
    await using vsphere = connectTo(simulator, { user: "carol", password: "c" });
    const { rootFolder: on } = await vsphere.session.content();
    await simulator.fault({ method: "HasPrivilegeOnEntities", fault: "NoPermission" });
    await refuseLacking(vsphere.session, [{ privilege: "Network.Assign", on, what: "it" }], {
      action: "copy",
    });
  },
);
