import { parseArgs, type ParseArgsConfig } from "node:util";
import { closest } from "../closest.ts";
import { configKeys } from "../config/schema.ts";
import { UserError } from "../errors.ts";
import { type AuditFlags, readAuditFlags } from "./audit.ts";
import type { DemoFlags } from "./demo.ts";
import { readCount, readModel, readSimulateFlags, type SimulateFlags } from "./simulate.ts";
import { readToolArguments, type ToolArguments } from "./tool_arguments.ts";

/** Where the configuration comes from, as far as the command line says. */
export interface ConfigFlags {
  readonly configFile: string | undefined;
  /** Values by configuration key. */
  readonly flags: Readonly<Record<string, string>>;
  /** Given when a simulated vSphere takes the place of a real one. */
  readonly demo?: DemoFlags;
}

/** For which kind of target a role is printed; "target": for the configured one, which is asked. */
export type RoleFlag = "target" | "vcenter" | "esxi";

/** What the user wants. */
export type CommandLine =
  | { readonly command: "help" }
  | { readonly command: "version" }
  | { readonly command: "tools" }
  | ({ readonly command: "simulate" } & SimulateFlags)
  | ({ readonly command: "audit" } & AuditFlags)
  | ({ readonly command: "serve" } & ConfigFlags)
  | ({ readonly command: "permissions" } & ConfigFlags)
  | ({ readonly command: "health" } & ConfigFlags)
  | ({ readonly command: "check"; readonly role?: RoleFlag } & ConfigFlags)
  | ({ readonly command: "call"; readonly tool: string } & ToolArguments & ConfigFlags);

/** Reads the command line; throws UserError "invalid" for what it does not know. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  if (!args.some((word) => word === "-h" || word === "--help")) {
    if (args[0] === "simulate") return { command: "simulate", ...readSimulateFlags(args.slice(1)) };
    if (args[0] === "audit") return { command: "audit", ...readAuditFlags(args.slice(1)) };
  }
  const [command, tool] = tokens.filter((token) => token.kind === "positional");
  // Behind the tool's name every flag is the tool's: `--datastore` means the call's there, the server's before it.
  const end = command?.value === "call" && tool !== undefined ? tool.index : Infinity;
  const given = tokens.filter((token) => token.index < end).filter((token) => token.kind === "option");
  given.forEach(checkOption);
  if (given.some(({ name }) => name === "help")) return { command: "help" };
  if (given.some(({ name }) => name === "version")) return { command: "version" };

  refuseTwice(given);
  const config = readConfigFlags(given);
  const role = readRole(given);
  if (role !== undefined && command?.value !== "check") throw misplacedRole();
  if (command === undefined) return { command: "serve", ...config };
  if (command.value === "call") {
    if (tool === undefined) {
      throw new UserError("invalid", "Cannot call a tool: none is named; `tools` lists them");
    }
    const { isHelp, configFile = config.configFile, ...rest } = readToolArguments(args.slice(tool.index + 1));
    return isHelp
      ? { command: "help" }
      : { command: "call", tool: tool.value, ...rest, ...config, configFile };
  }
  if (!commandNames.includes(command.value)) throw unknown("command", command.value, commandNames);
  if (tool !== undefined) throw unexpected(tool.value, command.value);
  const { value } = command;
  if (value === "permissions" || value === "health") return { command: value, ...config };
  if (value !== "check") return { command: "tools" };
  return { command: "check", ...config, ...(role === undefined ? {} : { role }) };
}

interface Option {
  readonly name: string;
  readonly rawName: string;
  readonly value: string | undefined;
  readonly inlineValue: boolean | undefined;
}

const commandNames: readonly string[] = [
  "check",
  "tools",
  "call",
  "permissions",
  "health",
  "simulate",
  "audit",
];

const options: NonNullable<ParseArgsConfig["options"]> = {
  config: { type: "string", short: "c" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
  demo: { type: "boolean" },
  "demo-vms": { type: "string" },
  role: { type: "boolean" },
  ...Object.fromEntries(configKeys.flatMap(({ flag, placeholder, short }) => {
    const type = placeholder === undefined ? "boolean" as const : "string" as const;
    return flag === undefined ? [] : [[flag, short === undefined ? { type } : { type, short }]];
  })),
};

function checkOption({ name, rawName, value, inlineValue }: Option): void {
  const secret = configKeys.find((key) => key.isSecret && key.name === name.replaceAll("-", "_"));
  if (secret !== undefined) {
    throw new UserError(
      "invalid",
      `Cannot take "${rawName}" on the command line: other users of this machine could read it in the process list; ` +
        `set ${secret.variable} or ${secret.variable}_FILE, or ${secret.name} in the configuration file`,
    );
  }
  // `--constructor` must not find what every object inherits.
  const option = Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) throw unknown("flag", rawName, Object.keys(options).map((known) => `--${known}`));
  if (option.type === "string" && (value === undefined || (!inlineValue && value.startsWith("-")))) {
    throw new UserError(
      "invalid",
      `Cannot read flag "${rawName}": its value is missing; write --${name} VALUE, or --${name}=VALUE if it starts with a dash`,
    );
  }
}

/** Of two only one could count, and the other may be the rule that protects something. */
function refuseTwice(given: readonly Option[]): void {
  const twice = given.find(({ name }, at) => given.findIndex((other) => other.name === name) !== at);
  if (twice === undefined) return;
  const isList = configKeys.find(({ flag }) => flag === twice.name)?.isList === true;
  const next = isList ? "write all values behind one, with commas in between" : "keep one of them";
  throw new UserError("invalid", `Cannot use "--${twice.name}" twice: only one could count; ${next}`);
}

function readConfigFlags(given: readonly Option[]): ConfigFlags {
  const flags = given.flatMap(({ name, value }) => {
    const key = configKeys.find(({ flag }) => flag === name);
    return key === undefined ? [] : [[key.name, value ?? "true"] as const];
  });
  return {
    configFile: given.find(({ name }) => name === "config")?.value,
    flags: Object.fromEntries(flags),
    ...readDemo(given),
  };
}

function readRole(given: readonly Option[]): RoleFlag | undefined {
  const role = given.find(({ name }) => name === "role");
  if (role === undefined) return undefined;
  return role.value === undefined ? "target" : readModel(role.value, "--role");
}

function misplacedRole(): UserError {
  return new UserError("invalid", 'Cannot use "--role" here: only check prints a role; write check --role');
}

function readDemo(given: readonly Option[]): { readonly demo?: DemoFlags } {
  const demo = given.find(({ name }) => name === "demo");
  const count = given.find(({ name }) => name === "demo-vms")?.value;
  if (demo === undefined) {
    if (count === undefined) return {};
    throw new UserError(
      "invalid",
      'Cannot use "--demo-vms" alone: it says how large the demo is; add --demo',
    );
  }
  const model = readModel(demo.value ?? "vcenter", "--demo");
  return { demo: count === undefined ? { model } : { model, vms: readCount(count, "--demo-vms") } };
}

function unknown(what: string, name: string, candidates: readonly string[]): UserError {
  const near = closest(name, candidates);
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  return new UserError("invalid", `Cannot use "${name}": there is no such ${what}; --help lists all${hint}`);
}

function unexpected(value: string, command: string): UserError {
  return new UserError("invalid", `Cannot use "${value}": ${command} takes no argument; remove it`);
}
