import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanText, cleanValue } from "../../src/mcp/clean.ts";
import { SECRET } from "../support/hand_made_service.ts";

Deno.test("cleanText() takes out what nobody sees", () => {
  const hidden = [
    0x00,
    0x07,
    0x0b,
    0x0d,
    0x1b,
    0x7f,
    0x85,
    0x9f,
    0x200b,
    0x200c,
    0x200d,
    0x200f,
    0x2028,
    0x202a,
    0x202e,
    0x2060,
    0x2066,
  ];
  const tags = [0x2069, 0xfeff, 0xe0001, 0xe0041, 0xe007f, 0xe0100];
  for (const code of [...hidden, ...tags]) {
    assert.equal(cleanText(`a${String.fromCodePoint(code)}b`), "ab", code.toString(16));
  }
});

Deno.test("cleanText() keeps what people write", () => {
  for (const text of ["two\nlines\tand a tab", "ünï — “q”", "日本語 🚀 ❤️", "👩‍💻 👨🏽‍🔧 🏳️‍🌈", 'a&b<c>"d"%2f']) {
    assert.equal(cleanText(text), text);
  }
});

Deno.test("cleanText() takes out a secret that hidden characters pull apart", () => {
  assert.equal(cleanText(`x ${SECRET.slice(0, 4)}\u200B${SECRET.slice(4)} y`), "x [secret] y");
});

Deno.test("cleanValue() cleans keys and strings at any depth and leaves the rest alone", () => {
  const value = {
    "k\u202E": ["a\u200B", 1, null, { b: true, secret: SECRET }],
    when: new Date(0),
    big: 2n ** 60n,
  };
  assert.deepEqual(cleanValue(value), {
    k: ["a", 1, null, { b: true, secret: "[secret]" }],
    when: "1970-01-01T00:00:00.000Z",
    big: "1152921504606846976",
  });
});

Deno.test("cleanValue() answers with what JSON can say, whatever it gets", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
      JSON.stringify(cleanValue(value));
    }),
    { seed: 20261123, numRuns: 1000 },
  );
});
