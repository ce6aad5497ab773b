import { yesOrNo } from "../config/values.ts";
import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";

/** The part of a `call` behind the tool's name. */
export interface ToolArguments {
  /** As typed, by name in snake case: `true` for a flag without value, a list for a repeated one. */
  readonly args: Readonly<Record<string, string | true | readonly string[]>>;
  /** What `--args` gives in place of flags. */
  readonly jsonArgs: Readonly<Record<string, unknown>> | undefined;
  /** Whether the answer is wanted as JSON. */
  readonly isJson: boolean;
  /** Whether the plan of a call that destroys is agreed to beforehand. */
  readonly isAgreed: boolean;
}

/** Reads what stands behind the tool's name; throws UserError "invalid" when it is no list of flags. */
export function readToolArguments(
  words: readonly string[],
): ToolArguments & { readonly isHelp: boolean; readonly configFile?: string } {
  const values = new Map<string, readonly (string | true)[]>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const { name, inlineValue } = readFlag(word);
    const value = inlineValue ?? (switches.has(name) ? true : takeValue(rest));
    values.set(name, [...values.get(name) ?? [], value]);
  }
  const text = takeText(values, "args");
  const configFile = takeText(values, "config");
  const isJson = takeSwitch(values, "json");
  const isHelp = takeSwitch(values, "help");
  const isAgreed = takeSwitch(values, "yes");
  if (text !== undefined && values.size > 0) {
    throw new UserError(
      "invalid",
      "Cannot read the tool's arguments: --args stands beside other flags; use one of both",
    );
  }
  const args = Object.fromEntries([...values].map(([name, given]) => [name, joined(given, name)]));
  const jsonArgs = text === undefined ? undefined : parseArguments(text);
  return { args, jsonArgs, isJson, isAgreed, isHelp, ...(configFile === undefined ? {} : { configFile }) };
}

const switches: ReadonlySet<string> = new Set(["json", "help", "yes"]);
const longNames: ReadonlyMap<string, string> = new Map([["-c", "--config"], ["-h", "--help"]]);

function readFlag(word: string): { readonly name: string; readonly inlineValue: string | undefined } {
  const [, name, inlineValue] = /^--([\w-]+)(?:=(.*))?$/s.exec(longNames.get(word) ?? word) ?? [];
  if (name !== undefined) return { name: name.replaceAll("-", "_"), inlineValue };
  throw new UserError(
    "invalid",
    `Cannot use "${word}" as an argument of the tool: it belongs to no flag; write --name VALUE, with VALUE in quotes if it has spaces`,
  );
}

/** A following `-5` is a value, `-c` and `--name` are flags. */
function takeValue(rest: string[]): string | true {
  return rest[0] === undefined || /^-\D/.test(rest[0]) ? true : rest.shift() ?? true;
}

function takeText(values: Map<string, readonly (string | true)[]>, name: string): string | undefined {
  const value = values.get(name)?.at(-1);
  values.delete(name);
  if (value !== true) return value;
  throw missingValue(name);
}

/** A flag that needs a value and has none. */
export function missingValue(name: string): UserError {
  const flag = `--${name.replaceAll("_", "-")}`;
  return new UserError("invalid", `Cannot read flag "${flag}": its value is missing; write ${flag} VALUE`);
}

/** Whether a switch is on: it stands there alone, or with a word that says so. */
function takeSwitch(values: Map<string, readonly (string | true)[]>, name: string): boolean {
  const value = values.get(name)?.at(-1);
  values.delete(name);
  if (value === undefined || value === true) return value === true;
  const { success, data } = yesOrNo.safeParse(value);
  if (success) return data;
  throw new UserError(
    "invalid",
    `Cannot read flag "--${name}": its value is neither yes nor no; write --${name} alone or leave it out`,
  );
}

function joined(given: readonly (string | true)[], name: string): string | true | readonly string[] {
  const [first, ...more] = given;
  if (first !== undefined && more.length === 0) return first;
  const texts = given.filter((value) => value !== true);
  if (texts.length === given.length) return texts;
  throw new UserError(
    "invalid",
    `Cannot read flag "--${name}": it stands there once more without a value; add it`,
  );
}

function parseArguments(text: string): Readonly<Record<string, unknown>> {
  const { success, data } = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (success) return data;
  throw new UserError(
    "invalid",
    `Cannot read "--args": it is no JSON object; write it in single quotes, such as --args '{"name":"web-1"}'`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
