import type { ServerResponse } from "node:http";
import { clearInterval, clearTimeout, setInterval, setTimeout } from "node:timers";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";

/** How patient an answer is with the client that should read it. */
export interface SendLimits {
  /** A client that takes nothing for so long is gone. */
  readonly stallMs: number;
  /** Silence after which a stream of events says that it lives; a dead client is only noticed by sending. */
  readonly keepAliveMs: number;
}

/** Where an answer goes. */
export interface Way {
  readonly outgoing: ServerResponse;
  readonly limits: SendLimits;
  /** Headers that every answer has. */
  readonly extraHeaders: Readonly<Record<string, string>>;
}

/** Sends an answer, a stream piece by piece as fast as the client reads; stops when it is gone. */
export async function send(response: Response, { outgoing, limits, extraHeaders }: Way): Promise<void> {
  let beat: Beat | undefined;
  // What nobody hears would end the process.
  outgoing.on("error", (error) => log.debug("connection broken", { error: messageOf(error) }));
  try {
    if (outgoing.destroyed) return await response.body?.cancel();
    const headers = { ...extraHeaders, ...Object.fromEntries(response.headers) };
    if (isStream(response) && response.body !== null) {
      outgoing.writeHead(response.status, headers);
      beat = startBeat(outgoing, limits.keepAliveMs);
      await pour(response.body, { outgoing, limits, onPiece: beat.onPiece });
      beat.stop();
      outgoing.end();
    } else {
      // All of it is in memory already, and a length is better than pieces.
      const body = new Uint8Array(await response.arrayBuffer());
      const length = response.status === 204 ? {} : { "content-length": body.byteLength };
      outgoing.writeHead(response.status, { ...headers, ...length }).end(body);
    }
    if (!outgoing.writableFinished) await settled(outgoing, { event: "finish", limitMs: limits.stallMs });
  } catch (error) {
    // The head may be out, so only the break tells the client that something is missing.
    log.debug("answer not delivered", { error: messageOf(error) });
    outgoing.destroy();
  } finally {
    beat?.stop();
  }
}

async function pour(
  body: ReadableStream<Uint8Array>,
  { outgoing, limits, onPiece }: Pick<Way, "outgoing" | "limits"> & Pick<Beat, "onPiece">,
): Promise<void> {
  const reader = body.getReader();
  const stop = () => void reader.cancel().catch(() => {});
  outgoing.once("close", stop);
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    onPiece();
    if (outgoing.write(piece.value)) continue;
    await settled(outgoing, { event: "drain", limitMs: limits.stallMs });
  }
  outgoing.off("close", stop);
}

function isStream({ headers }: Response): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}

interface Beat {
  readonly onPiece: () => void;
  readonly stop: () => void;
}

function startBeat(outgoing: ServerResponse, everyMs: number): Beat {
  outgoing.flushHeaders();
  const timer = setInterval(() => {
    if (!outgoing.writableNeedDrain) outgoing.write(": keep-alive\n\n");
  }, everyMs).unref();
  return { onPiece: () => void timer.refresh(), stop: () => clearInterval(timer) };
}

/** Resolves when the client has read enough, or is gone. */
function settled(
  outgoing: ServerResponse,
  { event, limitMs }: { readonly event: "drain" | "finish"; readonly limitMs: number },
): Promise<void> {
  if (outgoing.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const limit = setTimeout(() => outgoing.destroy(), limitMs).unref();
    const done = () => {
      clearTimeout(limit);
      outgoing.off(event, done).off("close", done);
      resolve();
    };
    outgoing.on(event, done).on("close", done);
  });
}
