import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import { untilAborted } from "../../soap/deadline.ts";
import { globTest, isGlob } from "../../vsphere/glob.ts";
import { availableCounters } from "../../vsphere/perf/available.ts";
import { type PerfCounter, perfCounters } from "../../vsphere/perf/counters.ts";
import { PERF_KINDS } from "../../vsphere/perf/kinds.ts";
import { shownUnit } from "../../vsphere/perf/units.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const input = z.object({
  filter: z.string().min(1).max(200).optional().describe(
    "Part of name or description, any case, or a glob on the name (mem.swap*)",
  ),
  kind: z.enum(PERF_KINDS).optional().describe(
    "Only what objects of this kind have, and where: real_time or history",
  ),
  limit: z.number().int().min(1).max(1000).default(50).describe("Rows in one answer"),
});

const sources = z.array(z.enum(["real_time", "history"]));

const output = z.looseObject({
  metrics: z.array(z.looseObject({
    name: z.string(),
    unit: z.string().describe("As get_performance shows it"),
    description: z.string(),
    level: z.number().int().optional().describe(
      "Statistics level from which vCenter Server keeps history of it",
    ),
    available: sources.optional().describe("Only with kind"),
  })),
  total: z.number().int().describe("Metrics that match, whatever the limit"),
  example: foreign(z.string()).optional().describe("Name of the object that was asked; only with kind"),
});

type Output = z.output<typeof output>;

/** Lists the counters of this server by name. */
export async function listMetrics(
  { filter, kind, limit }: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<Output> {
  const table = await untilAborted(vsphere.session.run(perfCounters, signal), signal);
  const fits = filter === undefined ? () => true : filterTest(filter);
  const available = kind === undefined ? undefined : await availableCounters(vsphere, kind, signal);
  const found = [...table.values()].filter(fits).flatMap((counter) => {
    const where = available === undefined ? undefined : sources.parse([
      ...(available.realtime.has(counter.id) ? ["real_time"] : []),
      ...(available.history.has(counter.id) ? ["history"] : []),
    ]);
    return where?.length === 0 ? [] : [{ counter, where }];
  }).sort((one, other) => one.counter.name < other.counter.name ? -1 : 1);
  return {
    metrics: found.slice(0, limit).map(({ counter, where }) => ({
      name: counter.name,
      unit: shownUnit(counter).unit,
      description: counter.description,
      ...(counter.level !== undefined && { level: counter.level }),
      ...(where !== undefined && { available: where }),
    })),
    total: found.length,
    ...(available?.example !== undefined && { example: available.example }),
  };
}

function filterTest(filter: string): (counter: PerfCounter) => boolean {
  if (isGlob(filter)) {
    const fits = globTest(filter);
    return ({ name }) => fits(name);
  }
  const part = filter.toLowerCase();
  return ({ name, description }) =>
    name.toLowerCase().includes(part) || description.toLowerCase().includes(part);
}

/** One line for every metric. */
export function describeMetrics({ metrics, total, example }: Output): string {
  if (total === 0) return "No metric matches";
  const origin = example === undefined ? "" : `, as ${JSON.stringify(example)} has them`;
  return [
    `${metrics.length} of ${total} metric(s)${origin}`,
    ...metrics.map(({ name, unit, description, level, available }) =>
      [
        `${name} (${unit}): ${description}`,
        ...(level === undefined ? [] : [`level ${level}`]),
        ...(available === undefined ? [] : [available.join(" and ")]),
      ].join(", ")
    ),
  ].join("\n");
}

export default defineTool({
  name: "list_metrics",
  title: "List performance metrics",
  description:
    "Lists the performance counters that this server knows, by name, with unit, description and statistics level. Use it to find " +
    "metrics for get_performance beyond its presets; it brings no numbers. Answers with rows and the total that matches.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: listMetrics,
  text: describeMetrics,
});
