import { closest } from "../closest.ts";
import type * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import type { Tool } from "../tools/tool.ts";

/** Refuses arguments that do not fit the tool's input schema or that it does not know, all of them at once. */
export function checkArguments({ name, input }: Tool, args: unknown): void {
  const problems = [...unknownArguments(input, args), ...misfits(input, args)];
  if (problems.length === 0) return;
  throw new UserError(
    "invalid",
    [`Cannot call tool "${name}": the arguments do not fit; mend these and call again`, ...problems].join(
      "\n",
    ),
    {
      details: { problems },
    },
  );
}

/** The argument by which a call that destroys is confirmed; it belongs to no tool. */
export const CONFIRMATION = "confirmation";

/** The arguments of a tool that destroys, and the token among them. */
export function withoutConfirmation(
  { effect }: Tool,
  args: unknown,
): { readonly args: unknown; readonly confirmation?: string } {
  if (effect !== "destroy" || typeof args !== "object" || args === null || !(CONFIRMATION in args)) {
    return { args };
  }
  const { [CONFIRMATION]: confirmation, ...rest } = args;
  if (confirmation === undefined || confirmation === "") return { args: rest };
  // Anything but a text is a token that fits nothing.
  return { args: rest, confirmation: typeof confirmation === "string" ? confirmation : "none" };
}

function unknownArguments(input: z.ZodObject, args: unknown): readonly string[] {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return [];
  const known = Object.keys(input.shape);
  return Object.keys(args).filter((key) => !Object.hasOwn(input.shape, key)).map((key) => {
    const guess = closest(key, known);
    const next = guess === undefined
      ? `known arguments: ${known.join(", ") || "none"}`
      : `closest: "${guess}"`;
    return `${key}: no argument has this name; ${next}`;
  });
}

function misfits(input: z.ZodObject, args: unknown): readonly string[] {
  const issues = input.safeParse(args).error?.issues ?? [];
  return issues
    .filter(({ code, path }) => code !== "unrecognized_keys" || path.length > 0)
    .map(({ path, message }) => {
      const isMissing = path.length > 0 && valueAt(args, path) === undefined;
      return `${path.join(".") || "arguments"}: ${isMissing ? "is required and missing" : message}`;
    });
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}
