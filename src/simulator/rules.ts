import { SimFault } from "./core/fault.ts";
import type { Value } from "./core/value.ts";

/** Something that goes wrong on purpose. All that is named must fit; what is left out fits everything. */
export interface Rule {
  /** A SOAP method, `GET /folder` and the like as the log names them, or `*` for all. */
  readonly method: string;
  /** Id of the object that is called. */
  readonly object?: string;
  /** Waits so long by the simulator's clock before anything else. */
  readonly delayMs?: number;
  /** Answers with a fault and carries nothing out. */
  readonly fault?: {
    readonly name: string;
    readonly message?: string;
    readonly fields?: Readonly<Record<string, Value>>;
  };
  /** Closes the connection without an answer: before the call is carried out, or after. */
  readonly drop?: "before" | "after";
  /** Answers with an HTTP status and a web page, and carries nothing out. */
  readonly status?: number;
  /** Carries it out and sends so many bytes of the answer. */
  readonly truncate?: number;
  /** How often it happens; without it for good. */
  readonly times?: number;
}

/** The connection ends without an answer. */
export class Dropped extends Error {
  override readonly name = "Dropped";
  readonly when: "before" | "after";

  constructor(when: "before" | "after") {
    super(`The connection is closed ${when} the call was carried out`);
    this.when = when;
  }
}

/** The rules of a simulator, in the order in which they were added; the first that fits counts. */
export class Rules {
  readonly #rules: { readonly rule: Rule; left: number }[] = [];

  /** Adds a rule; the returned function takes it back. */
  add(rule: Rule): () => void {
    const entry = { rule, left: rule.times ?? Infinity };
    this.#rules.push(entry);
    return () => this.#remove(entry);
  }

  clear(): void {
    this.#rules.length = 0;
  }

  /** The rule for a call; it counts as used. */
  take(method: string, object: string): Rule | undefined {
    const entry = this.#rules.find(({ rule }) =>
      (rule.method === "*" || rule.method === method) && (rule.object === undefined || rule.object === object)
    );
    if (entry === undefined) return undefined;
    entry.left--;
    if (entry.left <= 0) this.#remove(entry);
    return entry.rule;
  }

  #remove(entry: { readonly rule: Rule; left: number }): void {
    const at = this.#rules.indexOf(entry);
    if (at !== -1) this.#rules.splice(at, 1);
  }
}

/** The fault of a rule. */
export function ruleFault(
  { name, message = `The rule of a test says ${name}.`, fields }: NonNullable<Rule["fault"]>,
): SimFault {
  return new SimFault(name, message, fields);
}
