import assert from "node:assert/strict";
import type { Moref } from "../../src/soap/encode.ts";
import {
  dataListAt,
  type DataObject,
  isData,
  made,
  numberAt,
  textAt,
  type Value,
} from "../../src/simulator/core/value.ts";
import { writeReturned } from "../../src/simulator/core/write.ts";
import { eventData } from "../../src/simulator/events/event_data.ts";
import { EVENT_MANAGER_PROPERTIES } from "../../src/simulator/methods/events.ts";
import { EVENT_ANSWERS } from "../../src/simulator/wire/answers_events.ts";
import { SCHEMA } from "../../src/simulator/wire/schema.ts";
import { ServiceObject } from "../../src/simulator/world/managed_object.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { isFault, items, Stage, VERSION } from "./event_stage.ts";
import { NOON } from "./small_world.ts";

function byEntity(entity: { readonly ref: Moref }, recursion: string): DataObject {
  return { $type: "EventFilterSpecByEntity", entity: entity.ref, recursion };
}

/** Types of events that happen: those alone that are there for others to be derived from never do. */
function concreteTypes(): readonly string[] {
  const bases = new Set(Object.values(EVENT_ANSWERS).map(([base]) => base));
  const both = ["VmMigratedEvent", "GeneralEvent"];
  return Object.keys(EVENT_ANSWERS).filter((type) =>
    SCHEMA.typeOf(type).lineage.includes("Event") && (!bases.has(type) || both.includes(type))
  );
}

async function keysOf(stage: Stage, filter: Record<string, Value>): Promise<readonly number[]> {
  return await stage.read("ReadNextEvents", await stage.collect("Event", filter), 100);
}

Deno.test("eventData() tells where the machine of an event runs", () => {
  const stage = new Stage();
  stage.note("on");
  const [record] = stage.world.events.records;
  assert(record !== undefined);

  const data = eventData(record);

  assert.deepEqual(
    [data.vm, data.host, data.computeResource, data.datacenter].map((at) =>
      isData(at) ? textAt(at, "name") : ""
    ),
    ["web 1%2fa", "esx-1", "Cluster", "DC"],
  );
  assert.equal(textAt(data, "fullFormattedMessage"), "on");
});

Deno.test("eventData() gives every event that the tables know what it cannot do without", () => {
  const { world, vms, hosts, datastore } = new Stage().place;
  // What only the one who notes it can know.
  const host = { $type: "HostEventArgument", name: "h", host: hosts[0].ref };
  const vm = { $type: "VmEventArgument", name: "v", vm: vms[0].ref };
  const all: Record<string, Value> = {
    sourceHost: host,
    destHost: host,
    destFolder: { $type: "FolderEventArgument", name: "f", folder: { type: "Folder", value: "f" } },
    sourceVm: vm,
    srcTemplate: vm,
    alarm: { $type: "AlarmEventArgument", name: "a", alarm: { type: "Alarm", value: "a" } },
    source: { $type: "ManagedEntityEventArgument", name: "m", entity: vms[0].ref },
    info: {
      $type: "TaskInfo",
      key: "t",
      task: { type: "Task", value: "t" },
      descriptionId: "",
      state: "queued",
      cancelled: false,
      cancelable: false,
      reason: { $type: "TaskReasonSystem" },
      queueTime: "2026-03-01T12:00:00Z",
      eventChainId: 1,
    },
  };
  for (const type of concreteTypes()) {
    const { lineage, fields } = SCHEMA.typeOf(type);
    const open = fields.filter(({ name, isOptional, type }) =>
      !isOptional && (name in all || (type === "" && !["userName", "message"].includes(name)))
    );
    const entity = lineage.includes("DatastoreEvent")
      ? datastore
      : lineage.includes("HostEvent")
      ? hosts[0]
      : vms[0];
    world.events.note({
      type,
      message: "text",
      entity,
      fields: Object.fromEntries(open.map(({ name }) => [name, all[name] ?? "text"])),
    });
  }

  for (const record of world.events.records) {
    assert.match(writeReturned(eventData(record), VERSION), /^<returnval xsi:type="\w+"><key>/, record.type);
  }
});

Deno.test("EventManager.description has every type of event once", () => {
  const { world } = new Stage();
  const description = made(EVENT_MANAGER_PROPERTIES.description?.(undefined, { world, session: undefined }));
  assert(isData(description));

  const keys = dataListAt(description, "eventInfo").map((info) => textAt(info, "key") ?? "");

  assert.deepEqual(keys.toSorted(), concreteTypes().filter((type) => type !== "EventEx").toSorted());
  assert.match(
    writeReturned(description, VERSION),
    /<formatOnVm>virtual machine is powered on<\/formatOnVm>/,
  );
});

Deno.test("CreateCollectorForEvents filters by object and what is below it", async () => {
  const stage = new Stage();
  const { world, vms, hosts, folder, root, datacenter } = stage.place;
  for (const entity of [vms[0], vms[1], vms[2], hosts[0], undefined]) {
    world.events.note({
      type: entity instanceof Vm ? "VmStartingEvent" : "GeneralEvent",
      message: "",
      entity,
    });
  }
  const found = async (entity: { readonly ref: Moref }, recursion: string) =>
    await keysOf(stage, { entity: byEntity(entity, recursion) });

  assert.deepEqual(await found(vms[0], "self"), [1]);
  assert.deepEqual(await found(folder, "all"), [1]);
  assert.deepEqual(await found(folder, "self"), []);
  assert.deepEqual(await found(hosts[0], "self"), [4]);
  assert.deepEqual(await found(hosts[0], "children"), [1, 2]);
  assert.deepEqual(await found(hosts[0], "all"), [1, 2, 4]);
  assert.deepEqual(await found(datacenter, "all"), [1, 2, 3, 4]);
  assert.deepEqual(await found(root, "all"), [1, 2, 3, 4, 5]);
  const gone = { ref: { type: "VirtualMachine", value: "vm-99" } };
  await assert.rejects(found(gone, "all"), isFault("ManagedObjectNotFound"));
});

Deno.test("CreateCollectorForEvents filters by time, user, type, category and chain", async () => {
  const stage = new Stage();
  const { world, vms: [vm] } = stage;
  const note = (type: string, user: string, fields: Record<string, Value> = {}) =>
    world.events.note({ type, user, entity: vm, message: "m", fields });
  note("VmPoweredOnEvent", "alice");
  await stage.place.clock.turn(60_000);
  note("VmMigratedEvent", "bob", { chainId: 77 });
  note("DrsVmMigratedEvent", "");
  await stage.place.clock.turn(60_000);
  note("EventEx", "bob", { eventTypeId: "esx.problem.x", severity: "warning" });
  note("GeneralUserEvent", "alice");
  const at = (minutes: number) => new Date(NOON + minutes * 60_000).toISOString();
  const time = (begin: number, end: number) => ({
    time: { $type: "EventFilterSpecByTime", beginTime: at(begin), endTime: at(end) },
  });
  const users = (systemUser: boolean, ...userList: readonly string[]) => ({
    userName: { $type: "EventFilterSpecByUsername", systemUser, userList },
  });

  assert.deepEqual(await keysOf(stage, time(1, 1)), [2, 3]);
  assert.deepEqual(await keysOf(stage, time(2, 9)), [4, 5]);
  assert.deepEqual(await keysOf(stage, users(false, "bob")), [2, 4]);
  assert.deepEqual(await keysOf(stage, users(true, "bob")), [2, 3, 4]);
  assert.deepEqual(await keysOf(stage, users(false)), [1, 2, 4, 5]);
  assert.deepEqual(await keysOf(stage, { type: ["VmMigratedEvent"] }), [2, 3]);
  assert.deepEqual(await keysOf(stage, { type: ["VmEvent"] }), [1, 2, 3]);
  assert.deepEqual(await keysOf(stage, { eventTypeId: ["vim.event.VmMigratedEvent"] }), [2]);
  assert.deepEqual(await keysOf(stage, { eventTypeId: ["VmPoweredOnEvent", "esx.problem.x"] }), [1, 4]);
  assert.deepEqual(await keysOf(stage, { category: ["warning", "user"] }), [4, 5]);
  assert.deepEqual(await keysOf(stage, { eventChainId: 77 }), [2]);
  assert.deepEqual(await keysOf(stage, { eventChainId: 4 }), [4]);
});

Deno.test("QueryEvents gives the newest events in order, and ESXi does not have it", async () => {
  const manager = new ServiceObject({ type: "EventManager", value: "ha-eventmgr" });
  const filter = { $type: "EventFilterSpec", maxCount: 2 };
  const stage = new Stage();
  stage.note("1", "2", "3");

  assert.deepEqual(
    items(await stage.call("QueryEvents", manager, { filter })).map((data) => numberAt(data, "key")),
    [2, 3],
  );
  await assert.rejects(
    new Stage("esxi").call("QueryEvents", manager, { filter }),
    isFault("NotImplemented"),
  );
  await assert.rejects(new Stage("esxi").collect("Task"), isFault("NotSupported"));
  await new Stage("esxi").collect("Event");
});

Deno.test("LogUserEvent notes a message and wakes who waits", async () => {
  const stage = new Stage();
  const collector = await stage.collect("Event");
  const manager = new ServiceObject({ type: "EventManager", value: "EventManager" });
  const { version } = stage.world;

  await stage.call("LogUserEvent", manager, { entity: stage.vms[1].ref, msg: "<patched>" });

  const { latest } = stage.world.events;
  assert(latest !== undefined);
  assert.match(
    writeReturned(eventData(latest), VERSION),
    /<message>&lt;patched&gt;<\/message><entity><name>db-1/,
  );
  assert.deepEqual([collector.stamp, stage.world.version], [version + 1, version + 1]);
});
