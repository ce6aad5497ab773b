import assert from "node:assert/strict";
import { CallPlaces } from "../../src/mcp/places.ts";

const { signal } = new AbortController();
const CALL = { action: "call x", signal } as const;
const SHORT = { patienceMs: 10 } as const;

Deno.test("CallPlaces.enter() gives each caller so many places", async () => {
  const places = new CallPlaces(2, SHORT);
  using _first = await places.enter("a", CALL);
  using _second = await places.enter("a", CALL);
  using _other = await places.enter("b", CALL);
  await assert.rejects(places.enter("a", CALL), {
    kind: "limited",
    message: 'Cannot call x: 2 calls of "a" are running, and limit_concurrent_calls allows no more; ' +
      "call again when one of them has ended",
  });
});

Deno.test("CallPlaces.enter() lets a few wait, and hands places over in the order of arrival", async () => {
  const places = new CallPlaces(1);
  const first = await places.enter("a", CALL);
  const order: number[] = [];
  const waiting = [1, 2, 3].map(async (number) => {
    using _place = await places.enter("a", CALL);
    order.push(number);
  });
  assert.deepEqual(order, []);
  first[Symbol.dispose]();
  await Promise.all(waiting);
  assert.deepEqual(order, [1, 2, 3]);
});

Deno.test("CallPlaces.enter() never lets more run than there are places", async () => {
  const places = new CallPlaces(3);
  let running = 0;
  let most = 0;
  await Promise.all(Array.from({ length: 15 }, async () => {
    using _place = await places.enter("a", CALL);
    most = Math.max(most, ++running);
    await Promise.resolve();
    running--;
  }));
  assert.equal(most, 3);
});

Deno.test("CallPlaces.enter() refuses at once when too many wait already", async () => {
  const places = new CallPlaces(1);
  const first = await places.enter("a", CALL);
  const waiting = Array.from(
    { length: 4 },
    async () => void (await places.enter("a", CALL))[Symbol.dispose](),
  );
  await assert.rejects(places.enter("a", CALL), { kind: "limited" });
  first[Symbol.dispose]();
  await Promise.all(waiting);
});

Deno.test("CallPlaces.enter() lets go of a caller who gives up while waiting", async () => {
  const places = new CallPlaces(1);
  const first = await places.enter("a", CALL);
  const caller = new AbortController();
  const waiting = places.enter("a", { action: "call x", signal: caller.signal });
  caller.abort(new Error("gave up"));
  await assert.rejects(waiting, /gave up/);
  first[Symbol.dispose]();
  using _next = await places.enter("a", CALL);
});
