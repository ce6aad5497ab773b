import type { Random } from "../core/random.ts";
import { entityArgument } from "../events/event_data.ts";
import { machineEvents } from "../events/past_machines.ts";
import {
  HOUR_MS,
  MINUTE_MS,
  type PastEvent,
  type Scene,
  sceneOf,
  shownName,
  timeBetween,
} from "../events/past_scene.ts";
import { backups, visits } from "../events/past_visits.ts";
import { Datastore } from "../world/datastore.ts";
import { Host } from "../world/host.ts";
import { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";

const DAYS = 30;
/** So many machines have a history, however many there are. */
const MAX_MACHINES = 24;
const MAX_EVENTS = 300;

/** Notes what has happened in the 30 days before the world began: about 200 events, never more than 300. */
export function notePastEvents(world: World, random: Random): void {
  const scene = sceneOf(world, { days: DAYS, random });
  const vms = sample(world.all(Vm), random).filter(({ connectionState }) => connectionState === "connected");
  const events = [
    ...vms.flatMap((vm) => machineEvents(scene, vm)),
    ...visits(scene),
    ...backups(scene, vms),
    ...maintenance(scene),
    ...lostAccess(scene),
    ...(world.isVcenter ? alarms(scene) : []),
  ].filter(({ createdAt }) => createdAt >= scene.from && createdAt <= scene.to);
  const inOrder = events.toSorted((one, other) => one.createdAt - other.createdAt);
  for (const event of inOrder.slice(-MAX_EVENTS)) world.events.note(event);
}

/** Some of the machines, spread over all of them. */
function sample(vms: readonly Vm[], random: Random): readonly Vm[] {
  const step = Math.max(1, Math.floor(vms.length / MAX_MACHINES));
  const first = random.whole(0, step - 1);
  return vms.filter((_, at) => at % step === first).slice(0, MAX_MACHINES);
}

/** One host was out of use for a while, to be restarted where it was. */
function maintenance({ world, random, from, to, users }: Scene): readonly PastEvent[] {
  const [first, ...others] = world.all(Host).filter(({ isUsable }) => isUsable);
  if (first === undefined) return [];
  const host = random.pick([first, ...others]);
  const user = random.pick(users);
  const note = (createdAt: number, type: string, text: string): PastEvent => ({
    type,
    createdAt,
    user,
    entity: host,
    message: `Host ${host.name} has ${text} maintenance mode`,
  });
  const isFresh = host.bootedAt > from + HOUR_MS;
  const last = quietUntil(host, to);
  if (!isFresh && last < from) return [];
  const begin = isFresh ? host.bootedAt - 40 * MINUTE_MS : timeBetween(random, from, last);
  return [
    note(begin, "EnteringMaintenanceModeEvent", "started to enter"),
    note(begin + 6 * MINUTE_MS, "EnteredMaintenanceModeEvent", "entered"),
    note(begin + 55 * MINUTE_MS, "ExitMaintenanceModeEvent", "exited"),
  ];
}

/** Machines leave a host for others, but a host alone has to wait until none of them runs. */
function quietUntil(host: Host, to: number): number {
  let until = to;
  if (host.compute.hosts.size === 1) {
    for (const { bootedAt } of host.vms) if (bootedAt !== undefined) until = Math.min(until, bootedAt);
  }
  return until - HOUR_MS;
}

/** A datastore was out of reach for some seconds. */
function lostAccess({ world, random, from, to }: Scene): readonly PastEvent[] {
  const [first, ...others] = world.all(Datastore).filter(({ kind, hosts }) =>
    kind === "VMFS" && hosts.size > 0
  );
  if (first === undefined) return [];
  const datastore = random.pick([first, ...others]);
  const [host] = datastore.hosts.keys();
  const at = timeBetween(random, from, to - MINUTE_MS);
  const volume = `volume ${datastore.uuid} (${shownName(datastore)})`;
  const note = (createdAt: number, severity: string, what: string, message: string): PastEvent => ({
    type: "EventEx",
    createdAt,
    entity: host,
    message,
    fields: { eventTypeId: `esx.problem.vmfs.heartbeat.${what}`, severity },
  });
  return [
    note(
      at,
      "warning",
      "timedout",
      `Lost access to ${volume} due to connectivity issues. Recovery attempt is in progress and outcome will be reported shortly.`,
    ),
    note(
      at + random.whole(4, 20) * 1000,
      "info",
      "recovered",
      `Successfully restored access to ${volume} following connectivity issues.`,
    ),
  ];
}

/** A datastore filled up; where none is full now, somebody has made room again. */
function alarms({ world, random, from, to }: Scene): readonly PastEvent[] {
  const datastores = world.all(Datastore);
  const full = datastores.find(({ status }) => status === "yellow" || status === "red");
  const datastore = full ?? datastores[0];
  const root = datastore?.lineage.at(-1);
  if (datastore === undefined || root === undefined) return [];
  const at = timeBetween(random, from, to - 3 * HOUR_MS);
  const change = (createdAt: number, before: string, now: string): PastEvent => ({
    type: "AlarmStatusChangedEvent",
    createdAt,
    entity: datastore,
    message: `Alarm 'Datastore usage on disk' on ${shownName(datastore)} changed from ` +
      `${STATUS_WORDS[before] ?? before} to ${STATUS_WORDS[now] ?? now}`,
    fields: {
      alarm: {
        $type: "AlarmEventArgument",
        name: "Datastore usage on disk",
        alarm: { type: "Alarm", value: "alarm-8" },
      },
      source: entityArgument(root),
      from: before,
      to: now,
    },
  });
  if (full !== undefined) return [change(at, "green", full.status)];
  return [change(at, "green", "yellow"), change(at + 2 * HOUR_MS, "yellow", "green")];
}

const STATUS_WORDS: Readonly<Record<string, string>> = {
  green: "Green",
  yellow: "Yellow",
  red: "Red",
};
