import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { createVm, type Part, propertyOf, type Stage, vmInfo } from "./govc_stage.ts";

/** vm.clone and the snapshots: machines and states of them that come from others. */
export const COPIES: Part = {
  async "vm.clone copies a machine on vCenter and is not supported on a host"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc original");
    const clone = [`-vm=${name}`, `-host=${stage.host}`, `-ds=${stage.datastore}`, "-on=false", "govc copy"];
    if (stage.model === "esxi") {
      // vcsim clones here, which no host does.
      assert.equal((await govc.fault("vm.clone", ...clone)).type, "NotSupported");
      assert.equal(await govc.text("vm.info", "govc copy"), "");
      return;
    }
    await govc.text("vm.clone", "-annotation=a copy", ...clone);
    const [original, copy] = [await vmInfo(stage, name), await vmInfo(stage, "govc copy")];
    assert.deepEqual(copy.config.hardware, original.config.hardware);
    assert.equal(copy.config.guestId, original.config.guestId);
    assert.equal(copy.config.annotation, "a copy");
    assert.notEqual(copy.config.uuid, original.config.uuid);
    assert.notEqual(copy.config.instanceUuid, original.config.instanceUuid);
    assert.equal(copy.runtime.powerState, "poweredOff");
    const [from = "", to = ""] = await Promise.all([name, "govc copy"].map((vm) => diskFile(stage, vm)));
    assert.notEqual(from, "");
    assert.match(to, /\] govc copy\//);
  },

  async "snapshot.create and snapshot.tree keep names, notes and the order"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc snapshots");
    assert.equal(await govc.text("snapshot.tree", `-vm=${name}`), "");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "-d=the <first> & only", "one");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "two & a half");
    assert.equal(await govc.text("snapshot.tree", `-vm=${name}`), "one\n  two & a half\n  .\n");
    assert.equal(await govc.text("snapshot.tree", `-vm=${name}`, "-C"), "two & a half\n");
    assert.match(await govc.text("snapshot.tree", `-vm=${name}`, "-f"), /^ {2}one\/two & a half$/m);
    const [one, ...more] = await govc.json(trees, ["snapshot.tree", `-vm=${name}`, "-i", "-d", "-D"]);
    assert.equal(more.length, 0);
    assert.equal(one?.description, "the <first> & only");
    assert.equal(one?.current, false);
    const [two] = one?.childSnapshotList ?? [];
    assert.equal(two?.current, true);
    assert.notEqual(two?.id, one?.id);
    assert.ok(Date.parse(two?.createTime ?? "") > Date.parse(one?.createTime ?? ""));
  },

  async "snapshot.revert makes a branch and restores the configuration"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc revert");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "small");
    await govc.text("vm.change", `-vm=${name}`, "-c=8", "-m=2048", "-annotation=big");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "big");
    await govc.text("snapshot.revert", `-vm=${name}`, "small");
    assert.equal(await govc.text("snapshot.tree", `-vm=${name}`), "small\n.\n  big\n");
    // vcsim leaves the configuration as it is.
    const { config } = await vmInfo(stage, name);
    assert.deepEqual(config.hardware, { numCPU: 2, memoryMB: 512 });
    assert.equal(config.annotation, "made by govc");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "other");
    assert.equal(await govc.text("snapshot.tree", `-vm=${name}`), "small\n  big\n  other\n  .\n");
    assert.match(await govc.refusal("snapshot.revert", `-vm=${name}`, "none"), /"none" not found/);
  },

  async "snapshot.revert restores the power state that was kept"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc memory");
    const state = () => propertyOf(stage, [name, "runtime.powerState"]);
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "off");
    await govc.text("vm.power", "-on", name);
    await govc.text("snapshot.create", `-vm=${name}`, "-m=true", "running");
    await govc.text("vm.power", "-off", name);
    // vcsim leaves the power state as it is.
    await govc.text("snapshot.revert", `-vm=${name}`, "running");
    assert.equal(await state(), "poweredOn");
    await govc.text("snapshot.revert", `-vm=${name}`, "off");
    assert.equal(await state(), "poweredOff");
    await govc.text("snapshot.revert", `-vm=${name}`, "-s", "running");
    assert.notEqual(await state(), "poweredOn");
  },

  async "snapshot.remove takes one, a branch or all"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc remove");
    const tree = () => govc.text("snapshot.tree", `-vm=${name}`);
    for (const snapshot of ["a", "b", "c", "d"]) {
      await govc.text("snapshot.create", `-vm=${name}`, "-m=false", snapshot);
    }
    // Its child takes the place of what was removed.
    await govc.text("snapshot.remove", `-vm=${name}`, "b");
    assert.equal(await tree(), "a\n  c\n    d\n    .\n");
    await govc.text("snapshot.remove", `-vm=${name}`, "a");
    assert.equal(await tree(), "c\n  d\n  .\n");
    await govc.text("snapshot.remove", `-vm=${name}`, "-r", "d");
    assert.equal(await tree(), "c\n.\n");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "e");
    await govc.text("snapshot.remove", `-vm=${name}`, "*");
    assert.equal(await tree(), "");
    assert.match(await govc.refusal("snapshot.remove", `-vm=${name}`, "a"), /not found|no snapshots/);
  },
};

async function diskFile({ govc }: Stage, name: string): Promise<string> {
  const { devices: [disk] } = await govc.json(disks, ["device.info", `-vm=${name}`, "disk-*"]);
  return disk?.backing.fileName ?? "";
}

const disks = z.object({ devices: z.array(z.object({ backing: z.object({ fileName: z.string() }) })) });
const leaf = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  createTime: z.string(),
  current: z.boolean(),
});
const trees = z.array(leaf.extend({ childSnapshotList: z.array(leaf).nullable() }));
