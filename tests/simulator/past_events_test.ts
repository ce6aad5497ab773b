import assert from "node:assert/strict";
import { Random } from "../../src/simulator/core/random.ts";
import { writeReturned } from "../../src/simulator/core/write.ts";
import { eventData } from "../../src/simulator/events/event_data.ts";
import { notePastEvents } from "../../src/simulator/seed/past_events.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { Stage, VERSION } from "./event_stage.ts";

for (const model of ["vcenter", "esxi"] as const) {
  Deno.test(`notePastEvents() tells the last 30 days of ${model} in order`, () => {
    const { world, vms: [vm], datastore } = new Stage(model).place;

    notePastEvents(world, new Random(7));

    const { records } = world.events;
    assert(records.length > 120 && records.length <= 300, String(records.length));
    for (const [at, record] of records.entries()) {
      const before = records[at - 1];
      assert(before === undefined || (before.createdAt <= record.createdAt && before.key < record.key));
      assert(record.createdAt <= world.startedAt && record.createdAt >= world.startedAt - 30 * 86_400_000);
      assert.match(writeReturned(eventData(record), VERSION), /<fullFormattedMessage>\S/);
    }
    const types = new Set(records.map(({ type }) => type));
    for (const type of ["VmCreatedEvent", "VmPoweredOnEvent", "TaskEvent", "EnteredMaintenanceModeEvent"]) {
      assert(types.has(type), type);
    }
    for (const type of ["AlarmStatusChangedEvent", "VmMigratedEvent"]) {
      assert.equal(types.has(type), model === "vcenter", type);
    }
    assert.equal(records.filter(({ type }) => type === "BadUsernameSessionEvent").length, 1);
    assert(records.some(({ entity, message }) => entity === vm && message.includes("web 1/a on ")));
    assert(records.some(({ message }) => message.includes(datastore.uuid)));
  });
}

Deno.test("notePastEvents() is the same for the same seed and bounded for many machines", () => {
  const texts = [1, 2].map(() => {
    const { world, vms: [vm] } = new Stage();
    for (let number = 0; number < 20_000; number++) {
      world.add(new Vm({ type: "VirtualMachine", value: `vm-x${number}` }, { ...vm, makeDevices: () => [] }));
    }
    notePastEvents(world, new Random(7));
    return world.events.records.map(({ createdAt, message }) => `${createdAt} ${message}`);
  });

  assert(texts[0] !== undefined && texts[0].length <= 300);
  assert.deepEqual(texts[0], texts[1]);
});
