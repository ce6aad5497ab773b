import assert from "node:assert/strict";
import { decodeName, encodeName, isSameName } from "../../src/vsphere/names.ts";

for (
  const [name, stored] of [
    ["a/b", "a%2fb"],
    ["a\\b", "a%5cb"],
    ["100%", "100%25"],
    ["a%2fb", "a%252fb"],
    ["%/\\%", "%25%2f%5c%25"],
    ["%25", "%2525"],
    ["plain é 🚀 <&'\">", "plain é 🚀 <&'\">"],
  ] as const
) {
  Deno.test(`encodeName() and decodeName() agree on ${name}`, () => {
    assert.equal(encodeName(name), stored);
    assert.equal(decodeName(stored), name);
    assert(isSameName(stored, name));
    assert(isSameName(stored, stored));
  });
}

Deno.test("decodeName() takes escapes in any case and leaves all other percent signs", () => {
  assert.equal(decodeName("%2F%5C%41%2"), "/\\%41%2");
});

Deno.test("isSameName() takes escapes in any case, and a name that an old server stored unescaped", () => {
  assert(isSameName("a%2Fb", "a%2fb"));
  assert(isSameName("50%", "50%25"));
  assert(isSameName("50%", "50%"));
});

Deno.test("isSameName() tells other names apart", () => {
  assert(!isSameName("a%2fb", "ab"));
  assert(!isSameName("web", "WEB"));
  assert(!isSameName("a%252fb", "a/b"));
});
