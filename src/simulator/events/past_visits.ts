import type { Random } from "../core/random.ts";
import { type DataObject, isoTime } from "../core/value.ts";
import type { Vm } from "../world/vm.ts";
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type PastEvent,
  type Scene,
  shownName,
  timeBetween,
} from "./past_scene.ts";
import { taskLabel } from "./task_description.ts";

/** So often somebody came and went. */
const VISITS = 14;
/** Old tasks are numbered from here, beyond the keys of events. */
const FIRST_TASK = 900_000;

/** People who came and went, and one who could not get in. */
export function visits(scene: Scene): readonly PastEvent[] {
  const { random, from, to, users } = scene;
  const user = random.pick(users);
  const stranger = `203.0.113.${random.whole(2, 250)}`;
  return [
    ...Array.from({ length: VISITS }).flatMap(() => {
      const begin = timeBetween(random, from, to - 2 * HOUR_MS);
      const end = begin + random.whole(4, 110) * MINUTE_MS;
      const userAgent = random.pick(["VMware-client/8.0.3", "govc/0.46.3", "VMware PowerCLI/13.3"]);
      const ipAddress = `192.0.2.${random.whole(10, 60)}`;
      return visit(random, { user: random.pick(users), ipAddress, begin, end, userAgent });
    }),
    {
      type: "BadUsernameSessionEvent",
      createdAt: timeBetween(random, from, to),
      user,
      message: `Cannot login ${user}@${stranger}`,
      fields: { ipAddress: stranger },
    },
  ];
}

/** A backup of one of the machines every night. */
export function backups(scene: Scene, vms: readonly Vm[]): readonly PastEvent[] {
  const { random, from, to, backupUser } = scene;
  const events: PastEvent[] = [];
  for (let day = Math.ceil(from / DAY_MS) * DAY_MS; day + 3 * HOUR_MS < to; day += DAY_MS) {
    const begin = day + HOUR_MS + random.whole(0, 600) * 100;
    const [first, ...others] = vms.filter(({ createdAt, isTemplate }) => !isTemplate && createdAt < begin);
    if (first === undefined) continue;
    const vm = random.pick([first, ...others]);
    const end = begin + random.whole(9, 50) * MINUTE_MS;
    events.push(
      ...visit(random, {
        user: backupUser,
        ipAddress: "192.0.2.5",
        begin,
        end,
        userAgent: "backup-agent/12.1",
      }),
      taskEvent(scene, vm, {
        at: begin + 1500,
        id: "VirtualMachine.createSnapshot",
        name: "CreateSnapshot_Task",
      }),
      taskEvent(scene, vm, { at: end - 1500, id: "vm.Snapshot.remove", name: "RemoveSnapshot_Task" }),
    );
  }
  return events;
}

function visit(random: Random, { user, ipAddress, begin, end, userAgent }: {
  readonly user: string;
  readonly ipAddress: string;
  readonly begin: number;
  readonly end: number;
  readonly userAgent: string;
}): readonly PastEvent[] {
  const session = { ipAddress, userAgent, sessionId: random.uuid() };
  const callCount = random.whole(12, 900);
  const loginTime = isoTime(begin);
  const who = `User ${user}@${ipAddress}`;
  return [
    {
      type: "UserLoginSessionEvent",
      createdAt: begin,
      user,
      message: `${who} logged in as ${userAgent}`,
      fields: { ...session, locale: "en" },
    },
    {
      type: "UserLogoutSessionEvent",
      createdAt: end,
      user,
      message: `${who} logged out (login time: ${loginTime}, number of API invocations: ${callCount}, ` +
        `user agent: ${userAgent})`,
      fields: { ...session, callCount, loginTime },
    },
  ];
}

function taskEvent({ world, random, backupUser }: Scene, vm: Vm, { at, id, name }: {
  readonly at: number;
  readonly id: string;
  readonly name: string;
}): PastEvent {
  const number = FIRST_TASK + random.whole(0, 99_999);
  const key = world.isVcenter ? `task-${number}` : `haTask-${vm.ref.value}-vim.${id}-${number}`;
  const info: DataObject = {
    $type: "TaskInfo",
    key,
    task: { type: "Task", value: key },
    name,
    descriptionId: id,
    entity: vm.ref,
    entityName: vm.name,
    state: "queued",
    cancelled: false,
    cancelable: false,
    reason: { $type: "TaskReasonUser", userName: backupUser },
    queueTime: isoTime(at),
    eventChainId: number,
  };
  return {
    type: "TaskEvent",
    createdAt: at,
    user: backupUser,
    entity: vm,
    message: `Task: ${taskLabel(id) ?? id} of ${shownName(vm)}`,
    fields: { info, chainId: number },
  };
}
