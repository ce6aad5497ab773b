import { type AuditLine, decodeLine, GENESIS, hashOf } from "./line.ts";
import { linesOf } from "./read_lines.ts";

/** The first place where a file is not what was written. */
export interface AuditProblem {
  /** Counted from 1. */
  readonly line: number;
  readonly what: "changed" | "removed" | "reordered";
  /** How it shows. */
  readonly how: string;
}

/** A write that has begun and of whose end nothing is written. */
export interface OpenCall {
  readonly line: number;
  readonly time: string;
  readonly tool: string;
  readonly objects: readonly string[];
  readonly task: string | undefined;
}

/** What is to be said of an audit file. */
export interface AuditReport {
  readonly lines: number;
  /** Hash of the last whole line, for `expectLast` at another time. */
  readonly lastHash: string;
  readonly problem: AuditProblem | undefined;
  /** Numbers of the lines that a crash cut off. */
  readonly torn: readonly number[];
  readonly open: readonly OpenCall[];
}

/**
 * Reads a file line by line and tells whether it is what was written. Lines that were removed from its end do not show
 * in what is left: `expectLast`, a hash that was noted before, must then be the hash of one of its lines.
 */
export async function verifyAuditFile(
  path: string,
  { expectLast }: { readonly expectLast?: string | undefined } = {},
): Promise<AuditReport> {
  const verifier = new Verifier(expectLast);
  let number = 0;
  for await (const { bytes, isClosed } of linesOf(path)) verifier.take(bytes, { number: ++number, isClosed });
  return verifier.report(number);
}

class Verifier {
  readonly #expectLast: string | undefined;
  #hasExpected: boolean;
  /** Number, seq and hash of the last whole line. */
  #line = 0;
  #seq = 0;
  #hash = GENESIS;
  /** A line that is none of ours and may have been cut off: the next one tells. */
  #broken: { readonly number: number; readonly hash: string; readonly isClosed: boolean } | undefined;
  #problem: AuditProblem | undefined;
  #missingSeq: number | undefined;
  readonly #torn: number[] = [];
  readonly #open = new Map<string, OpenCall>();

  constructor(expectLast: string | undefined) {
    this.#expectLast = expectLast;
    this.#hasExpected = expectLast === undefined || expectLast === GENESIS;
  }

  take(
    bytes: Uint8Array,
    { number, isClosed }: { readonly number: number; readonly isClosed: boolean },
  ): void {
    const line = decodeLine(bytes);
    const hash = hashOf(bytes);
    this.#settle(line, number);
    this.#broken = line === undefined ? { number, hash, isClosed } : undefined;
    if (line === undefined) return;
    this.#place(line, number);
    this.#line = number;
    this.#seq = line.seq;
    this.#hash = hash;
    this.#hasExpected ||= hash === this.#expectLast;
    this.#follow(line, number);
  }

  report(lines: number): AuditReport {
    const broken = this.#broken;
    if (broken?.isClosed === true) this.#fail(changed(broken.number));
    else if (broken !== undefined) this.#torn.push(broken.number);
    if (!this.#hasExpected) {
      const how =
        `no line has the expected hash ${this.#expectLast}: lines were removed from the end, or all was ` +
        "written anew";
      this.#fail({ line: lines + 1, what: "removed", how });
    }
    return {
      lines,
      lastHash: this.#hash,
      problem: this.#problem,
      torn: this.#torn,
      open: [...this.#open.values()],
    };
  }

  /** A line that is none of ours was cut off if the one behind it says so, and that one says so of nothing else. */
  #settle(line: AuditLine | undefined, number: number): void {
    const isResumed = line?.event === "resumed";
    if (isResumed && line.previous === this.#broken?.hash) this.#torn.push(this.#broken.number);
    else if (this.#broken !== undefined) this.#fail(changed(this.#broken.number));
    else if (isResumed) {
      const how = "what a crash left of a line is missing before the line that tells of it";
      this.#fail({ line: number, what: "removed", how });
    }
  }

  #place({ seq, previous, event, facts }: AuditLine, line: number): void {
    const expected = this.#seq + 1;
    // The line before this one is a torn one, which is no part of the chain.
    const follows = event === "resumed" ? facts.resumes : previous;
    if (this.#problem !== undefined) {
      if (seq !== this.#missingSeq) return;
      const how = `the line with seq ${seq} stands on line ${line}`;
      this.#problem = { line: this.#problem.line, what: "reordered", how };
      this.#missingSeq = undefined;
      return;
    }
    if (seq > expected) {
      const missing = seq === expected + 1 ? `seq ${expected} is` : `seq ${expected} to ${seq - 1} are`;
      this.#fail({ line, what: "removed", how: `${missing} missing before the line with seq ${seq}` });
      this.#missingSeq = expected;
    } else if (seq < expected) {
      const how =
        `the line with seq ${seq} stands behind the one with seq ${this.#seq}: it was moved or copied`;
      this.#fail({ line, what: "reordered", how });
    } else if (follows !== this.#hash) {
      const how = `line ${line} was written after a line with another hash`;
      this.#fail({ line: Math.max(1, this.#line), what: "changed", how });
    }
  }

  #fail(problem: AuditProblem): void {
    this.#problem ??= problem;
  }

  #follow({ event, facts }: AuditLine, line: number): void {
    const call = textOf(facts.call);
    if (event === "begin") {
      const { time, tool, objects } = facts;
      const task = undefined;
      this.#open.set(call, { line, time: textOf(time), tool: textOf(tool), objects: namesOf(objects), task });
    }
    const open = this.#open.get(call);
    if (event === "task" && open !== undefined) this.#open.set(call, { ...open, task: textOf(facts.task) });
    if (event === "end") this.#open.delete(call);
  }
}

function changed(line: number): AuditProblem {
  return { line, what: "changed", how: "it does not have its own hash" };
}

const SHOWN_OBJECTS = 10;

function namesOf(objects: unknown): readonly string[] {
  if (!Array.isArray(objects)) return [];
  return objects.slice(0, SHOWN_OBJECTS).map((object: unknown) => {
    const { name, moref } = typeof object === "object" && object !== null
      ? { name: "", moref: "", ...object }
      : {};
    return `${textOf(name)} (${textOf(moref)})`;
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
