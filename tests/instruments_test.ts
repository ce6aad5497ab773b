import assert from "node:assert/strict";
import { addInstrument, observed, type Running, type Work } from "../src/instruments.ts";

const WORK = { kind: "tool", name: "list_vms" } as const;

Deno.test("observed() runs the work once inside all instruments, and hands its end on", async () => {
  const seen: string[] = [];
  const stops = ["outer", "inner"].map((name) => addInstrument(noting(name, seen)));
  const running = {
    run() {
      seen.push("work");
      return Promise.resolve(42);
    },
    outcomeOf: (result: number) => `got ${result}`,
  };
  assert.equal(await observed(WORK, running), 42);
  assert.deepEqual(seen, ["outer list_vms", "inner list_vms", "work", "inner got 42", "outer got 42"]);
  stops.forEach((stop) => stop());
  await observed(WORK, running);
  assert.equal(seen.length, 6);
});

Deno.test("observed() hands on what is thrown", async () => {
  const stop = addInstrument(noting("one", []));
  const running = { run: () => Promise.reject(new Error("broken")), outcomeOf: () => "" };
  await assert.rejects(observed(WORK, running), { message: "broken" });
  stop();
});

function noting(name: string, seen: string[]) {
  return async <T>(work: Work, { run, outcomeOf }: Running<T>): Promise<T> => {
    seen.push(`${name} ${work.kind === "tool" ? work.name : work.method}`);
    const result = await run();
    seen.push(`${name} ${outcomeOf(result)}`);
    return result;
  };
}
