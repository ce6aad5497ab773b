import assert from "node:assert/strict";
import { Streams } from "../../src/transports/streams.ts";
import { ADMIN, READER } from "../support/callers.ts";

Deno.test("Streams.hold() refuses more than one key may have with 429, and more than there may be with 503", async () => {
  const streams = new Streams({ maxStreams: 3, maxPerCaller: 2 });
  const first = Promise.withResolvers<void>();
  const open = new Promise<void>(() => {});
  assert.equal(streams.hold(ADMIN, first.promise), undefined);
  assert.equal(streams.hold(ADMIN, open), undefined);
  assert.equal(streams.hold(ADMIN, open)?.status, 429);
  assert.equal(streams.hold(READER, open), undefined);
  const full = streams.hold(READER, open);
  assert.equal(full?.status, 503);
  assert.equal(full?.headers.get("retry-after"), "60");
  first.resolve();
  await first.promise;
  assert.equal(streams.hold(ADMIN, open), undefined);
  assert.equal(streams.size, 3);
});
