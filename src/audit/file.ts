import { Buffer } from "node:buffer";
import { messageOf, UserError } from "../errors.ts";
import { fileSystem, openInFolder } from "../file_system.ts";
import { log } from "../log.ts";
import { encodeLine, hashOf, type Place } from "./line.ts";
import { holdLock } from "./lock.ts";
import { readTail, type Tail } from "./tail.ts";

/** To read the last line as well. */
const FLAGS = "a+";

/** Where the last line is that this process knows of. */
interface Known {
  readonly inode: number;
  readonly size: number;
  readonly tail: Tail;
}

/**
 * A file of chained lines that several processes may append to. It is opened for every write, so that a file that was
 * moved away (log rotation) is followed by a new one.
 */
export class AuditFile {
  readonly #path: string;
  #known: Known | undefined;

  /** Throws UserError when the file cannot be opened or holds something else. */
  constructor(path: string) {
    this.#path = path;
    try {
      const descriptor = openInFolder(path, FLAGS);
      try {
        readTail(descriptor);
      } finally {
        fileSystem().closeSync(descriptor);
      }
    } catch (cause) {
      const text =
        `Cannot use audit file "${path}": ${messageOf(cause)}; name a file in audit_file that this user ` +
        "may write, or move this one away and a new one is begun";
      throw new UserError("invalid", text, { cause });
    }
  }

  /** Appends a line for each of these, in this order, and resolves when the disk has them. */
  async append(lines: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
    const { closeSync, fdatasync } = fileSystem();
    const descriptor = await this.#write(lines);
    try {
      await new Promise<void>((resolve, reject) =>
        fdatasync(descriptor, (error) => error === null ? resolve() : reject(error))
      );
    } finally {
      closeSync(descriptor);
    }
  }

  async #write(lines: readonly Readonly<Record<string, unknown>>[]): Promise<number> {
    const { closeSync, fstatSync } = fileSystem();
    using _lock = await holdLock(`${this.#path}.lock`);
    const descriptor = this.#open();
    try {
      const { ino: inode, size } = fstatSync(descriptor);
      const { bytes, tail } = follow(this.#tailOf(descriptor, { inode, size }), lines);
      writeWhole(descriptor, { bytes, size });
      this.#known = { inode, size: size + bytes.length, tail };
      return descriptor;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  #open(): number {
    return fileSystem().openSync(this.#path, FLAGS, 0o600);
  }

  /** What this process wrote last is not read again, so that a line that was changed since breaks the chain. */
  #tailOf(descriptor: number, { inode, size }: { readonly inode: number; readonly size: number }): Tail {
    const known = this.#known;
    if (known?.inode === inode && known.size === size) return known.tail;
    if (known !== undefined && (known.inode !== inode || known.size > size)) {
      log.warn("audit file was replaced or cut since the last line", {
        file: this.#path,
        lines: known.tail.seq,
      });
    }
    return readTail(descriptor);
  }
}

/** The bytes that follow a tail: a torn line is closed and vouched for by a line of its own. */
function follow(
  { seq, hash, torn, isOpen }: Tail,
  lines: readonly Readonly<Record<string, unknown>>[],
): { readonly bytes: Buffer; readonly tail: Tail } {
  let place: Place = { seq, previous: torn?.hash ?? hash };
  const resumed = {
    time: new Date().toISOString(),
    event: "resumed",
    resumes: hash,
    torn_bytes: torn?.bytes,
  };
  const all = torn === undefined ? lines : [resumed, ...lines];
  const parts = all.map((facts) => {
    const line = encodeLine(facts, { seq: place.seq + 1, previous: place.previous });
    place = { seq: place.seq + 1, previous: hashOf(line) };
    return Buffer.concat([line, Buffer.from("\n")]);
  });
  return {
    bytes: Buffer.concat([Buffer.from(isOpen ? "\n" : ""), ...parts]),
    tail: { seq: place.seq, hash: place.previous, isOpen: false },
  };
}

/** Writes all or, as far as the file system allows, nothing. */
function writeWhole(
  descriptor: number,
  { bytes, size }: { readonly bytes: Buffer; readonly size: number },
): void {
  const { ftruncateSync, writeSync } = fileSystem();
  try {
    for (let written = 0; written < bytes.length;) {
      written += writeSync(descriptor, bytes, written, bytes.length - written);
    }
  } catch (error) {
    try {
      ftruncateSync(descriptor, size);
    } catch {
      // Then the next line says that this one was torn.
    }
    throw error;
  }
}
