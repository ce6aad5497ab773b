import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { Checks } from "./pyvmomi.ts";

const NAME = 'pyvmomi <life> & "cycle"';

/** What lifecycle.py reports: a machine from its creation to its end, and what a collector tells of it. */
export const LIFECYCLE: Checks = {
  "CreateVM_Task makes what was asked for"(reports) {
    const { devices, entityName, folder, ...created } = reports.one("create", createShape);
    assert.equal(created.name, NAME);
    assert.deepEqual([created.numCpus, created.memoryMib], [2, 512]);
    assert.equal(created.annotation, "made by pyVmomi");
    assert.equal(created.powerState, "poweredOff");
    assert.equal(created.taskState, "success");
    assert.ok(created.path.endsWith(`${NAME}.vmx`), created.path);
    for (const kind of ["ParaVirtualSCSIController", "VirtualDisk", "VirtualVmxnet3"]) {
      assert.equal(devices.filter((device) => device === `vim.vm.device.${kind}`).length, 1, kind);
    }
    // vcsim gives the id.
    assert.equal(entityName, folder);
  },

  "a new machine enters the filter over a view"(reports) {
    const { isNew, changes } = reports.one("enter", enterShape);
    assert.ok(isNew);
    assert.deepEqual(changes[0], ["enter", "name", NAME]);
  },

  "two machines of one name are refused as DuplicateName, or not at all"(reports) {
    const { fault, fields } = reports.fault("duplicate");
    if (fault === null) return;
    assert.equal(fault, "vim.fault.DuplicateName");
    assert.equal(fields.name, NAME);
  },

  // vcsim sends all of an object property where a part of it was asked for.
  "WaitForUpdatesEx tells of a power-on in parts, until the task has succeeded"(reports) {
    const power = reports.one("power on", powerShape);
    assert.deepEqual(power.first, ["enter", "runtime", "poweredOff"]);
    const [kind, ...later] = power.kinds;
    assert.equal(kind, "enter");
    assert.ok(later.every((other) => other === "modify"), `${later}`);
    const whole = power.paths.filter((path) => !path.includes("."));
    assert.deepEqual(whole, ["info"], "only what enters is sent as a whole");
    assert.ok(power.paths.includes("runtime.powerState"));
    const order = ["queued", "running", "success"];
    assert.equal(power.states.at(-1), "success");
    assert.deepEqual(power.states, power.states.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    assert.deepEqual(power.progress, power.progress.toSorted((a, b) => a - b));
    assert.ok(power.progress.every((percent) => percent >= 0 && percent <= 100), `${power.progress}`);
  },

  "a task names its method and the object that it works on"(reports) {
    const power = reports.one("power on", powerShape);
    assert.equal(power.entity, power.vm);
    // vcsim gives the id, and a name that is no method's: WaitForTask breaks when it sees such a task running.
    assert.equal(power.entityName, NAME);
    assert.equal(power.method, "PowerOnVM_Task");
  },

  "WaitForUpdatesEx gives nothing when nothing happens, and refuses versions that it never gave"(reports) {
    assert.equal(reports.one("nothing happens", z.object({ update: z.null() })).update, null);
    // vcsim takes any version.
    assert.equal(reports.fault("unknown version").fault, "vmodl.query.InvalidCollectorVersion");
  },

  "what a running machine forbids is an InvalidPowerState with both states"(reports) {
    const again = reports.fault("power on again");
    assert.equal(again.fault, "vim.fault.InvalidPowerState");
    assert.deepEqual(again.fields, { requestedState: "poweredOn", existingState: "poweredOn" });
    assert.notEqual(again.text, "");
    const destroy = reports.fault("destroy running");
    assert.equal(destroy.fault, "vim.fault.InvalidPowerState");
    assert.equal(destroy.fields.existingState, "poweredOn");
  },

  "ReconfigVM_Task changes what was asked for"(reports) {
    assert.deepEqual(reports.one("change", changeShape), { annotation: "changed", numCpus: 4 });
  },

  "snapshots are a tree with one that is current"(reports) {
    assert.deepEqual(reports.one("snapshots", snapshotsShape), {
      roots: 1,
      name: "one",
      description: "the <first>",
      // It was running, but a snapshot without memory is one of a machine that is off.
      state: "poweredOff",
      children: ["two"],
      ofVm: true,
      isCurrent: true,
    });
    assert.equal(reports.one("no snapshots", z.object({ snapshot: z.null() })).snapshot, null);
  },

  "RevertToSnapshot_Task restores the configuration"(reports) {
    // vcsim restores nothing.
    assert.deepEqual(reports.one("revert", revertShape), {
      isCurrent: true,
      annotation: "made by pyVmomi",
      numCpus: 2,
      powerState: "poweredOff",
    });
  },

  // vcsim never says that it has left.
  "a machine that was destroyed leaves the view and is not found"(reports) {
    const { fault, fields } = reports.fault("destroyed");
    assert.equal(fault, "vmodl.fault.ManagedObjectNotFound");
    assert.equal(fields.obj, `'vim.VirtualMachine:${reports.one("destroyed", z.object({ id: text })).id}'`);
  },
};

const text = z.string().min(1);
const createShape = z.object({
  type: z.literal("vim.VirtualMachine"),
  name: text,
  numCpus: z.int(),
  annotation: text,
  memoryMib: z.int(),
  powerState: text,
  path: text,
  devices: z.array(text),
  taskState: text,
  entityName: text,
  folder: text,
  network: text,
});
const enterShape = z.object({ isNew: z.boolean(), changes: z.array(z.array(z.string())) });
const powerShape = z.object({
  first: z.array(text),
  kinds: z.array(text),
  paths: z.array(text),
  states: z.array(text),
  progress: z.array(z.int()),
  entityName: text,
  entity: text,
  method: z.string().nullable(),
  vm: text,
});
const changeShape = z.object({ annotation: text, numCpus: z.int() });
const snapshotsShape = z.object({
  roots: z.int(),
  name: text,
  description: z.string(),
  state: text,
  children: z.array(text),
  ofVm: z.boolean(),
  isCurrent: z.boolean(),
});
const revertShape = z.object({
  isCurrent: z.boolean(),
  annotation: text,
  numCpus: z.int(),
  powerState: text,
});
