import { Buffer } from "node:buffer";
import { messageOf, UserError } from "../errors.ts";
import { fileSystem } from "../file_system.ts";
import { MAX_LINE_BYTES } from "./line.ts";

/** A line of a file as its bytes, which are valid until the next one is asked for. */
export interface FileLine {
  /** Without the line feed. */
  readonly bytes: Uint8Array;
  /** Whether a line feed follows. */
  readonly isClosed: boolean;
}

/** The lines of an audit file, one after the other; throws UserError for a file that cannot be one. */
export async function* linesOf(path: string): AsyncGenerator<FileLine> {
  let rest = Buffer.alloc(0);
  for await (const piece of piecesOf(path)) {
    let start = 0;
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, start)) {
      const line = piece.subarray(start, end);
      yield { bytes: rest.length === 0 ? line : Buffer.concat([rest, line]), isClosed: true };
      rest = Buffer.alloc(0);
      start = end + 1;
    }
    rest = Buffer.concat([rest, piece.subarray(start)]);
    if (rest.length > MAX_LINE_BYTES) {
      throw new UserError(
        "invalid",
        `Cannot verify "${path}": it has a line longer than any of an audit trail; name one`,
      );
    }
  }
  if (rest.length > 0) yield { bytes: rest, isClosed: false };
}

const PIECE_BYTES = 1_048_576;
const LINE_FEED = 10;

async function* piecesOf(path: string): AsyncGenerator<Buffer> {
  const { promises } = fileSystem();
  const file = await promises.open(path, "r").catch((cause) => {
    const text = `Cannot read audit file "${path}": ${messageOf(cause)}; name a file that this user may read`;
    throw new UserError("not_found", text, { cause });
  });
  try {
    const buffer = Buffer.alloc(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
