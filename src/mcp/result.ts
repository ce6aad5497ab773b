import { inspect } from "node:util";
import type { CallToolResult } from "../deps/mcp_server.ts";
import { type ErrorKind, UserError } from "../errors.ts";
import { log } from "../log.ts";
import { NAME } from "../version.ts";
import { cleanRecord, cleanText } from "./clean.ts";

/** A model's context is small and clients cut without saying so: no answer has more characters of text. */
export const TEXT_LIMIT = 20_000;

/** Why a call failed: what the caller can mend, a tool that does not exist, or a fault of this server. */
export type FailureKind = ErrorKind | "unknown_tool" | "internal";

/** A call that did what it should. */
export interface Success {
  readonly status: "ok";
  readonly structured: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** A call that did not; everything in it may be shown to the caller. */
export interface Failure {
  readonly status: "failed";
  readonly kind: FailureKind;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Finds an internal error in the log. */
  readonly errorId?: string;
}

/** How a call ended. */
export type CallOutcome = Success | Failure;

/** What was running when something was thrown. */
export interface Attempt {
  /** Reads on after "Cannot", such as `call tool "list_vms"`. */
  readonly action: string;
  readonly signal: AbortSignal;
}

/** Turns whatever was thrown into a failure; errors of our own go to the log in full and out only as an id. */
export function failureOf(error: unknown, { action, signal }: Attempt): Failure {
  if (error instanceof UserError) {
    // The text that asks for a confirmation may hold the token.
    const isQuestion = error.kind === "confirmation_required";
    log.info("call refused", { action, kind: error.kind, ...(isQuestion ? {} : { error }) });
    return failure(error.kind, error.message, error.details);
  }
  if (signal.aborted) {
    const { reason } = signal;
    return reason instanceof UserError
      ? failure(reason.kind, reason.message, reason.details)
      : failure("cancelled", `Cannot ${action}: the caller gave up`);
  }
  const errorId = crypto.randomUUID().slice(0, 8);
  log.error("call failed", { action, error_id: errorId, error: inspect(error) });
  const message = `Cannot ${action}: internal error; the server's log tells more under error id ${errorId}`;
  return { ...failure("internal", message), errorId };
}

/** A failure with its texts cleaned. */
export function failure(
  kind: FailureKind,
  message: string,
  details: Readonly<Record<string, unknown>> = {},
): Failure {
  return { status: "failed", kind, message: capText(cleanText(message)), details: cleanRecord(details) };
}

/** The machine-readable side of a failure, the same on every transport. */
export function failureFacts({ kind, details, errorId }: Failure): Record<string, unknown> {
  return {
    kind,
    ...(Object.keys(details).length === 0 ? {} : { details }),
    ...(errorId === undefined ? {} : { error_id: errorId }),
  };
}

/** What `tools/call` answers. */
export function toToolResult(outcome: CallOutcome): CallToolResult {
  if (outcome.status === "ok") {
    return { content: [{ type: "text", text: outcome.text }], structuredContent: outcome.structured };
  }
  return {
    isError: true,
    content: [{ type: "text", text: outcome.message }],
    // Not structuredContent: clients of the older line hold that against the output schema even in errors.
    _meta: { [`${NAME}/error`]: failureFacts(outcome) },
  };
}

/** The text, or its beginning and a sentence about the rest. */
export function capText(text: string): string {
  if (text.length <= TEXT_LIMIT) return text;
  const note = `\n[Cut: the whole text has ${text.length} characters; ` +
    "narrow the request with filters, fields or a smaller limit, or follow next_cursor]";
  return text.slice(0, TEXT_LIMIT - note.length).toWellFormed() + note;
}
