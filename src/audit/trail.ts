import { messageOf, UserError } from "../errors.ts";
import { log } from "../log.ts";
import { AuditFile } from "./file.ts";
import { encodeLine, GENESIS, MAX_LINE_BYTES } from "./line.ts";
import { type AuditEnd, auditFacts, type AuditRecord, recordFacts } from "./record.ts";

/** Keeps who changed what, in a file of JSON lines each of which holds the hash of the line before it. */
export interface AuditTrail {
  /**
   * Notes that a write begins; the disk has the line when this resolves. Throws UserError "unavailable" when it cannot
   * be written: then the write must not happen.
   */
  readonly begin: (record: AuditRecord) => Promise<AuditEntry>;
  /** Notes a write that was refused; a line that cannot be written is told to the log. */
  readonly refuse: (record: AuditRecord, reason: string) => Promise<void>;
  /** The same of a write that somebody has to agree to first. */
  readonly ask: (record: AuditRecord, reason: string) => Promise<void>;
}

/** A write that has begun. What cannot be noted of it any more is told to the log and written before the next write. */
export interface AuditEntry {
  /** Notes the task as soon as it is known, so that it can be found after a crash. */
  readonly task: (id: string) => Promise<void>;
  readonly end: (end: AuditEnd) => Promise<void>;
}

/**
 * Opens the trail in this file, which is made for its owner alone or continued. Several processes may share a file,
 * each write under a lock file beside it (`FILE.lock`). A line that a crash cut off stays, and a line with the event
 * `resumed` follows: it holds the hash of what is left (`previous`), so that this is not taken for a changed line, and
 * that of the last whole line (`resumes`). A crash that cuts this line off, too, leaves a file that is refused.
 * Throws UserError "invalid" when the file cannot be written or holds something else.
 */
export function openAuditTrail(path: string): AuditTrail & Disposable {
  return new Trail(path);
}

type Facts = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly facts: Facts;
  /** True for what has happened already: it is not given up when it cannot be written now. */
  readonly isFact: boolean;
  readonly onWritten: () => void;
  readonly onFailed: (error: unknown) => void;
}

class Trail implements AuditTrail, Disposable {
  readonly #file: AuditFile;
  #waiting: readonly Waiting[] = [];
  #unwritten: readonly Facts[] = [];
  #isWriting = false;

  constructor(path: string) {
    this.#file = new AuditFile(path);
  }

  async begin(record: AuditRecord): Promise<AuditEntry> {
    const started = performance.now();
    const facts = recordFacts(record);
    const call = crypto.randomUUID();
    try {
      await this.#write({ event: "begin", call, ...facts }, false);
    } catch (cause) {
      const text = `Cannot write the audit line: ${messageOf(cause)}; nothing was changed; ` +
        "the operator must make audit_file writable again";
      throw new UserError("unavailable", text, { cause });
    }
    let task: string | undefined;
    return {
      task: (id) => {
        task = id;
        return this.#note({ event: "task", call, ...auditFacts({ tool: record.tool, task }) });
      },
      end: (end) => {
        const duration_ms = Math.round(performance.now() - started);
        return this.#note({
          event: "end",
          call,
          ...facts,
          ...auditFacts({ ...end, task: end.task ?? task }),
          duration_ms,
        });
      },
    };
  }

  async refuse(record: AuditRecord, reason: string): Promise<void> {
    await this.#noteUndone("refused", { ...undoneFacts(record), ...auditFacts({ fault: reason }) });
  }

  async ask(record: AuditRecord, reason: string): Promise<void> {
    await this.#noteUndone("asked", { ...undoneFacts(record), ...auditFacts({ fault: reason }) });
  }

  [Symbol.dispose](): void {
    if (this.#unwritten.length > 0) log.error("audit lines lost", { lines: this.#unwritten });
  }

  async #noteUndone(event: "refused" | "asked", facts: Facts): Promise<void> {
    const all = { ...facts, outcome: event, duration_ms: 0 };
    try {
      await this.#write({ event, call: crypto.randomUUID(), ...all }, false);
    } catch (error) {
      log.error("audit line of a refused write not written", { ...all, error });
    }
  }

  async #note(facts: Facts): Promise<void> {
    try {
      await this.#write(facts, true);
    } catch (error) {
      log.error("audit line not written; no write is let through until it is", { ...facts, error });
    }
  }

  #write(facts: Facts, isFact: boolean): Promise<void> {
    const line = { time: new Date().toISOString(), ...facts };
    return new Promise((onWritten, onFailed) => {
      if (!isFact) checkLength(line);
      this.#waiting = [...this.#waiting, { facts: line, isFact, onWritten, onFailed }];
      if (!this.#isWriting) this.#writeAll();
    });
  }

  /** What comes in while a write is under way goes to the disk together, with the next. */
  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.append([...this.#unwritten, ...batch.map(({ facts }) => facts)]);
        this.#unwritten = [];
        batch.forEach(({ onWritten }) => onWritten());
      } catch (error) {
        const kept = batch.filter(({ isFact }) => isFact).map(({ facts }) => facts);
        this.#unwritten = [...this.#unwritten, ...kept];
        batch.forEach(({ onFailed }) => onFailed(error));
      }
    }
    this.#isWriting = false;
  }
}

/** What was not done is worth less of the disk: whoever may change nothing must not be able to fill it quickly. */
function undoneFacts(record: AuditRecord): Facts {
  return recordFacts(record, { maxArguments: MAX_UNDONE_ARGUMENTS });
}

const MAX_UNDONE_ARGUMENTS = 1000;

/** What ends a write is longer than what begins it, and must not be too long then. */
function checkLength(facts: Facts): void {
  const { length } = encodeLine(facts, { seq: 0, previous: GENESIS });
  if (length > MAX_LINE_BYTES / 2) throw new Error(`it would be ${length} bytes long`);
}
