import * as z from "../../deps/zod.ts";
import { freshCapability } from "../../vsphere/capability.ts";
import { type Ability, abilityOf, LICENCE_MEANING, NOT_AT_ROOT, privilegesOf } from "../ability.ts";
import { defineTool, type ToolContext } from "../tool.ts";

// A model has the list of tools before it all the time: what explains itself in an answer is not declared here.
const output = z.looseObject({
  type: z.enum(["vcenter", "esxi"]),
  product: z.string(),
  api_version: z.string(),
  licence: z.enum(["paid", "evaluation", "free", "unknown"]),
  licence_names: z.array(z.string()),
  licence_meaning: z.string(),
  account: z.string().optional(),
  clock_skew_seconds: z.number().optional(),
  managed_by: z.string().optional(),
  works: z.array(z.string()),
  others: z.array(z.looseObject({ tool: z.string(), state: z.enum(["refused", "unknown"]) })),
  note: z.string().optional(),
});
type Answer = z.output<typeof output>;

/** Tells what the target is and which of the tools work on it; it is asked anew each time, since roles change. */
export async function getTarget(
  { vsphere, tools, signal }: Pick<ToolContext, "vsphere" | "tools" | "signal">,
): Promise<Answer> {
  const capability = await freshCapability(vsphere, { ids: privilegesOf(tools), signal });
  const { version, build, instanceUuid, managedBy, account, clockSkewSeconds, licence } = capability;
  const abilities = tools.map((tool) => abilityOf(tool, capability));
  const hasMissing = abilities.some(({ missing }) => missing.length > 0);
  return {
    type: capability.type,
    product: capability.fullName,
    ...(version === undefined ? {} : { version }),
    ...(build === undefined ? {} : { build }),
    api_version: capability.apiVersion,
    ...(instanceUuid === undefined ? {} : { instance_uuid: instanceUuid }),
    ...(managedBy === undefined ? {} : { managed_by: managedBy }),
    licence,
    licence_names: [...capability.licenceNames],
    licence_meaning: LICENCE_MEANING[licence],
    ...(account === undefined ? {} : { account }),
    ...(clockSkewSeconds === undefined ? {} : { clock_skew_seconds: clockSkewSeconds }),
    works: abilities.filter(({ state }) => state === "works").map(({ tool }) => tool),
    others: abilities.flatMap(otherOf),
    ...(hasMissing ? { note: NOT_AT_ROOT } : {}),
  };
}

function otherOf({ tool, state, missing, reason }: Ability): Answer["others"] {
  if (state === "works") return [];
  return [{ tool, state, ...(missing.length > 0 ? { missing_privileges: missing } : {}), reason }];
}

export default defineTool({
  name: "get_target",
  title: "Describe the target",
  description:
    "Tells what the server behind the tools is (vCenter Server or ESXi, version, licence, account) and which tools work there " +
    "for this account, with the licence or privileges that the others lack. Use it when a call was refused.",
  effect: "read",
  privileges: ["System.Read"],
  input: z.object({}),
  output,
  run: (_, context) => getTarget(context),
  text: describe,
});

function describe(answer: Answer): string {
  const { licence_names: names, clock_skew_seconds: skew = 0, managed_by: manager, note } = answer;
  const licence = [answer.licence, ...names.map((name) => `"${name}"`)].join(" ");
  return [
    `${answer.product} (${answer.type}), API ${answer.api_version}`,
    ...(manager === undefined ? [] : [`Managed by the vCenter Server at ${manager}: make changes there`]),
    `Licence: ${licence}, ${answer.licence_meaning}`,
    `Account: ${answer.account ?? "unknown"}` + (skew === 0 ? "" : `; server's clock ahead by ${skew} s`),
    `Works: ${answer.works.join(", ") || "nothing"}`,
    ...answer.others.map(({ tool, state, reason }) => `- ${tool}: ${state}, ${reason}`),
    ...(note === undefined ? [] : [note]),
  ].join("\n");
}
