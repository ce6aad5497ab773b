import { setTimeout as delay } from "node:timers/promises";
import type { Exchange } from "./exchange.ts";
import { countRefusal } from "./metrics.ts";
import { isNestedTooDeep, MAX_DEPTH } from "./nesting.ts";
import { problem } from "./problem.ts";

/** A request this large holds no tool call; files have their own ways. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** 4 MiB in this time is slower than any line that is worth the name. */
const LIMIT_MS = 60_000;

/** The body as text, or the refusal of one that is too large, too slow or too deep; never holds more than allowed. */
export async function readBody(
  { request, body }: Pick<Exchange, "request" | "body">,
  { limitMs = LIMIT_MS }: { readonly limitMs?: number | undefined } = {},
): Promise<string | Response> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return tooLarge();
  const timer = new AbortController();
  const late = delay(limitMs, "late" as const, { signal: timer.signal, ref: false }).catch(() =>
    "late" as const
  );
  const pieces = body[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    while (true) {
      const piece = await Promise.race([pieces.next(), late]);
      if (piece === "late") return tooSlow(limitMs);
      if (piece.done === true) break;
      size += piece.value.byteLength;
      if (size > MAX_BODY_BYTES) return tooLarge();
      text += decoder.decode(piece.value, { stream: true });
    }
  } catch {
    return brokenOff();
  } finally {
    timer.abort();
  }
  text += decoder.decode();
  return isNestedTooDeep(text) ? tooDeep() : text;
}

function tooLarge(): Response {
  countRefusal("too_large");
  const detail = `Cannot read the request: its body is larger than ${MAX_BODY_BYTES} bytes; send less`;
  return problem(413, detail, { headers: CLOSE });
}

function brokenOff(): Response {
  countRefusal("malformed");
  const detail = "Cannot read the request: its body is broken or breaks off; send it again";
  return problem(400, detail, { headers: CLOSE });
}

function tooSlow(limitMs: number): Response {
  countRefusal("too_slow");
  const detail = `Cannot read the request: its body did not arrive within ${limitMs / 1000} s; send it again`;
  return problem(408, detail, { headers: CLOSE });
}

function tooDeep(): Response {
  countRefusal("malformed");
  const detail =
    `Cannot read the request: its JSON is nested deeper than ${MAX_DEPTH} levels; send a flatter one`;
  return problem(400, detail);
}

/** The rest of the body is not waited for. */
const CLOSE = { connection: "close" } as const;
