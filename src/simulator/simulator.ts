import type { Moref } from "../soap/encode.ts";
import { type Clock, createClock } from "./core/clock.ts";
import { Random } from "./core/random.ts";
import { touchEventCollectors } from "./events/history_collector.ts";
import { answerRequest } from "./http.ts";
import { RestServices } from "./rest.ts";
import { RequestLog } from "./request_log.ts";
import { Rules } from "./rules.ts";
import { buildEsxi } from "./seed/esxi.ts";
import { notePastEvents } from "./seed/past_events.ts";
import { addTags } from "./seed/tags.ts";
import { buildVcenter } from "./seed/vcenter.ts";
import { addVcenterMachines } from "./seed/vcenter_machines.ts";
import { addServices, collectorRef } from "./services.ts";
import { Sessions } from "./methods/sessions.ts";
import { EventLog } from "./world/event_log.ts";
import { Ids } from "./world/ids.ts";
import type { Account } from "./world/session.ts";
import { TaskList } from "./world/task_list.ts";
import { type Licence, type ModelName, World } from "./world/world.ts";

/** What is simulated; everything has a default. */
export interface SimulatorOptions {
  readonly model?: ModelName;
  /** How many machines there are; default 48 on vCenter Server, 13 on ESXi. */
  readonly vms?: number;
  /** The same number gives the same world. */
  readonly seed?: number;
  readonly licence?: Licence;
  /** Of every account; default `demo-password`. */
  readonly password?: string;
  /** Goes by itself unless a ManualClock is given. */
  readonly clock?: Clock;
  /** Multiplies how long tasks and guests take; default 1. */
  readonly pace?: number;
  /** May log in beside the administrator and the one who only reads. */
  readonly accounts?: readonly Account[];
  /** How many requests the log keeps; default none. */
  readonly logCapacity?: number;
}

/** A vSphere in memory. */
export interface Simulator extends Disposable {
  readonly world: World;
  readonly sessions: Sessions;
  readonly rest: RestServices;
  readonly rules: Rules;
  readonly log: RequestLog;
  readonly clock: Clock;
  /** The account that may do everything, and one that only reads. */
  readonly admin: Account;
  readonly reader: Account;
  /**
   * Answers a request; `connection` tells connections apart in the log. Rejects with Dropped when a rule ends the
   * connection.
   */
  readonly handle: (request: Request, connection?: number) => Promise<Response>;
}

/** Anybody may know it: it opens nothing but this simulator. */
const PASSWORD = "demo-password";

const DEFAULT_VMS: Readonly<Record<ModelName, number>> = { vcenter: 48, esxi: 13 };

/** Builds a vSphere: the same one for the same options. */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { model = "vcenter", seed = 1, licence = "evaluation", pace = 1, logCapacity = 0 } = options;
  const { password = PASSWORD } = options;
  const count = options.vms ?? DEFAULT_VMS[model];
  const ownClock = options.clock === undefined ? createClock() : undefined;
  const clock = options.clock ?? ownClock ?? createClock();
  const world = new World({
    model,
    clock,
    seed,
    licence,
    pace,
    ids: new Ids(model),
    events: new EventLog(() => clock.now()),
    tasks: new TaskList(),
  });
  const chance = new Random(seed);
  fill(world, chance, count);
  notePastEvents(world, chance);
  const admin: Account = {
    user: model === "vcenter" ? "administrator@vsphere.local" : "root",
    password,
    role: "admin",
  };
  const reader: Account = { user: "readonly", password, role: "readOnly" };
  const collector: Moref = collectorRef(model);
  // Sessions are secrets: not from the seed.
  const random = new Random(crypto.getRandomValues(new Uint32Array(1))[0] ?? 1);
  const sessions = new Sessions({
    accounts: [admin, reader, ...(options.accounts ?? []).map((account) => ({ ...account }))],
    clock,
    random,
    collector,
  });
  addServices(world, sessions);
  const tellCollectors = () => {
    for (const session of sessions.all) touchEventCollectors(session.objects.values(), world);
  };
  world.events.onNote(tellCollectors);
  world.tasks.onChange(tellCollectors);
  const closing = new AbortController();
  const server = {
    world,
    sessions,
    rest: new RestServices({ world, sessions, random }),
    rules: new Rules(),
    log: new RequestLog(logCapacity),
    signal: closing.signal,
  };
  return {
    ...server,
    clock,
    admin,
    reader,
    handle: (request, connection = 0) => answerRequest(server, request, connection),
    [Symbol.dispose]() {
      closing.abort();
      ownClock?.[Symbol.dispose]();
    },
  };
}

/** Machines for so many hosts and datastores: neither is ever crowded. */
const VMS_PER_HOST = 60;
const VMS_PER_DATASTORE = 150;

function fill(world: World, random: Random, count: number): void {
  if (world.model === "esxi") return buildEsxi(world, random, count);
  const needed = (share: number, each: number, least: number) =>
    Math.max(least, Math.ceil(count * share / each));
  const places = buildVcenter(world, random, {
    productionHosts: needed(2 / 3, VMS_PER_HOST, 4),
    productionDatastores: needed(2 / 3, VMS_PER_DATASTORE, 2),
    developmentHosts: needed(1 / 3, VMS_PER_HOST, 3),
    developmentDatastores: needed(1 / 3, VMS_PER_DATASTORE, 2),
  });
  addVcenterMachines(world, random, { places, count });
  addTags(world);
}
