import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { createVm, nameOf, type Part, type Stage, vmPath } from "./govc_stage.ts";

/** metric.*, events and object.collect: what happens and what has happened. */
export const WATCHING: Part = {
  async "metric.ls names the counters of a machine and of a host"(stage) {
    const { govc, host } = stage;
    for (const path of [await runningVm(stage), host]) {
      const names = await govc.lines("metric.ls", path);
      assert.ok(names.includes("cpu.usage.average"), `${names}`);
      assert.ok(names.includes("mem.usage.average"), `${names}`);
      assert.equal(new Set(names).size, names.length);
      for (const line of await govc.lines("metric.ls", "-l", path)) assert.match(line, /^\w+(\.\w+){2,} +\S/);
    }
  },

  async "metric.sample gives samples in the order of time"(stage) {
    const { govc, host } = stage;
    const vm = await runningVm(stage);
    const counters = ["cpu.usage.average", "mem.usage.average"];
    const { sample } = await govc.json(samples, [
      "metric.sample",
      "-n=3",
      "-instance=-",
      vm,
      host,
      ...counters,
    ]);
    assert.deepEqual(sample.map(({ entity }) => entity.type).sort(), ["HostSystem", "VirtualMachine"]);
    for (const { sampleInfo, value } of sample) {
      assert.deepEqual(sampleInfo.map(({ interval }) => interval), [20, 20, 20]);
      const times = sampleInfo.map(({ timestamp }) => Date.parse(timestamp));
      // vcsim begins with the newest, and its noise goes beyond 100 %.
      assert.deepEqual(times, [2, 1, 0].map((steps) => (times[2] ?? 0) - steps * 20_000));
      assert.deepEqual(value.map(({ name }) => name).sort(), counters);
      for (const { unit, instance, value: numbers } of value) {
        assert.equal(unit, "percent");
        assert.equal(instance, "");
        assert.equal(numbers.length, 3);
        assert.ok(numbers.every((number) => number >= 0 && number <= 10_000), `${numbers}`);
      }
    }
    const shown = await govc.text("metric.sample", "-n=3", "-instance=-", vm, "cpu.usage.average");
    assert.match(
      shown.slice(nameOf(vm).slice(0, 30).length),
      /^\*? +- +cpu\.usage\.average +(\d+\.\d\d,?){3} +%\n$/,
    );
  },

  async "events tells the life of a machine, and only some kinds when asked to"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc events");
    await govc.text("vm.power", "-on", name);
    await govc.text("vm.power", "-off", name);
    const lines = await govc.lines("events", "-l", "-n=100", vmPath(name));
    const rows = lines.map((line) =>
      /^\[.+?\] \[(\w+)\] \[(\d+)\] \[(\w+)\] (.+)$/.exec(line)?.slice(1) ?? [line]
    );
    const expected = ["VmCreatedEvent", "VmPoweredOnEvent", "VmPoweredOffEvent"];
    const kinds = rows.map(([, , kind = ""]) => kind);
    assert.deepEqual(kinds.filter((kind) => expected.includes(kind)), expected, lines.join("\n"));
    const keys = rows.map(([, key]) => Number(key));
    assert.deepEqual(keys, keys.toSorted((a, b) => a - b));
    for (const [category, , kind = "", message = ""] of rows) {
      if (!expected.includes(kind)) continue;
      assert.equal(category, "info");
      assert.ok(message.includes(name), message);
    }
    const only = await govc.lines("events", "-l", "-type=VmPoweredOnEvent", vmPath(name));
    assert.equal(only.length, 1);
    assert.match(only[0] ?? "", /\[VmPoweredOnEvent\]/);
  },

  async "object.collect reads single values, structures and all of an object"(stage) {
    const { govc, datastore } = stage;
    const name = await createVm(stage, "govc & collect");
    const path = vmPath(name);
    assert.equal(await govc.text("object.collect", "-s", path, "name"), `${name}\n`);
    const rows = await govc.lines("object.collect", path, "runtime.powerState", "config.hardware.numCPU");
    assert.deepEqual(rows.map((row) => row.split(/ +/)).sort(), [
      ["config.hardware.numCPU", "int32", "2"],
      ["runtime.powerState", "types.VirtualMachinePowerState", "poweredOff"],
    ]);
    const summary = await govc.json(summaryShape, ["object.collect", "-s", path, "summary.config"]);
    assert.deepEqual(summary, { name, numCpu: 2, memorySizeMB: 512 });
    assert.equal(
      (await govc.text("object.collect", "-s", "-", "content.about.apiType")).trim().length > 0,
      true,
    );
    const all = await govc.json(named, ["object.collect", "-o", datastore]);
    assert.equal(all.name, nameOf(datastore));
    // vcsim leaves out what it does not know.
    assert.equal((await govc.fault("object.collect", path, "no.such")).type, "InvalidProperty");
  },

  async "object.collect -type reads the same of all objects below one"(stage) {
    const { govc } = stage;
    const rows = await govc.lines("object.collect", "-type=m", "/", "name", "runtime.powerState");
    const machines = await govc.lines("find", "/", "-type", "m");
    const names = rows.flatMap((row) => /^VirtualMachine:\S+ +name +string +(.*?) *$/.exec(row)?.[1] ?? []);
    const states = rows.filter((row) =>
      /^VirtualMachine:\S+ +runtime\.powerState .* (powered(On|Off)|suspended)$/.test(row)
    );
    assert.deepEqual(names.sort(), machines.map(nameOf).sort());
    assert.equal(states.length, machines.length);
  },

  async "object.collect -n waits for a change, and a filter for a value"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc wait");
    const property = [vmPath(name), "runtime.powerState"];
    await using change = govc.start("object.collect", "-s", "-n=1", ...property);
    await using value = govc.start("object.collect", "-s", vmPath(name), "-runtime.powerState", "poweredOn");
    assert.equal(await change.nextLine(), "poweredOff");
    await govc.text("vm.power", "-on", name);
    assert.equal(await change.nextLine(), "poweredOn");
    assert.deepEqual(await change.finish(), []);
    assert.deepEqual(await value.finish(), ["poweredOn"]);
  },

  async "object.collect -wait ends when nothing happens in that time"(stage) {
    const name = await createVm(stage, "govc nothing");
    const wait = ["-s", "-wait=1s", vmPath(name), "runtime.powerState"];
    assert.equal(await stage.govc.text("object.collect", ...wait), "poweredOff\n");
  },
};

/** One that ran before this suite began: what was just started has no samples for the first 20 seconds. */
async function runningVm({ govc }: Stage): Promise<string> {
  const running = await govc.lines("find", "/", "-type", "m", "-runtime.powerState", "poweredOn");
  const path = running.find((path) => !nameOf(path).startsWith("govc "));
  assert.ok(path !== undefined, "no running machine");
  return path;
}

const text = z.string().min(1);
const reference = z.object({ type: text, value: text });
const samples = z.object({
  sample: z.array(z.object({
    entity: reference,
    sampleInfo: z.array(z.object({ timestamp: text, interval: z.int() })),
    value: z.array(z.object({
      name: text,
      unit: text,
      instance: z.string(),
      value: z.array(z.int()),
    })),
  })),
});
const named = z.object({ name: text });
const summaryShape = z.object({ name: text, numCpu: z.int(), memorySizeMB: z.int() });
