import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { pause, untilAborted, withLimit } from "../../src/soap/deadline.ts";

const never = new Promise<never>(() => {});
const onTimeout = () => "Cannot wait: too long; try again";

Deno.test("withLimit() gives the result and lets go of the caller's signal", async () => {
  const { signal } = new AbortController();
  assert.equal(await withLimit({ signal, timeoutMs: 1e6, onTimeout }, () => Promise.resolve(1)), 1);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

Deno.test("withLimit() rejects when the time is over, even when the work does not listen, and tells the work", async () => {
  let inner: AbortSignal | undefined;
  const waiting = withLimit({ timeoutMs: 1, onTimeout }, (signal) => {
    inner = signal;
    return never;
  });
  await assert.rejects(waiting, { kind: "timeout", message: "Cannot wait: too long; try again" });
  assert.equal(inner?.aborted, true);
});

Deno.test("withLimit() rejects with the caller's reason", async () => {
  const controller = new AbortController();
  const reason = new Error("enough");
  const waiting = withLimit({ signal: controller.signal, timeoutMs: 1e6, onTimeout }, () => never);
  controller.abort(reason);
  await assert.rejects(waiting, (error) => error === reason);
});

Deno.test("withLimit() does not begin for a caller who has gone", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  let isBegun = false;
  const work = () => Promise.resolve(isBegun = true);
  await assert.rejects(withLimit({ signal, timeoutMs: 1e6, onTimeout }, work), /enough/);
  assert.equal(isBegun, false);
});

Deno.test("withLimit() gives the work's own error", async () => {
  await assert.rejects(
    withLimit({ timeoutMs: 1e6, onTimeout }, () => Promise.reject(new Error("own"))),
    /own/,
  );
});

Deno.test("untilAborted() settles like the promise and lets go of the signal", async () => {
  const { signal } = new AbortController();
  assert.equal(await untilAborted(Promise.resolve(1), signal), 1);
  await assert.rejects(untilAborted(Promise.reject(new Error("own")), signal), /own/);
  assert.equal(await untilAborted(Promise.resolve(2), undefined), 2);
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

Deno.test("untilAborted() rejects with the reason, at once when it has fired before", async () => {
  const controller = new AbortController();
  const waiting = untilAborted(never, controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  await assert.rejects(untilAborted(never, controller.signal), /enough/);
});

Deno.test("pause() ends after its time or with the reason, and leaves no timer and no listener", async () => {
  const controller = new AbortController();
  await pause(1, controller.signal);
  assert.equal(getEventListeners(controller.signal, "abort").length, 0);
  const waiting = pause(1e6, controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(waiting, /enough/);
  await assert.rejects(pause(1e6, controller.signal), /enough/);
});
