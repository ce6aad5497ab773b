import { Buffer } from "node:buffer";
import { fileSystem } from "../file_system.ts";
import { decodeLine, GENESIS, hashOf, MAX_LINE_BYTES } from "./line.ts";

/** What is left of a line. */
export interface Torn {
  readonly bytes: number;
  readonly hash: string;
}

/** What the next line follows. */
export interface Tail {
  /** Of the last whole line; 0 when there is none. */
  readonly seq: number;
  /** Of the last whole line. */
  readonly hash: string;
  /** What is left of a line that a crash cut off. */
  readonly torn?: Torn | undefined;
  /** Whether the file ends without a line feed. */
  readonly isOpen: boolean;
}

/**
 * Reads the end of an audit file. A last line without its line feed is torn, unless all else of it is there: a crash
 * cut it off before anybody was told that it was written. Throws when the last whole line is none of ours.
 */
export function readTail(descriptor: number): Tail {
  const { size } = fileSystem().fstatSync(descriptor);
  for (let length = FIRST_BYTES;; length *= 4) {
    const start = Math.max(0, size - length);
    const lines = lastLines(readBytes(descriptor, { start, length: size - start }), start === 0);
    if (lines !== undefined) return tailOf(lines);
    if (length > 2 * MAX_LINE_BYTES) throw new Error("its last line is longer than any of an audit trail");
  }
}

const FIRST_BYTES = 65_536;
const LINE_FEED = 10;

interface LastLines {
  /** The last line with a line feed; undefined when there is none. */
  readonly closed: Uint8Array | undefined;
  /** What stands behind it. */
  readonly rest: Uint8Array;
}

/** Undefined when these bytes begin too late to tell. */
function lastLines(bytes: Uint8Array, isWholeFile: boolean): LastLines | undefined {
  const end = bytes.lastIndexOf(LINE_FEED);
  if (end === -1) return isWholeFile ? { closed: undefined, rest: bytes } : undefined;
  const before = end === 0 ? -1 : bytes.lastIndexOf(LINE_FEED, end - 1);
  if (before === -1 && !isWholeFile) return undefined;
  return { closed: bytes.subarray(before + 1, end), rest: bytes.subarray(end + 1) };
}

function tailOf({ closed, rest }: LastLines): Tail {
  const last = decodeLine(rest);
  const isOpen = rest.length > 0;
  if (last !== undefined) return { seq: last.seq, hash: hashOf(rest), isOpen };
  const line = closed === undefined ? undefined : decodeLine(closed);
  if (closed !== undefined && line === undefined) {
    throw new Error(
      "its last line is not, or no longer, a line of an audit trail (`audit verify` tells more)",
    );
  }
  return {
    seq: line?.seq ?? 0,
    hash: closed === undefined ? GENESIS : hashOf(closed),
    torn: isOpen ? { bytes: rest.length, hash: hashOf(rest) } : undefined,
    isOpen,
  };
}

function readBytes(
  descriptor: number,
  { start, length }: { readonly start: number; readonly length: number },
): Uint8Array {
  const bytes = Buffer.alloc(length);
  let read = 0;
  while (read < length) {
    const count = fileSystem().readSync(descriptor, bytes, read, length - read, start + read);
    if (count === 0) break;
    read += count;
  }
  return bytes.subarray(0, read);
}
