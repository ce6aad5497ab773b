import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { type Answer, ask, numberAt, readAnswer, record, refuse, rowsOf, textAt, textOf } from "./answers.ts";
import { countCalls } from "./calls.ts";
import type { Part, Stage } from "./stage.ts";

/** A machine from its creation to its end, by the seed's arguments alone. */
export const LIFECYCLE: Part = {
  async "a machine is created, powered on, measured, cloned, powered off and deleted"(stage) {
    const name = `life-${stage.tag}`;
    await create(stage, name);
    await isOffAndSaysSo(stage, name);
    await powerOn(stage, name);
    await measure(stage, name);
    await refuseDeletion(stage, name);
    await clone(stage, name, "poweredOn");
    await powerOff(stage, name);
    await clone(stage, name, "poweredOff");
    await remove(stage, name);
  },

  async "a machine that has run for a while has samples of everything"({ client }) {
    const running = rowsOf((await ask(client, ["list_vms", { power_state: "poweredOn", limit: 5 }])).data);
    assert.ok(running.length > 0);
    for (const { moref } of running) {
      const { data: load } = await ask(client, ["get_vm_performance", { name: moref }]);
      assert.equal(load.interval_seconds, 20);
      for (const field of ["cpu_usage_percent", "memory_active_mb", "network_receive_KBps"]) {
        assert.ok(numberAt(load, field) >= 0, field);
      }
    }
  },

  async "power_off_vm shuts the guest down, and a machine that is off needs no power off"({ client, tag }) {
    const name = `guest-${tag}`;
    await ask(client, ["create_vm", { name, cpu: 1, memory: 64, power_on: true }]);
    const { data, text } = await shutDownGuest(client, name);
    assert.partialDeepStrictEqual(data, {
      name,
      mode: "guest",
      power_state_before: "poweredOn",
      power_state: "poweredOff",
      status: "done",
    });
    assert.match(text, /is poweredOff \(before: poweredOn, mode: guest\)/);
    const again = await ask(client, ["power_off_vm", { name }]);
    assert.match(again.text, /already poweredOff/);
    await ask(client, ["delete_vm", { name }]);
  },
};

/**
 * Real servers and the simulator refuse it until VMware Tools run in the guest; vcsim shuts down without them.
 */
async function shutDownGuest(client: Stage["client"], name: string): Promise<Answer> {
  const end = performance.now() + 30_000;
  for (;;) {
    const result = await client.call("power_off_vm", { name, mode: "guest" });
    const isTooEarly = result.isError === true && /VMware Tools are not running/.test(textOf(result));
    if (!isTooEarly) return readAnswer(result);
    assert.ok(performance.now() < end, "VMware Tools never ran");
  }
}

async function create({ client }: Stage, name: string): Promise<void> {
  const { data, text } = await ask(client, ["create_vm", { name, cpu: 2, memory: 1024 }]);
  assert.partialDeepStrictEqual(data, {
    name,
    network: "VM Network",
    power_state: "poweredOff",
    status: "done",
  });
  assert.match(text, new RegExp(name));
  const moref = textAt(data, "moref");
  const vm = await ask(client, ["get_vm", { name: moref }]);
  assert.partialDeepStrictEqual(vm.data, {
    name,
    moref,
    power_state: "poweredOff",
    is_template: false,
    cpu: { count: 2 },
    memory: { size_mb: 1024 },
    disks: [{ datastore: textAt(data, "datastore") }],
    nics: [{ network: "VM Network" }],
    snapshots: { count: 0 },
  });
  assert.match(vm.text, /2 CPU, 1024 MB/);
  const [row] = rowsOf((await ask(client, ["list_vms", { name }])).data);
  assert.partialDeepStrictEqual(row, {
    name,
    moref,
    power_state: "poweredOff",
    cpu_count: 2,
    memory_mb: 1024,
  });
}

async function isOffAndSaysSo({ client }: Stage, name: string): Promise<void> {
  const { data } = await ask(client, ["get_vm_performance", { name }]);
  assert.partialDeepStrictEqual(data, {
    vm: name,
    cpu_usage: 0,
    memory_usage: 0,
    network_transmit_KBps: 0,
    network_receive_KBps: 0,
  });
  assert.match(textAt(data, "note"), /poweredOff/);
}

async function powerOn({ client }: Stage, name: string): Promise<void> {
  const { data, text } = await ask(client, ["power_on_vm", { name }]);
  assert.partialDeepStrictEqual(data, {
    name,
    power_state_before: "poweredOff",
    power_state: "poweredOn",
    status: "done",
  });
  assert.match(text, /is poweredOn \(before: poweredOff\)/);
  const again = await ask(client, ["power_on_vm", { name }]);
  assert.partialDeepStrictEqual(again.data, {
    power_state_before: "poweredOn",
    power_state: "poweredOn",
    status: "done",
  });
  assert.match(again.text, /already poweredOn/);
}

async function measure({ client }: Stage, name: string): Promise<void> {
  const stats = await client.read(`vmstats://${encodeURIComponent(name)}`);
  assert.partialDeepStrictEqual(stats, { vm: name, power_state: "poweredOn" });
  const fresh = record.parse(stats);
  if (fresh.interval_seconds === undefined) {
    // vcsim has samples of what was just started; real servers and the simulator take the first after 20 seconds.
    assert.match(textAt(fresh, "note"), /no real-time sample of it, as in the first seconds after power-on/);
  } else assert.equal(fresh.interval_seconds, 20);
  const { data, text } = await ask(client, ["get_vm_performance", { name }]);
  for (
    const field of [
      "cpu_usage",
      "memory_usage",
      "storage_usage",
      "network_transmit_KBps",
      "network_receive_KBps",
    ]
  ) {
    assert.ok(numberAt(data, field) >= 0, field);
  }
  // The first sample may come between the two: then the resource has it by now.
  const later = record.parse(await client.read(`vmstats://${encodeURIComponent(name)}`));
  const same = [fresh, later].find((one) => ("note" in one) === ("note" in data)) ?? later;
  assert.deepEqual(Object.keys(same).sort(), Object.keys(data).sort());
  assert.match(text, /KB\/s sent, .* KB\/s received/);
  assert.ok(
    (await client.listResources()).some(({ uri }) => uri === `vmstats://${encodeURIComponent(name)}`),
  );
  assert.deepEqual(await client.complete("vmstats://{vm_name}", { name: "vm_name", value: name }), [name]);
}

async function refuseDeletion({ client, farSide }: Stage, name: string): Promise<void> {
  const before = await countCalls(farSide, "Destroy_Task");
  assert.match(await refuse(client, ["delete_vm", { name }]), /it is poweredOn; .*power_off_vm/);
  assert.equal(await countCalls(farSide, "Destroy_Task"), before);
}

async function powerOff({ client }: Stage, name: string): Promise<void> {
  const { data } = await ask(client, ["power_off_vm", { name }]);
  assert.partialDeepStrictEqual(data, {
    name,
    mode: "hard",
    power_state_before: "poweredOn",
    power_state: "poweredOff",
    status: "done",
  });
}

async function clone({ client }: Stage, name: string, state: string): Promise<void> {
  const copy = `${name} copy`;
  const { data, text } = await ask(client, ["clone_vm", { template_name: name, new_name: copy }]);
  assert.partialDeepStrictEqual(data, { name: copy, status: "done" });
  assert.ok(text.includes(copy), text);
  const source = await ask(client, ["get_vm", { name }]);
  assert.partialDeepStrictEqual(source.data, { power_state: state, snapshots: { count: 0 } });
  const made = await ask(client, ["get_vm", { name: copy }]);
  assert.notEqual(made.data.moref, source.data.moref);
  assert.notEqual(made.data.instance_uuid, source.data.instance_uuid);
  assert.partialDeepStrictEqual(made.data, {
    power_state: "poweredOff",
    cpu: { count: 2 },
    memory: { size_mb: 1024 },
  });
  assert.deepEqual(made.data.datastores, source.data.datastores);
  assert.deepEqual([filesOf(made.data).length, filesOf(source.data).length], [1, 1]);
  assert.notDeepEqual(filesOf(made.data), filesOf(source.data), "the copy shares a disk with its source");
  await ask(client, ["delete_vm", { name: copy }]);
}

function filesOf({ disks }: Readonly<Record<string, unknown>>): readonly string[] {
  return z.array(z.looseObject({ file: z.string() })).parse(disks).map(({ file }) => file);
}

async function remove({ client }: Stage, name: string): Promise<void> {
  const { data, text } = await ask(client, ["delete_vm", { name }]);
  assert.partialDeepStrictEqual(data, { name, status: "done" });
  assert.ok(Array.isArray(data.disks) && data.disks.length === 1);
  assert.match(text, /^Deleted .* with 1 disk\(s\)\n- .*\.vmdk/s);
  assert.match(await refuse(client, ["get_vm", { name }]), /no object has this name/);
  assert.match((await ask(client, ["list_vms", { name }])).text, /No virtual machine matches/);
}
