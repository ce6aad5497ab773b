import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { TestClient, ToolResult } from "../support/mcp_clients.ts";

/** An answer as a model and a program see it. */
export interface Answer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Arguments of a tool. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Calls a tool that has to succeed, with text that reads well. */
export async function ask(
  client: TestClient,
  [tool, args]: readonly [string, Arguments?],
): Promise<Answer> {
  return readAnswer(await client.call(tool, { ...args }), `${tool} ${JSON.stringify(args)}`);
}

/** Reads a result that has to be one of success; `what` is said when it is not. */
export function readAnswer(result: ToolResult, what = ""): Answer {
  assert.ok(!result.isError, `${what}: ${shown(result)}`);
  return { text: readable(textOf(result)), data: record.parse(result.structuredContent) };
}

/** Calls a tool that has to be refused, with a sentence that says what to do; gives the sentence. */
export async function refuse(
  client: TestClient,
  [tool, args]: readonly [string, Arguments?],
): Promise<string> {
  const result = await client.call(tool, { ...args });
  assert.equal(
    result.isError,
    true,
    `${tool} ${JSON.stringify(args)?.slice(0, 200)} was not refused: ${shown(result)}`,
  );
  return refusal(textOf(result));
}

/** Checks that a sentence is one that a caller can act on. */
export function refusal(text: string): string {
  assert.match(readable(text), /^Cannot /);
  assert.doesNotMatch(text, /\.$/, "full stop at the end");
  assert.doesNotMatch(text, /internal error/);
  return text;
}

/** Checks that no dump and no hole has got into a text for people. */
export function readable(text: string): string {
  assert.notEqual(text.trim(), "");
  assert.doesNotMatch(
    text,
    /(?<!received )\bundefined\b|\bNaN\b|\[object |\*types\.|<\/?soap|xmlns|ServerFaultCode|ZodError| {3}at /,
  );
  assert.doesNotMatch(text, /^[[{"]/, "JSON in place of a sentence");
  assert.ok(text.length <= 20_000, `${text.length} characters`);
  return text;
}

/** The only text of a result. */
export function textOf({ content }: ToolResult): string {
  const [block, ...more] = contentBlocks.parse(content);
  assert.equal(more.length, 0);
  assert.ok(block !== undefined);
  return block.text;
}

/** A text field of an answer that has to be there. */
export function textAt(data: Arguments, field: string): string {
  const value = data[field];
  assert.ok(typeof value === "string" && value !== "", `${field} of ${JSON.stringify(data)}`);
  return value;
}

/** A number field of an answer that has to be there. */
export function numberAt(data: Arguments, field: string): number {
  const value = data[field];
  assert.ok(typeof value === "number" && Number.isFinite(value), `${field} of ${JSON.stringify(data)}`);
  return value;
}

/** The rows of a list_vms answer. */
export function rowsOf({ vms }: Arguments): readonly z.output<typeof row>[] {
  return z.array(row).parse(vms);
}

const row = z.looseObject({ name: z.string(), moref: z.string() });
/** Anything with named fields. */
export const record = z.record(z.string(), z.unknown());
const contentBlocks = z.array(z.looseObject({ type: z.literal("text"), text: z.string() }));

function shown(result: ToolResult): string {
  return JSON.stringify(result).slice(0, 2000);
}
