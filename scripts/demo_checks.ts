import type * as z from "../src/deps/zod.ts";

const SHOWN = 400;

/** An answer that is not what the tour expects. */
export class WrongAnswer extends Error {
  override readonly name = "WrongAnswer";
  readonly expected: string;
  readonly got: string;

  /** `what` names the part of the answer that is meant. */
  constructor(what: string, { expected, got }: { readonly expected: string; readonly got: string }) {
    super(what);
    this.expected = expected;
    this.got = got.length <= SHOWN ? got : `${got.slice(0, SHOWN)}...`;
  }
}

/** Throws WrongAnswer unless both are the same in JSON. */
export function expectEqual(what: string, got: unknown, expected: unknown): void {
  if (JSON.stringify(got) === JSON.stringify(expected)) return;
  throw new WrongAnswer(what, { expected: shown(expected), got: shown(got) });
}

/** Throws WrongAnswer unless it holds; `expected` says in words what should. */
export function expectThat(
  what: string,
  { holds, expected, got }: { readonly holds: boolean; readonly expected: string; readonly got: unknown },
): void {
  if (!holds) throw new WrongAnswer(what, { expected, got: shown(got) });
}

/** The value as the schema has it; throws WrongAnswer with the first part that does not fit. */
export function readAs<S extends z.ZodType>(what: string, schema: S, value: unknown): z.output<S> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const path = issue?.path ?? [];
  throw new WrongAnswer([what, ...path].map(String).join("."), {
    expected: (issue?.message ?? "an answer of its schema").replace(
      /^Invalid input: expected |, received .*$/g,
      "",
    ),
    got: shown(path.reduce(partOf, value)),
  });
}

function partOf(value: unknown, key: PropertyKey): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
