import { Buffer } from "node:buffer";
import { hash } from "node:crypto";

/** What the first line names in place of the line before it. */
export const GENESIS = "0".repeat(64);

/** No line is longer; what reads one needs no more memory. */
export const MAX_LINE_BYTES = 4_194_304;

/** Where a line stands: `previous` is the hash of the line before it. */
export interface Place {
  readonly seq: number;
  readonly previous: string;
}

/** A line that is whole and as it was written. */
export interface AuditLine extends Place {
  readonly event: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** SHA-256 of a line without its line feed, in hex. */
export function hashOf(line: Uint8Array): string {
  return hash("sha256", line, "hex");
}

/**
 * A line without its line feed. Its last field, `self`, is the SHA-256 of all that stands before it, so that a change
 * shows in the last line too, whose hash no other line holds.
 */
export function encodeLine(facts: Readonly<Record<string, unknown>>, { seq, previous }: Place): Buffer {
  const body = Buffer.from(visible(JSON.stringify({ seq, previous, ...facts })).slice(0, -1));
  return Buffer.concat([body, selfOf(body)]);
}

/** Reads a line without its line feed; undefined when it is not, byte for byte, as it was written. */
export function decodeLine(line: Uint8Array): AuditLine | undefined {
  const body = line.subarray(0, -SELF_BYTES);
  if (!selfOf(body).equals(line.subarray(-SELF_BYTES))) return undefined;
  const facts = parseRecord(`${new TextDecoder().decode(body)}}`);
  const { seq, previous, event } = facts ?? {};
  if (facts === undefined || typeof event !== "string") return undefined;
  if (typeof seq !== "number" || typeof previous !== "string") return undefined;
  return { seq, previous, event, facts };
}

const SELF_BYTES = `,"self":"${GENESIS}"}`.length;

function selfOf(body: Uint8Array): Buffer {
  return Buffer.from(`,"self":"${hashOf(body)}"}`);
}

function parseRecord(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** What would hide or turn text where somebody reads the file, as the escapes that JSON has for it. */
function visible(json: string): string {
  return json.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) =>
      character.split("").map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`).join(""),
  );
}
