import assert from "node:assert/strict";
import { together } from "../src/together.ts";

Deno.test("together() gives all values in their order", async () => {
  assert.deepEqual(await together([Promise.resolve(1), "two", Promise.resolve(null)]), [1, "two", null]);
});

Deno.test("together() fails with the first error only when the others have ended", async () => {
  const slow = Promise.withResolvers<void>();
  const failure = new Error("first");
  let hasFailed = false;
  const all = together([slow.promise, Promise.reject(failure)]).finally(() => hasFailed = true);
  all.catch(() => {});
  // Long enough for a rejection that waits for nobody to arrive.
  await new Promise((resolve) => setTimeout(resolve, 0));
  assert.equal(hasFailed, false);
  slow.resolve();
  await assert.rejects(all, failure);
});
