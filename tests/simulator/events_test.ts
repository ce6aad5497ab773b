import assert from "node:assert/strict";
import type { Moref } from "../../src/soap/encode.ts";
import { Collector } from "../../src/simulator/collector/collector.ts";
import { PropertyFilter } from "../../src/simulator/collector/filter.ts";
import { ManualClock } from "../../src/simulator/core/clock.ts";
import { SimFault } from "../../src/simulator/core/fault.ts";
import { Random } from "../../src/simulator/core/random.ts";
import {
  dataListAt,
  type DataObject,
  isData,
  isList,
  made,
  numberAt,
  refAt,
  textAt,
  type Value,
} from "../../src/simulator/core/value.ts";
import { writeReturned } from "../../src/simulator/core/write.ts";
import { eventData } from "../../src/simulator/events/event_data.ts";
import { touchEventCollectors } from "../../src/simulator/events/history_collector.ts";
import { EVENT_MANAGER_PROPERTIES, EVENT_METHODS } from "../../src/simulator/methods/events.ts";
import { type Answer, Call, type MethodTable, Xml } from "../../src/simulator/methods/method.ts";
import { TASK_MANAGER_PROPERTIES, TASK_METHODS } from "../../src/simulator/methods/tasks.ts";
import { notePastEvents } from "../../src/simulator/seed/past_events.ts";
import { Sessions } from "../../src/simulator/sessions.ts";
import { EVENT_ANSWERS } from "../../src/simulator/wire/answers_events.ts";
import { SCHEMA } from "../../src/simulator/wire/schema.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { EventLog } from "../../src/simulator/world/event_log.ts";
import { Host } from "../../src/simulator/world/host.ts";
import { Ids } from "../../src/simulator/world/ids.ts";
import { type ManagedObject, ServiceObject } from "../../src/simulator/world/managed_object.ts";
import { Compute, Datacenter, Folder } from "../../src/simulator/world/places.ts";
import type { SimSession } from "../../src/simulator/world/session.ts";
import { TaskList } from "../../src/simulator/world/task_list.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { type ModelName, World } from "../../src/simulator/world/world.ts";

const NOON = Date.parse("2026-03-01T12:00:00Z");
const VERSION = "8.0.3.0";

/** Two hosts, a datastore and three machines, one of them in a folder. */
class Stage {
  readonly clock = new ManualClock(NOON);
  readonly world: World;
  readonly sessions: Sessions;
  readonly session: SimSession;
  readonly root: Folder;
  readonly datacenter: Datacenter;
  readonly hosts: readonly [Host, Host];
  readonly vms: readonly [Vm, Vm, Vm];
  readonly folder: Folder;
  readonly datastore: Datastore;

  constructor(model: ModelName = "vcenter") {
    const { clock } = this;
    this.world = new World({
      model,
      clock,
      seed: 1,
      licence: "standard",
      pace: 1,
      ids: new Ids(model),
      events: new EventLog(() => clock.now()),
      tasks: new TaskList(),
    });
    const accounts = [{ user: "alice", password: "a", role: "admin" }, {
      user: "bob",
      password: "b",
      role: "readOnly",
    }] as const;
    const collector = { type: "PropertyCollector", value: "propertyCollector" };
    this.sessions = new Sessions({ accounts, clock, random: new Random(2), collector });
    this.session = this.logIn("alice", "a");
    this.root = this.world.add(
      new Folder({ type: "Folder", value: "group-d1" }, {
        name: "Datacenters",
        parent: undefined,
        childTypes: ["Datacenter"],
      }),
    );
    this.datacenter = this.world.add(
      new Datacenter({ type: "Datacenter", value: "datacenter-2" }, {
        name: "DC",
        parent: this.root,
        makeFolder: (kind, parent) => this.#folder(kind, `group-${kind}`, parent),
      }),
    );
    this.folder = this.#folder("web", "group-web", this.datacenter.folders.vm);
    const compute = this.world.add(
      new Compute({ type: "ClusterComputeResource", value: "domain-c3" }, {
        name: "Cluster",
        parent: this.datacenter.folders.host,
        environmentBrowser: new ServiceObject({ type: "EnvironmentBrowser", value: "envbrowser-3" }),
      }),
    );
    this.hosts = [this.#host(1, compute), this.#host(2, compute)];
    this.datastore = this.world.add(
      new Datastore({ type: "Datastore", value: "datastore-1" }, {
        name: "datastore1",
        parent: this.datacenter.folders.datastore,
        kind: "VMFS",
        capacityBytes: 1e12,
        uuid: "65f0-1",
        otherBytes: 0,
        browser: new ServiceObject({ type: "HostDatastoreBrowser", value: "browser-1" }),
      }),
    );
    for (const host of this.hosts) this.datastore.hosts.set(host, "readWrite");
    this.vms = [
      this.#vm("web 1/a", 1, this.folder),
      this.#vm("db-1", 2, this.datacenter.folders.vm),
      this.#vm("db-2", 3, this.datacenter.folders.vm),
    ];
  }

  logIn(user: string, password: string): SimSession {
    return this.sessions.logIn({ user, password, userAgent: "test", locale: "en" });
  }

  /** Answers a call as the far side would. */
  async call(
    method: string,
    target: ManagedObject,
    args: Record<string, Value> = {},
    session: SimSession = this.session,
  ): Promise<Answer> {
    const table: MethodTable = { ...EVENT_METHODS, ...TASK_METHODS };
    const [entry] = [table[method] ?? []].flat();
    assert(entry !== undefined, method);
    return await entry.run(
      new Call({
        method,
        target,
        args: { $type: method, ...args },
        world: this.world,
        version: VERSION,
        signal: new AbortController().signal,
        sessions: this.sessions,
        userAgent: "test",
        session,
      }),
    );
  }

  /** Makes a collector with this filter. */
  async collect(
    kind: "Event" | "Task",
    filter: Record<string, Value> = {},
    session: SimSession = this.session,
  ): Promise<ManagedObject> {
    const manager = new ServiceObject({ type: `${kind}Manager`, value: `${kind}Manager` });
    const spec = { $type: `${kind}FilterSpec`, ...filter };
    const answer = await this.call(`CreateCollectorFor${kind}s`, manager, { filter: spec }, session);
    const ref = refAt({ $type: "", ref: value(answer) }, "ref");
    const collector = session.objects.get(ref?.value ?? "");
    assert(collector !== undefined);
    return collector;
  }

  /** Keys of what a call of that name answers. */
  async read(method: string, collector: ManagedObject, maxCount: number): Promise<readonly number[]> {
    return items(await this.call(method, collector, { maxCount })).map((data) => numberAt(data, "key") ?? 0);
  }

  /** Keys of the latest page. */
  latest(collector: ManagedObject): readonly number[] {
    const page = collector.read("latestPage", { world: this.world, session: this.session });
    return items(page).map((data) => numberAt(data, "key") ?? 0);
  }

  /** Notes an event of a machine for each text. */
  note(...messages: readonly string[]): void {
    for (const message of messages) {
      this.world.events.note({ type: "VmPoweredOnEvent", message, user: "alice", entity: this.vms[0] });
    }
  }

  /** Starts a task of a second. */
  start(options: { readonly isCancelable?: boolean; readonly vm?: Vm } = {}) {
    const { isCancelable = false, vm = this.vms[0] } = options;
    return this.world.tasks.start(this.world, {
      name: "PowerOnVM",
      descriptionId: "VirtualMachine.powerOn",
      entity: vm,
      user: "alice",
      durationMs: 1000,
      isCancelable,
      finish: () => undefined,
    });
  }

  #folder(name: string, value: string, parent: Folder | Datacenter): Folder {
    return this.world.add(new Folder({ type: "Folder", value }, { name, parent, childTypes: [] }));
  }

  #host(number: number, compute: Compute): Host {
    const host = new Host({ type: "HostSystem", value: `host-${number}` }, {
      name: `esx-${number}`,
      compute,
      hardware: {
        vendor: "",
        model: "",
        cpuModel: "",
        sockets: 2,
        coresPerSocket: 8,
        cpuMhz: 2000,
        memoryBytes: 1e11,
        uuid: `h-${number}`,
      },
      networking: { nics: [], switches: [], managementIp: "" },
      managers: new Map(),
      bootedAt: NOON - 90 * 86_400_000,
    });
    compute.hosts.add(host);
    return this.world.add(host);
  }

  #vm(name: string, number: number, parent: Folder): Vm {
    const host = this.hosts[number === 3 ? 1 : 0];
    const vm = new Vm({ type: "VirtualMachine", value: `vm-${number}` }, {
      name: name.replace("/", "%2f"),
      parent,
      host,
      pool: undefined,
      guestId: "otherGuest64",
      numCpu: 1,
      memoryMib: 1024,
      uuid: `u-${number}`,
      instanceUuid: `i-${number}`,
      vmxPath: `[datastore1] ${number}/${number}.vmx`,
      createdAt: NOON - number * 12 * 86_400_000,
      guest: { hostName: undefined, ip: undefined, hasTools: false },
      load: {
        seed: number,
        cpuLow: 0,
        cpuHigh: 0,
        memoryActive: 0,
        diskKbps: 0,
        networkKbps: 0,
        isStarved: false,
      },
      makeDevices: () => [],
      isSeed: true,
    });
    if (number > 1) {
      vm.powerState = "poweredOn";
      vm.bootedAt = NOON - 5 * 86_400_000;
    }
    host.vms.add(vm);
    return this.world.add(vm);
  }
}

function value(answer: Answer): Value | undefined {
  assert(!(answer instanceof Xml));
  return answer;
}

function items(answer: Answer): readonly DataObject[] {
  const known = made(value(answer));
  return isList(known) ? known.map(made).filter(isData) : [];
}

function byEntity(entity: { readonly ref: Moref }, recursion: string): DataObject {
  return { $type: "EventFilterSpecByEntity", entity: entity.ref, recursion };
}

async function keysOf(stage: Stage, filter: Record<string, Value>): Promise<readonly number[]> {
  return await stage.read("ReadNextEvents", await stage.collect("Event", filter), 100);
}

function isFault(name: string): (error: unknown) => boolean {
  return (error) => error instanceof SimFault && error.fault === name;
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
  const { world, vms, hosts, datastore } = new Stage();
  const bases = new Set(Object.values(EVENT_ANSWERS).map(([base]) => base));
  const types = Object.keys(EVENT_ANSWERS).filter((type) =>
    SCHEMA.typeOf(type).lineage.includes("Event") && !bases.has(type)
  );
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
  for (const type of types) {
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
  const bases = new Set(Object.values(EVENT_ANSWERS).map(([base]) => base));
  const description = made(EVENT_MANAGER_PROPERTIES.description?.(undefined, { world, session: undefined }));
  assert(isData(description));

  const keys = dataListAt(description, "eventInfo").map((info) => textAt(info, "key") ?? "");

  const concrete = Object.keys(EVENT_ANSWERS).filter((type) =>
    SCHEMA.typeOf(type).lineage.includes("Event") && !bases.has(type) && type !== "EventEx"
  );
  const derived = ["VmMigratedEvent", "GeneralEvent"];
  assert.deepEqual(keys.toSorted(), [...concrete, ...derived].toSorted());
  assert.match(
    writeReturned(description, VERSION),
    /<formatOnVm>virtual machine is powered on<\/formatOnVm>/,
  );
});

Deno.test("CreateCollectorForEvents filters by object and what is below it", async () => {
  const stage = new Stage();
  const { world, vms, hosts, folder, root, datacenter } = stage;
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
  await stage.clock.turn(60_000);
  note("VmMigratedEvent", "bob", { chainId: 77 });
  note("DrsVmMigratedEvent", "");
  await stage.clock.turn(60_000);
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

Deno.test("ReadNextEvents goes from the oldest event to the newest and finds what is added", async () => {
  const stage = new Stage();
  stage.note("1", "2", "3", "4", "5");
  const collector = await stage.collect("Event");
  const next = async () => await stage.read("ReadNextEvents", collector, 2);

  assert.deepEqual([await next(), await next(), await next(), await next()], [[1, 2], [3, 4], [5], []]);
  stage.note("6");
  assert.deepEqual([await next(), await next()], [[6], []]);
  await stage.call("RewindCollector", collector);
  assert.deepEqual(await next(), [1, 2]);
  assert.deepEqual(await stage.read("ReadPreviousEvents", collector, 5), [2, 1]);
  assert.deepEqual(await stage.read("ReadPreviousEvents", collector, 5), []);
});

Deno.test("ReadPreviousEvents goes back from the newest event", async () => {
  const stage = new Stage();
  stage.note("1", "2", "3", "4", "5");
  const collector = await stage.collect("Event");
  const previous = async () => await stage.read("ReadPreviousEvents", collector, 2);

  assert.deepEqual([await previous(), await previous(), await previous(), await previous()], [
    [5, 4],
    [3, 2],
    [1],
    [],
  ]);
});

Deno.test("ResetCollector puts the cursor before the latest page", async () => {
  const stage = new Stage();
  stage.note("1", "2", "3", "4", "5");
  const collector = await stage.collect("Event");
  await stage.call("SetCollectorPageSize", collector, { maxCount: 2 });

  await stage.call("ResetCollector", collector);

  assert.deepEqual(stage.latest(collector), [5, 4]);
  assert.deepEqual(await stage.read("ReadPreviousEvents", collector, 10), [3, 2, 1]);
  await stage.call("ResetCollector", collector);
  assert.deepEqual(await stage.read("ReadNextEvents", collector, 10), [4, 5]);
});

Deno.test("latestPage has ten events unless the client says otherwise", async () => {
  const stage = new Stage();
  stage.note(...Array.from({ length: 12 }, String));

  assert.equal(stage.latest(await stage.collect("Event")).length, 10);
  assert.deepEqual(stage.latest(await stage.collect("Event", { maxCount: 3 })), [12, 11, 10]);
  const collector = await stage.collect("Event", { disableFullMessage: true });
  const [first] = items(await stage.call("ReadNextEvents", collector, { maxCount: 1 }));
  assert.equal(textAt(first, "fullFormattedMessage"), undefined);
  for (const maxCount of [-1, 1001]) {
    await assert.rejects(
      stage.call("SetCollectorPageSize", collector, { maxCount }),
      isFault("InvalidArgument"),
    );
    await assert.rejects(stage.call("ReadNextEvents", collector, { maxCount }), isFault("InvalidArgument"));
  }
});

Deno.test("touchEventCollectors() wakes a client that waits for the latest page", async () => {
  const stage = new Stage();
  const { world, session } = stage;
  stage.note("before");
  const collector = await stage.collect("Event", { type: ["VmPoweredOnEvent"] });
  const reader = { world, session };
  const properties = new Collector({ type: "PropertyCollector", value: "pc" });
  properties.filters.add(
    new PropertyFilter({ type: "PropertyFilter", value: "pf" }, {
      spec: {
        $type: "PropertyFilterSpec",
        propSet: [{ $type: "PropertySpec", type: "EventHistoryCollector", pathSet: ["latestPage"] }],
        objectSet: [{ $type: "ObjectSpec", obj: collector.ref }],
      },
      isPartial: false,
      version: VERSION,
      reader,
    }),
  );
  const wait = async (version: string) =>
    await properties.wait({ $type: "", version }, { reader, signal: new AbortController().signal });
  assert.match(await wait(""), /xsi:type="ArrayOfEvent"><Event xsi:type="VmPoweredOnEvent"/);
  const second = wait("1");

  world.events.note({ type: "VmStartingEvent", message: "not asked for", entity: stage.vms[0] });
  touchEventCollectors(session.objects.values(), world);
  assert.equal(world.events.records.length, 2);
  const { version } = world;
  stage.note("after");
  touchEventCollectors(session.objects.values(), world);

  assert.equal(world.version, version + 1);
  assert.match(await second, /<fullFormattedMessage>after<.*<fullFormattedMessage>before</);
});

Deno.test("DestroyCollector makes room for another one", async () => {
  const stage = new Stage();
  const collectors: ManagedObject[] = [];
  for (let count = 0; count < 32; count++) collectors.push(await stage.collect("Event"));
  await assert.rejects(stage.collect("Event"), isFault("InvalidState"));
  await stage.collect("Task");
  await stage.collect("Event", {}, stage.logIn("bob", "b"));
  const [first] = collectors;
  assert(first !== undefined);

  await stage.call("DestroyCollector", first);

  assert.equal(stage.session.objects.has(first.ref.value), false);
  await stage.collect("Event");
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

Deno.test("CancelTask ends a task that can be cancelled", async () => {
  const stage = new Stage();
  const collector = await stage.collect("Task");
  const task = stage.start({ isCancelable: true });
  const stubborn = stage.start({ vm: stage.vms[1] });
  const { stamp } = collector;

  await stage.call("CancelTask", task);

  assert.deepEqual([task.state, task.isCancelled, task.error?.fault], ["error", true, "RequestCanceled"]);
  assert(collector.stamp > stamp);
  await assert.rejects(stage.call("CancelTask", task), isFault("InvalidState"));
  await assert.rejects(stage.call("CancelTask", stubborn), isFault("NotSupported"));
});

Deno.test("ReadNextTasks filters by object, state, user and time", async () => {
  const stage = new Stage();
  const first = stage.start();
  await stage.clock.turn(5000);
  const second = stage.start({ vm: stage.vms[2] });
  const read = async (filter: Record<string, Value>) =>
    items(await stage.call("ReadNextTasks", await stage.collect("Task", filter), { maxCount: 9 }))
      .map((info) => textAt(info, "key"));
  const byEntity = { $type: "TaskFilterSpecByEntity", entity: stage.hosts[1].ref, recursion: "all" };
  const byTime = {
    $type: "TaskFilterSpecByTime",
    timeType: "completedTime",
    beginTime: "2026-01-01T00:00:00Z",
  };
  const byUser = { $type: "TaskFilterSpecByUsername", systemUser: false, userList: ["bob"] };

  assert.deepEqual(await read({}), [first.facts.key, second.facts.key]);
  assert.deepEqual(await read({ entity: byEntity }), [second.facts.key]);
  assert.deepEqual(await read({ state: ["success"] }), [first.facts.key]);
  assert.deepEqual(await read({ time: byTime }), [first.facts.key]);
  assert.deepEqual(await read({ userName: byUser }), []);
  const collector = await stage.collect("Task");
  const previous = items(await stage.call("ReadPreviousTasks", collector, { maxCount: 1 }));
  assert.deepEqual(previous.map((info) => textAt(info, "key")), [second.facts.key]);
  assert.match(writeReturned(previous, VERSION), /<state>running<\/state>/);
});

Deno.test("TaskManager.recentTask has what runs and what has ended within ten minutes", async () => {
  const stage = new Stage();
  const { world } = stage;
  const recent = () => made(TASK_MANAGER_PROPERTIES.recentTask?.(undefined, { world, session: undefined }));
  const old = stage.start();
  await stage.clock.turn(6 * 60_000);
  const late = stage.start();
  await stage.clock.turn(1000);
  assert.deepEqual(recent(), [old.ref, late.ref]);

  await stage.clock.turn(5 * 60_000);
  const running = stage.start();

  assert.deepEqual(recent(), [late.ref, running.ref]);
  const description = made(TASK_MANAGER_PROPERTIES.description?.(undefined, { world, session: undefined }));
  assert.match(
    writeReturned(description, VERSION),
    /<label>Power On virtual machine<\/label><summary>[^<]+<\/summary><key>VirtualMachine.powerOn<\/key>/,
  );
});

for (const model of ["vcenter", "esxi"] as const) {
  Deno.test(`notePastEvents() tells the last 30 days of ${model} in order`, () => {
    const { world, vms: [vm], datastore } = new Stage(model);

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
    assert.equal(types.has("AlarmStatusChangedEvent"), model === "vcenter");
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
