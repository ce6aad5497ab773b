import assert from "node:assert/strict";
import fc from "fast-check";
import { cleanString, cleanText, cleanValue, MAX_STRING } from "../../src/mcp/clean.ts";
import { SECRET } from "../support/failing_tools.ts";

Deno.test("cleanText() takes out what nobody sees", () => {
  const hidden = [
    [0x00, 0x07, 0x0b, 0x0d, 0x1b, 0x7f, 0x85, 0x9f], // control
    [0x061c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069], // direction and lines
    [0xad, 0x034f, 0x200b, 0x200c, 0x200d, 0x2060, 0x2064, 0xfeff, 0xfff9, 0xfffb], // without width
    [0x115f, 0x1160, 0x3164, 0xffa0, 0x17b4, 0x17b5], // fillers
    [0x180b, 0x180e, 0x180f, 0xfe00, 0xfe0e, 0xfe0f, 0xe0100, 0xe01ef], // variants
    [0xe0001, 0xe0020, 0xe0041, 0xe007f, 0xe0fff], // tags
  ];
  for (const code of hidden.flat()) {
    const character = String.fromCodePoint(code);
    assert.equal(cleanText(`a${character}b${character}${character}`), "ab", code.toString(16));
  }
});

Deno.test("cleanText() keeps what people write", () => {
  for (
    const text of [
      "two\nlines\tand a tab",
      "ünï — “q” and a\u00a0blank",
      'a&b<c>"d"%2f',
      "日本語 한국어 ไทย עברית العربية",
      "می\u200cخواهم نامه\u200cای", // Persian
      "क\u094d\u200dष न\u094d\u200c र\u09cd\u200d", // Hindi, a Bengali virama
      "ന\u0d4d\u200d ශ\u0dca\u200dර", // Malayalam at the end of a word, Sinhala
      "র\u200d\u09cdয", // Bengali with the joiner before the virama
      "ᠠ\u180bᠨ\u180eᠠ", // Mongolian
      "⠓⠊\u2800⠞", // Braille
    ]
  ) {
    assert.equal(cleanText(text), text);
  }
});

Deno.test("cleanText() keeps emoji whole", () => {
  for (const text of ["🚀 ❤️ ☎︎", "👩‍💻 👨🏽‍🔧 🏳️‍🌈 🏴‍☠️ 👨‍👩‍👧‍👦 🏃🏽‍♀️", "1️⃣ #️⃣", "🇩🇪"]) {
    assert.equal(cleanText(text), text);
  }
  assert.equal(cleanText("🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}"), "🏴");
});

Deno.test("cleanText() takes out the second of two that show only once", () => {
  for (
    const [text, shown] of [
      ["م\u200c\u200cم", "مم"],
      ["م\u200c\u200bم", "مم"],
      ["👩\u200d\u200d💻", "👩💻"],
      ["❤\ufe0f\ufe0f", "❤\ufe0f"],
      ["ᠠ\u180b\u180c", "ᠠ\u180b"],
      ["क\u094d\u200d\u200c", "क\u094d\u200d"],
      ["1\ufe0f", "1"],
      ["葛\u{e0100}", "葛"],
    ] as const
  ) {
    assert.equal(cleanText(text), shown);
  }
});

Deno.test("cleanText() has nothing left to do the second time", () => {
  const parts = ["a", "1", "م", "क", "\u094d", "ᠠ", "👩", "💻", "🏽", "\u20e3", "\u061c", "\u180b", "\u200b"];
  const unit = fc.constantFrom(...parts, "\u200c", "\u200d", "\ufe0e", "\ufe0f", "\u{e0041}", "\ud83d", "\r");
  fc.assert(
    fc.property(fc.string({ unit }), (text) => {
      assert.equal(cleanText(cleanText(text)), cleanText(text));
    }),
    { seed: 20261126, numRuns: 20_000 },
  );
});

Deno.test("cleanString() says how long a text was of which it shows the beginning", () => {
  const whole = "x".repeat(MAX_STRING);
  assert.equal(cleanString(whole), whole);
  assert.equal(cleanString(`${whole}yz`), `${whole} [Cut: the whole text has 10002 characters]`);
  assert.ok(cleanString("x".repeat(MAX_STRING - 1) + "🚀").isWellFormed());
});

Deno.test("cleanString() leaves no half of a secret at the end", () => {
  const text = cleanString("x ".repeat(MAX_STRING / 2 - 2) + SECRET);
  assert.ok(!text.includes(SECRET.slice(0, 3)), text.slice(-80));
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

Deno.test("cleanValue() cuts keys and strings at any depth", () => {
  const long = "x".repeat(MAX_STRING + 1);
  const cut = cleanString(long);
  assert.deepEqual(cleanValue({ [long]: [{ text: long }] }), { [cut]: [{ text: cut }] });
});

Deno.test("cleanValue() answers with what JSON can say, whatever it gets", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withDate: true }), (value) => {
      JSON.stringify(cleanValue(value));
    }),
    { seed: 20261123, numRuns: 1000 },
  );
});
