import assert from "node:assert/strict";
import { Vm } from "../../../src/simulator/world/vm.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import { placeIn } from "../../../src/vsphere/find_place.ts";
import { Protection } from "../../../src/vsphere/protection/protection.ts";
import type { Call } from "../../../src/vsphere/session.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";
import { refusal, vmOf } from "./support.ts";

farSideTest(
  "Protection.check() knows a machine by name, path, moref and UUID",
  {},
  async (farSide, { vm: name }) => {
    await using vsphere = connectTo(farSide);
    const { ref, path } = await findVm(vsphere, name);
    const row = (await vsphere.inventory.current()).get("VirtualMachine", ref.value);
    const uuids = [row?.["summary.config.uuid"] ?? "", row?.["summary.config.instanceUuid"] ?? ""];
    const call = { method: "PowerOffVM_Task", target: ref, action: "power it off" } as const;
    for (const pattern of [name, name.toUpperCase(), `${name.slice(0, 3)}*`, path, ref.value, ...uuids]) {
      assert.equal(
        await refusal(vsphere, call, { protected: [pattern] }),
        `Cannot power it off: virtual machine "${name}" is protected by "${pattern}"; no tool may write to it, so tell the user to ask the operator`,
      );
    }
    for (
      const pattern of [
        `${name}x`,
        name.slice(0, -1),
        "*-nothing",
        `${path}/x`,
        "vm-0",
        uuids[0]?.slice(1) ?? "",
      ]
    ) {
      assert.equal(await refusal(vsphere, call, { protected: [pattern] }), undefined, pattern);
    }
  },
);

simulatorTest(
  "Protection.check() protects what a protected folder holds, at any depth",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { ref: target } = await findVm(vsphere, "web-02");
    const call = { method: "PowerOffVM_Task", target, action: "power it off" } as const;
    for (
      const pattern of [
        "/DC-East/vm/Production",
        "/DC-East/vm/Production/",
        "/dc-east/*/production",
        "/DC-East",
        "Production",
      ]
    ) {
      const text = await refusal(vsphere, call, { protected: [pattern] });
      assert.match(
        text ?? "",
        /virtual machine "web-02" is in (folder|datacenter) "[\w-]+", which is protected by/,
        pattern,
      );
    }
    assert.equal(await refusal(vsphere, call, { protected: ["/DC-East/vm/Development"] }), undefined);
  },
);

simulatorTest("Protection.check() protects from what is done to a container", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const mirror = await vsphere.inventory.current();
  const { ref: vm } = await findVm(vsphere, "web-02");
  const row = mirror.get("VirtualMachine", vm.value);
  const containers = [
    { method: "Destroy_Task", target: placeIn(mirror, "Folder", "/DC-East/vm/Production").ref },
    { method: "EnterMaintenanceMode_Task", target: row?.["runtime.host"] },
    { method: "Destroy_Task", target: row?.resourcePool },
    { method: "Destroy_Task", target: row?.datastore?.[0] },
    { method: "Destroy_Task", target: row?.network?.[0] },
  ] as const;
  for (const { method, target } of containers) {
    assert.ok(target !== undefined);
    const text = await refusal(vsphere, { method, target }, { protected: ["web-02"] });
    assert.match(text ?? "", /virtual machine "web-02" is protected by "web-02"/, target.type);
    assert.equal(
      await refusal(vsphere, { method, target }, { protected: ["win11-desktop"] }),
      undefined,
      target.type,
    );
  }
});

simulatorTest(
  "Protection.check() lets new things into a folder with protected machines, not into a protected one",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const mirror = await vsphere.inventory.current();
    const target = placeIn(mirror, "Folder", "/DC-East/vm/Production/Web").ref;
    const pool = [...mirror.rows("ResourcePool")][0]?.ref;
    assert.ok(pool !== undefined);
    const call = { method: "CreateVM_Task", target, args: { config: {}, pool } } as const;
    assert.equal(await refusal(vsphere, call, { protected: ["web-*"] }), undefined);
    assert.match(
      await refusal(vsphere, call, { protected: ["Web"] }) ?? "",
      /folder "Web" is protected by "Web"/,
    );
    const name = mirror.tree.name(pool);
    assert.match(
      await refusal(vsphere, call, { protected: [name] }) ?? "",
      /resource pool ".*" is protected by/,
    );
  },
);

simulatorTest("Protection.check() finds the machine behind a snapshot and a task", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const { ref: target } = await findVm(vsphere, "web-02");
  const args = { name: "before", memory: false, quiesce: false };
  const wait = { signal: AbortSignal.timeout(10_000), action: "take a snapshot" };
  const { task } = await runTask(vsphere, { method: "CreateSnapshot_Task", target, args }, wait);
  const rules = { protected: ["web-02"] };
  assert.match(
    await refusal(vsphere, { method: "CancelTask", target: task }, rules) ?? "",
    /virtual machine "web-02" is protected/,
  );
  const row = (await vsphere.inventory.current()).get("VirtualMachine", target.value);
  const [snapshot] = row?.rootSnapshot ?? [];
  assert.ok(snapshot !== undefined);
  const removal = {
    method: "RemoveSnapshot_Task",
    target: snapshot,
    args: { removeChildren: false },
  } as const;
  assert.match(await refusal(vsphere, removal, rules) ?? "", /virtual machine "web-02" is protected/);
  assert.equal(await refusal(vsphere, removal, { protected: ["db-01"] }), undefined);
});

simulatorTest(
  "Protection.check() finds the machine that files belong to",
  { model: "esxi" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { fileManager: target } = await vsphere.session.content();
    assert.ok(target !== undefined);
    const [, directory = ""] =
      /^(\[.*\] [^/]+)\//.exec(vmOf(simulator.simulator.world.all(Vm), "pihole").vmxPath) ?? [];
    const removal = (name: string): Call => ({ method: "DeleteDatastoreFile_Task", target, args: { name } });
    for (const path of [directory, `${directory}/pihole.vmdk`, `${directory}/`]) {
      const text = await refusal(vsphere, removal(path), { protected: ["pihole"] });
      assert.match(text ?? "", /virtual machine "pihole" is protected by "pihole"/, path);
    }
    assert.equal(await refusal(vsphere, removal(`${directory}-other`), { protected: ["pihole"] }), undefined);
    const [, datastore = ""] = /^\[(.*)\]/.exec(directory) ?? [];
    const text = await refusal(vsphere, removal(`${directory}-other`), { protected: [datastore] });
    assert.match(text ?? "", /datastore ".*" is protected by/);
  },
);

simulatorTest(
  "Protection.check() knows tags as they are now, of the machine and of what it is in",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { ref: target } = await findVm(vsphere, "db-01");
    const { ref: other } = await findVm(vsphere, "web-02");
    const call = { method: "PowerOffVM_Task", target } as const;
    for (const pattern of ["tag:critical", "tag:Criticality/critical", "TAG:CRIT*", "tag:dba"]) {
      assert.match(await refusal(vsphere, call, { protected: [pattern] }) ?? "", /is protected by/, pattern);
    }
    assert.equal(await refusal(vsphere, call, { protected: ["tag:low", "tag:Owner/critical"] }), undefined);
    // web-02 has no such tag itself; its folder is tagged "web team".
    assert.match(
      await refusal(vsphere, { method: "PowerOffVM_Task", target: other }, { protected: ["tag:web team"] }) ??
        "",
      /virtual machine "web-02" is (in folder "Web", which is )?protected by "tag:web team"/,
    );
  },
);

simulatorTest(
  "Protection.check() refuses where tags cannot be told",
  { model: "esxi" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { ref: target } = await findVm(vsphere, "pihole");
    const work = new Protection({ protected: ["tag:critical"], unprotect: [], ownMacs: [] })
      .check(vsphere, { method: "PowerOffVM_Task", target });
    await assert.rejects(work, /standalone ESXi host, and only vCenter Server has tags/);
  },
);

simulatorTest("Protection.check() asks one look and no more for a name", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const { ref: target } = await findVm(vsphere, "web-02");
  await simulator.clearLog();
  await refusal(vsphere, { method: "PowerOffVM_Task", target }, { protected: ["prod-*"] });
  assert.deepEqual((await simulator.log()).map(({ method }) => method), ["WaitForUpdatesEx"]);
});
