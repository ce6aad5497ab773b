import assert from "node:assert/strict";
import { arrayOf, many, object, text } from "../../src/soap/decode.ts";
import { heldPrivileges, neededPrivileges } from "../../src/vsphere/privileges.ts";
import { retrieveObjects } from "../../src/vsphere/properties.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { alterAnswers } from "../support/altered_vcsim.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

Deno.test("neededPrivileges() knows every tool under its toolset", () => {
  const known = Object.values(neededPrivileges({ isVcenter: true })).flatMap((tools) => Object.keys(tools));
  assert.deepEqual(TOOLS.map(({ name }) => name).filter((name) => !known.includes(name)), []);
});

Deno.test("neededPrivileges() asks for no right to clone where clone_vm copies files", () => {
  const { vm } = neededPrivileges({ isVcenter: false });
  assert.deepEqual(vm?.clone_vm?.filter((id) => id.startsWith("VirtualMachine.Provisioning")), []);
  assert.ok(vm?.clone_vm?.includes("Datastore.FileManagement"));
});

vcsimTest("neededPrivileges() names only privileges that vSphere has", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { authorizationManager } = await vsphere.session.content();
  assert.ok(authorizationManager);
  const shape = { roleList: arrayOf(object({ privilege: many(text) })) };
  const [row] = await retrieveObjects(vsphere.session, [authorizationManager], { shape });
  const known = row?.roleList?.flatMap(({ privilege }) => privilege) ?? [];
  const needed = [true, false].flatMap((isVcenter) => Object.values(neededPrivileges({ isVcenter })))
    .flatMap((tools) => Object.values(tools).flat());
  assert.deepEqual(needed.filter((id) => !known.includes(id)), []);
});

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
