import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { type JobContext, Jobs } from "../../src/vsphere/jobs.ts";

const never = new AbortController().signal;
const LONG_MS = 60_000;

/** Work that goes on until it is aborted and then takes `undo` for undoing. */
function untilAborted(undo: () => Promise<void> = () => Promise.resolve()): {
  readonly work: (context: JobContext) => Promise<{ moref: string }>;
  readonly started: Promise<void>;
} {
  const { promise: started, resolve } = Promise.withResolvers<void>();
  return {
    started,
    work: async ({ signal }) => {
      resolve();
      await new Promise((end) => signal.addEventListener("abort", end));
      await undo();
      throw signal.reason;
    },
  };
}

Deno.test("Jobs.run() gives the result of work that ends in time", async () => {
  const jobs = new Jobs();
  const seen: string[] = [];
  const outcome = await jobs.run("count", ({ onProgress }) => {
    onProgress({ percent: 50, message: "halfway" });
    return Promise.resolve({ moref: "vm-1" });
  }, { signal: never, waitMs: LONG_MS, onProgress: ({ message }) => seen.push(message) });
  assert.deepEqual(outcome, { state: "success", id: "job-1", result: { moref: "vm-1" } });
  assert.deepEqual(seen, ["halfway"]);
  const view = jobs.find("job-1");
  assert.equal(view?.state, "success");
  assert.deepEqual(view?.progress, { percent: 50, message: "halfway" });
});

Deno.test("Jobs.run() answers running when the time is over, and the work goes on", async () => {
  const jobs = new Jobs();
  const caller = new AbortController();
  const { promise, resolve } = Promise.withResolvers<{ moref: string }>();
  const outcome = await jobs.run("wait", () => promise, { signal: caller.signal, waitMs: 0 });
  assert.deepEqual(outcome, { state: "running", id: "job-1" });
  caller.abort();
  resolve({ moref: "vm-2" });
  await jobs.close();
  const view = jobs.find("job-1");
  assert.equal(view?.state, "success");
  assert.deepEqual(view?.result, { moref: "vm-2" });
});

Deno.test("Jobs.run() reports no progress to a caller who has the answer", async () => {
  const jobs = new Jobs();
  const seen: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const outcome = await jobs.run("wait", async ({ onProgress }) => {
    onProgress({ message: "first" });
    await promise;
    onProgress({ message: "second" });
    return {};
  }, { signal: never, waitMs: 0, onProgress: ({ message }) => seen.push(message) });
  assert.equal(outcome.state, "running");
  resolve();
  await jobs.close();
  assert.deepEqual(seen, ["first"]);
  assert.equal(jobs.find("job-1")?.progress?.message, "second");
});

Deno.test("Jobs.run() aborts the job of a caller who gives up and waits until it is undone", async () => {
  const jobs = new Jobs();
  const caller = new AbortController();
  let isUndone = false;
  const { work, started } = untilAborted(() => {
    isUndone = true;
    return Promise.resolve();
  });
  const call = jobs.run("wait", work, { signal: caller.signal, waitMs: LONG_MS });
  await started;
  const reason = new UserError("cancelled", "enough");
  caller.abort(reason);
  await assert.rejects(call, reason);
  assert.ok(isUndone);
  assert.equal(jobs.find("job-1")?.state, "error");
});

Deno.test("Jobs.run() says in a sentence that the caller gave up", async () => {
  const jobs = new Jobs();
  const caller = new AbortController();
  const { work, started } = untilAborted();
  const call = jobs.run("wait", work, { signal: caller.signal, waitMs: LONG_MS });
  await started;
  caller.abort();
  await assert.rejects(call, { kind: "cancelled", message: "Cannot wait: the caller gave up" });
});

Deno.test("Jobs.run() throws the error of the work and keeps it", async () => {
  const jobs = new Jobs();
  const error = new UserError("conflict", "no");
  await assert.rejects(
    jobs.run("fail", () => Promise.reject(error), { signal: never, waitMs: LONG_MS }),
    error,
  );
  assert.equal(jobs.find("job-1")?.error, error);
});

Deno.test("Jobs.run() starts nothing for a caller who has gone", async () => {
  const jobs = new Jobs();
  const signal = AbortSignal.abort(new UserError("cancelled", "gone"));
  await assert.rejects(jobs.run("none", () => Promise.resolve({}), { signal, waitMs: LONG_MS }), /gone/);
  assert.equal(jobs.find("job-1"), undefined);
});

Deno.test("Jobs.cancel() aborts a running job with a reason that names it", async () => {
  const jobs = new Jobs();
  const { work, started } = untilAborted();
  const call = jobs.run('clone virtual machine "a"', work, { signal: never, waitMs: LONG_MS });
  await started;
  jobs.cancel("job-1");
  await assert.rejects(call, {
    kind: "cancelled",
    message: 'Cannot clone virtual machine "a": it was cancelled',
  });
});

Deno.test("Jobs.close() aborts running jobs, waits until they are undone and takes no more", async () => {
  const jobs = new Jobs();
  const { work, started } = untilAborted();
  await jobs.run("wait", work, { signal: never, waitMs: 0 });
  await started;
  await jobs.close();
  assert.equal(jobs.find("job-1")?.state, "error");
  const late = jobs.run("late", () => Promise.resolve({}), { signal: never, waitMs: LONG_MS });
  await assert.rejects(late, {
    kind: "cancelled",
    message: "Cannot late: the server shuts down; start it again when the server is back",
  });
});

Deno.test("Jobs.close() gives up on a job that does not end within the limit", async () => {
  const jobs = new Jobs();
  const { promise, resolve } = Promise.withResolvers<void>();
  const { work, started } = untilAborted(() => promise);
  await jobs.run("wait", work, { signal: never, waitMs: 0 });
  await started;
  await jobs.close(0);
  assert.equal(jobs.find("job-1")?.state, "running");
  resolve();
});

Deno.test("Jobs.find() knows the last hundred jobs that ended and all that run", async () => {
  const jobs = new Jobs();
  const { promise, resolve } = Promise.withResolvers<object>();
  await jobs.run("long", () => promise, { signal: never, waitMs: 0 });
  for (let count = 0; count < 101; count++) {
    await jobs.run("short", () => Promise.resolve({}), { signal: never, waitMs: LONG_MS });
  }
  assert.equal(jobs.find("job-1")?.state, "running");
  assert.equal(jobs.find("job-2"), undefined);
  assert.equal(jobs.find("job-3")?.state, "success");
  resolve({});
  await promise;
});
