import { oneLine } from "../tools/one_line.ts";
import type { Plan, PlannedObject } from "../tools/plan.ts";

const MAX_LINES = 12;

/** The plan as a person reads it before agreeing. */
export function planText({ action, objects, effects, irreversible }: Plan): string {
  return [
    `This will ${action}.`,
    ...objects.flatMap(describe),
    "What happens:",
    ...effects.map((effect) => `- ${effect}`),
    ...(irreversible.length === 0
      ? []
      : ["What cannot be undone:", ...irreversible.map((line) => `- ${line}`)]),
  ].join("\n");
}

/** The plan as programs read it. */
export function planFacts({ action, objects, effects, irreversible }: Plan): Record<string, unknown> {
  return {
    action,
    objects: objects.map(({ type, name, moref, path, uuid, state }) => ({
      type,
      name,
      moref,
      ...(path === undefined ? {} : { path }),
      ...(uuid === undefined ? {} : { uuid }),
      state,
    })),
    effects,
    irreversible,
  };
}

/** Names are written by strangers: none may pass for a line of the plan. */
function describe({ type, name, moref, path, uuid, summary }: PlannedObject): readonly string[] {
  const where = [path, moref, uuid].filter((part) => part !== undefined).join(", ");
  const shown = summary.slice(0, MAX_LINES);
  const rest = summary.length - shown.length;
  return [
    `${type} "${oneLine(name)}" (${oneLine(where)}):`,
    ...shown.map((line) => `- ${oneLine(line)}`),
    ...(rest === 0 ? [] : [`- and ${rest} more lines`]),
  ];
}
