import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import { together } from "../together.ts";
import { vmName } from "./arguments.ts";
import type { Plan } from "./plan.ts";
import type { ToolContext } from "./tool.ts";

/** Tasks that are started at a time. */
const AT_A_TIME = 8;

/** The arguments that name one machine or several. */
export const severalVms = {
  name: vmName,
  more_names: z.array(vmName).max(999).default([]).describe(
    "Further machines, for the same; one plan is made for all",
  ),
} as const;

/** What an answer says of machines beyond the first. */
export const otherAnswers = {
  others: z.array(z.looseObject({})).optional().describe("The same for each of more_names"),
} as const;

interface Names {
  readonly name: string;
  readonly more_names: readonly string[];
}

/** One plan for all of them, made of the plans of each; undefined when nothing would change. */
export async function planEach(
  { name, more_names: more }: Names,
  plan: (name: string) => Promise<Plan | undefined>,
): Promise<Plan | undefined> {
  const plans = (await together([name, ...more].map(plan))).filter((one) => one !== undefined);
  const [first, ...others] = plans;
  if (first === undefined || others.length === 0) return first;
  const objects = plans.flatMap((one) => one.objects);
  refuseTwins(objects.map(({ name }) => name), objects.map(({ moref }) => moref));
  const label = ({ objects: [object] }: Plan, line: string) => `${object?.name ?? ""}: ${line}`;
  return {
    action: plans.map(({ action }) => action).join(", "),
    objects,
    files: plans.flatMap(({ files = [] }) => files),
    effects: plans.flatMap((one) => one.effects.map((line) => label(one, line))),
    irreversible: plans.flatMap((one) => one.irreversible.map((line) => label(one, line))),
  };
}

function refuseTwins(names: readonly string[], morefs: readonly string[]): void {
  const twin = morefs.findIndex((moref, at) => morefs.indexOf(moref) !== at);
  if (twin === -1) return;
  throw new UserError(
    "invalid",
    `Cannot do this twice to "${names[twin]}": two of the names mean it; name it once`,
  );
}

/**
 * Does the same to each of them. When it fails for some, the error says how it ended for every one: what is done is
 * done.
 */
export async function runEach<T extends { readonly name: string }>(
  { name, more_names: more }: Names,
  run: (name: string) => Promise<T>,
  { describe, signal }: { readonly describe: (answer: T) => string } & Pick<ToolContext, "signal">,
): Promise<T & { others?: T[] }> {
  if (more.length === 0) return await run(name);
  const names = [name, ...more];
  const results: PromiseSettledResult<T>[] = [];
  for (let from = 0; from < names.length; from += AT_A_TIME) {
    results.push(...await Promise.allSettled(names.slice(from, from + AT_A_TIME).map(run)));
    if (signal.aborted) break;
  }
  const [first, ...others] = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
  if (first !== undefined && others.length === more.length) return { ...first, others };
  throw partly(names, results, describe);
}

function partly<T>(
  names: readonly string[],
  results: readonly PromiseSettledResult<T>[],
  describe: (answer: T) => string,
): Error {
  const reasons = results.flatMap((result) => result.status === "rejected" ? [result.reason] : []);
  const defect = reasons.find((reason) => !(reason instanceof UserError));
  const lines = names.map((name, at) => {
    const result = results[at];
    if (result === undefined) return `- ${name}: not begun`;
    if (result.status === "fulfilled") return `- ${describe(result.value)}`;
    return result.reason instanceof UserError ? `- ${result.reason.message}` : `- ${name}: an internal error`;
  });
  const done = results.length - reasons.length;
  const text =
    `Cannot do this for all: it worked for ${done} of ${names.length}, and what is done stays; look at each line`;
  const kind = reasons.find((reason) => reason instanceof UserError)?.kind ?? "conflict";
  return new UserError(kind, [text, ...lines].join("\n"), defect === undefined ? {} : { cause: defect });
}

/** The text of the first answer and of all others. */
export function describeEach<Shape extends z.ZodType>(
  answer: { readonly others?: readonly unknown[] | undefined },
  shape: Shape,
  describe: (answer: z.output<Shape>) => string,
): string {
  return [answer, ...answer.others ?? []].map((one) => describe(shape.parse(one))).join("\n");
}
