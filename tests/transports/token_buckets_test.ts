import assert from "node:assert/strict";
import { TokenBuckets } from "../../src/transports/token_buckets.ts";

Deno.test("TokenBuckets.take() gives so many at once and then as fast as they come", () => {
  const clock = { now: 0 };
  const buckets = new TokenBuckets({ burst: 2, perMinute: 30 }, { now: () => clock.now });
  const take = () => buckets.take("a");
  assert.deepEqual([take().isAllowed, take().isAllowed], [true, true]);
  assert.deepEqual(take(), { isAllowed: false, remaining: 0, retryAfterSeconds: 2 });
  clock.now += 1999;
  assert.deepEqual(take(), { isAllowed: false, remaining: 0, retryAfterSeconds: 1 });
  clock.now += 1;
  assert.equal(take().isAllowed, true);
  clock.now += 3_600_000;
  assert.deepEqual(take(), { isAllowed: true, remaining: 1, retryAfterSeconds: 0 });
});

Deno.test("TokenBuckets.take() counts each name by itself", () => {
  const buckets = new TokenBuckets({ burst: 1, perMinute: 1 }, { now: () => 0 });
  assert.deepEqual(["a", "b", "a"].map((name) => buckets.take(name).isAllowed), [true, true, false]);
});

Deno.test("TokenBuckets.look() takes none", () => {
  const buckets = new TokenBuckets({ burst: 1, perMinute: 1 }, { now: () => 0 });
  buckets.look("a");
  assert.equal(buckets.take("a").isAllowed, true);
  assert.equal(buckets.look("a").isAllowed, false);
});

Deno.test("TokenBuckets forgets the name not seen for longest when there are too many", () => {
  const buckets = new TokenBuckets({ burst: 2, perMinute: 1 }, { now: () => 0, maxBuckets: 2 });
  for (const name of ["a", "b", "a", "c"]) buckets.take(name);
  assert.equal(buckets.size, 2);
  assert.deepEqual(["a", "b"].map((name) => buckets.look(name).remaining), [0, 2]);
});

Deno.test("TokenBuckets.take() takes several or none", () => {
  const buckets = new TokenBuckets({ burst: 5, perMinute: 60 }, { now: () => 0 });
  assert.deepEqual(buckets.take("a", 3), { isAllowed: true, remaining: 2, retryAfterSeconds: 0 });
  assert.deepEqual(buckets.take("a", 4), { isAllowed: false, remaining: 2, retryAfterSeconds: 2 });
  assert.equal(buckets.take("a", 2).isAllowed, true);
});
