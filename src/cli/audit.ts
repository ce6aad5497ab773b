import process from "node:process";
import { parseArgs } from "node:util";
import type { AuditReport, OpenCall } from "../audit/verify.ts";
import { closest } from "../closest.ts";
import { UserError } from "../errors.ts";
import { cleanText } from "../mcp/clean.ts";

/** Which audit file is to be verified. */
export interface AuditFlags {
  readonly file: string;
  /** Whether the answer is wanted as JSON. */
  readonly isJson: boolean;
  /** Hash of a line that must still be there. */
  readonly expectLast?: string;
}

/** Reads what stands behind `audit`; throws UserError "invalid" for what it does not know. */
export function readAuditFlags(words: readonly string[]): AuditFlags {
  const { tokens } = parseArgs({ args: [...words], options: OPTIONS, strict: false, tokens: true });
  const [action, file, more] = tokens.filter((token) => token.kind === "positional");
  const given = tokens.filter((token) => token.kind === "option");
  for (const { name, rawName } of given) if (!Object.hasOwn(OPTIONS, name)) throw unknownFlag(rawName);
  if (action?.value !== "verify") {
    const text = action === undefined ? "audit does nothing by itself" : `audit cannot "${action.value}"`;
    throw new UserError("invalid", `Cannot run "audit": ${text}; write audit verify FILE`);
  }
  if (file === undefined) {
    throw new UserError("invalid", "Cannot verify an audit trail: no file is named; write audit verify FILE");
  }
  if (more !== undefined) {
    throw new UserError("invalid", `Cannot use "${more.value}": audit verify takes one file; remove it`);
  }
  const expectation = given.findLast(({ name }) => name === "expect-last");
  return {
    file: file.value,
    isJson: given.some(({ name }) => name === "json"),
    ...(expectation === undefined ? {} : { expectLast: readHash(expectation.value ?? "") }),
  };
}

const OPTIONS = { json: { type: "boolean" }, "expect-last": { type: "string" } } as const;

function readHash(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw new UserError(
    "invalid",
    `Cannot use "${text}" for --expect-last: it is no SHA-256; write the 64 hex digits that audit verify told last`,
  );
}

function unknownFlag(word: string): UserError {
  const near = closest(word, Object.keys(OPTIONS).map((name) => `--${name}`));
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  const text = `Cannot use "${word}": audit has no such flag; it takes --json and --expect-last${hint}`;
  return new UserError("invalid", text);
}

/** Prints what is to be said of an audit file and gives the exit code: 0 when it is as it was written, else 1. */
export async function auditCommand({ file, isJson, expectLast }: AuditFlags): Promise<number> {
  const { verifyAuditFile } = await import("../audit/verify.ts");
  const report = await verifyAuditFile(file, { expectLast });
  process.stdout.write(isJson ? JSON.stringify(jsonOf(report), null, 2) + "\n" : textOf(report));
  return report.problem === undefined ? 0 : 1;
}

function jsonOf({ lines, lastHash, problem, torn, open }: AuditReport): Record<string, unknown> {
  return { is_intact: problem === undefined, lines, last_hash: lastHash, problem, torn_lines: torn, open };
}

function textOf({ lines, lastHash, problem, torn, open }: AuditReport): string {
  return [
    problem === undefined
      ? `Intact: ${lines} line(s), last hash ${lastHash}`
      : `Not intact: line ${problem.line} is where something was ${problem.what}: ${problem.how}`,
    ...torn.map((line) => `Cut off: line ${line}, by a crash or because it is being written just now`),
    ...open.map(openText),
  ].map((line) => `${cleanText(line)}\n`).join("");
}

function openText({ line, time, tool, objects, task }: OpenCall): string {
  const about = objects.length === 0 ? "" : ` on ${objects.join(", ")}`;
  const followed = task === undefined ? "no task is known" : `task ${task}`;
  return `Open: line ${line}, ${time}, ${tool}${about}, ${followed}: it began and no end of it is written`;
}
