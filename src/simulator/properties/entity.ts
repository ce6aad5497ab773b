import type { Entity } from "../world/entity.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { isoTime } from "../core/value.ts";

/** What every object of the inventory has. */
export const ENTITY_PROPERTIES: PropertyTable<Entity> = {
  name: ({ name }) => name,
  parent: ({ parent }) => parent?.ref,
  overallStatus: ({ status }) => status,
  configStatus: ({ status }) => status,
  configIssue: ({ issues, ref }, { world }) =>
    issues.map((text, at) => ({
      $type: "GeneralEvent",
      key: at + 1,
      chainId: at + 1,
      createdTime: isoTime(world.startedAt),
      userName: "",
      fullFormattedMessage: text,
      message: `${text} (${ref.value})`,
    })),
  effectiveRole: (_, { session }) => [session?.account.role === "admin" ? -1 : -2],
  permission: () => [],
  disabledMethod: () => [],
  recentTask: ({ recentTasks }) => recentTasks,
  declaredAlarmState: () => [],
  triggeredAlarmState: () => [],
  alarmActionsEnabled: (_, { world }) => world.isVcenter,
  tag: () => [],
  customValue: () => [],
  value: () => [],
  availableField: () => [],
};
