import assert from "node:assert/strict";
import fc from "fast-check";
import { decodeLine, encodeLine, GENESIS, hashOf } from "../../src/audit/line.ts";

const first = { seq: 1, previous: GENESIS };

Deno.test("hashOf() is what sha256sum says", () => {
  assert.equal(
    hashOf(new TextEncoder().encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

Deno.test("decodeLine() reads what encodeLine() wrote, whatever it says", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.json()), (values) => {
      const facts = { event: "test", values };
      const line = encodeLine(facts, first);
      assert.ok(!line.includes(10));
      const { self: _, ...read } = JSON.parse(line.toString());
      assert.deepEqual(read, JSON.parse(JSON.stringify({ ...first, ...facts })));
      assert.deepEqual(decodeLine(line)?.facts, read);
    }),
    { seed: 20261126, numRuns: 500 },
  );
});

Deno.test("encodeLine() hides and turns no text where the file is looked at", () => {
  const text = "a\u202eb\u200bc\u0085d\u2028e\u{e0041}f é 日本 🚀";
  const line = encodeLine({ event: "test", text }, first).toString();
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.match(line, /a\\u202eb.*é 日本 🚀/);
  assert.equal(JSON.parse(line).text, text);
});

Deno.test("decodeLine() takes no line without an event, seq or hash of the line before", () => {
  for (const facts of [{}, { event: 1 }, { event: "test", seq: "1" }, { event: "test", previous: null }]) {
    assert.equal(decodeLine(encodeLine(facts, first)), undefined);
  }
});
