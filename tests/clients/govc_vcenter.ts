import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { createVm, type Part, referredPaths, type Stage, vmInfo, vmPath } from "./govc_stage.ts";

/** What a host has only under a vCenter: distributed port groups, copies and a history of tasks. */
export const VCENTER_ONLY: Part = {
  async "vm.create connects a card to a distributed port group"(stage) {
    const network = await portGroupOf(stage);
    const name = await createVm({ ...stage, network }, "govc port group");
    assert.deepEqual(await referredPaths(stage.govc, [vmPath(name), "network"]), [network]);
  },

  async "vm.clone makes a linked copy of a snapshot, and a template"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc source");
    await govc.text("snapshot.create", `-vm=${name}`, "-m=false", "base");
    const place = [`-vm=${name}`, `-host=${stage.host}`, `-ds=${stage.datastore}`];
    await govc.text("vm.clone", ...place, "-on=false", "-link", "-snapshot=base", "govc linked");
    assert.equal((await vmInfo(stage, "govc linked")).config.template, false);
    await govc.text("vm.clone", ...place, "-template", "govc template");
    assert.equal((await vmInfo(stage, "govc template")).config.template, true);
    // A template cannot run.
    await govc.refusal("vm.power", "-on", "govc template");
  },

  async "tasks tells what was done, to which object and by whom"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc tasks");
    await govc.text("vm.power", "-on", name);
    await govc.refusal("vm.power", "-on", name);
    const { self } = await vmInfo(stage, name);
    // The last ones of all, of one object, and its history.
    const { tasks: recent } = await govc.json(taskList, ["tasks", "-n=100"]);
    assert.notEqual(recent.length, 0);
    for (const args of [[vmPath(name)], ["-b=1h", vmPath(name)]]) {
      const { tasks } = await govc.json(taskList, ["tasks", ...args]);
      tasks.sort((a, b) => a.queueTime - b.queueTime);
      assert.deepEqual(
        tasks.map(({ descriptionId, state }) => [descriptionId, state]),
        [["VirtualMachine.powerOn", "success"], ["VirtualMachine.powerOn", "error"]],
        `${args}`,
      );
      for (const task of tasks) {
        assert.equal(task.entity?.value, self.value);
        // vcsim gives the id.
        assert.equal(task.entityName, name);
        assert.notEqual(task.reason.userName ?? "", "");
        assert.ok(task.queueTime <= task.startTime && task.startTime <= task.completeTime);
      }
    }
    const shown = await govc.text("tasks", vmPath(name));
    assert.match(shown, /^PowerOn\S* +govc tasks .* success \[.+\]$/m);
    assert.match(shown, /^PowerOn\S* +govc tasks .* error +\[.+\]$/m);
  },
};

/** A port group for machines: the uplinks' own takes none. */
async function portGroupOf({ govc, host }: Stage): Promise<string> {
  const paths = await referredPaths(govc, [host, "network"], /^DistributedVirtualPortgroup:/);
  for (const path of paths) {
    if ((await govc.text("object.collect", "-s", path, "config.uplink")).trim() !== "true") return path;
  }
  throw new Error(`Cannot find a distributed port group on ${host}: it has only ${paths}`);
}

const text = z.string().min(1);
const reference = z.object({ type: text, value: text });
/** In milliseconds: as text they cannot be compared, since govc leaves out zeros at the end of a fraction. */
const time = text.transform((written) => Date.parse(written));
const taskList = z.object({
  tasks: z.array(z.object({
    descriptionId: text,
    entity: reference.optional(),
    entityName: text.optional(),
    state: text,
    reason: z.object({ userName: z.string().optional() }),
    queueTime: time,
    startTime: time,
    completeTime: time,
  })),
});
