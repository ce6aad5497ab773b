import assert from "node:assert/strict";
import {
  arrayOf,
  boolean,
  many,
  number,
  object,
  one,
  raw,
  ref,
  text,
  typed,
  word,
  xsiType,
} from "../../src/soap/decode.ts";
import { parseXml } from "../../src/soap/xml.ts";

const read = (content: string, attributes = "") => parseXml(`<val ${attributes}>${content}</val>`);

Deno.test("text() gives the text as it stands, word() without space and nothing for none", () => {
  assert.equal(text(read(" a &amp; b ")), " a & b ");
  assert.equal(text(read("")), "");
  assert.equal(word(read(" poweredOn\n")), "poweredOn");
  assert.equal(word(read("")), undefined);
});

Deno.test("number() reads integers and doubles and gives nothing for what is none", () => {
  for (
    const [content, expected] of [["-42", -42], [" 1.5e3 ", 1500], ["9007199254740991", 2 ** 53 - 1]] as const
  ) {
    assert.equal(number(read(content)), expected);
  }
  for (const content of ["", " ", "many", "INF", "NaN"]) assert.equal(number(read(content)), undefined);
});

Deno.test("boolean() reads all four spellings and gives nothing for others", () => {
  assert.deepEqual(["true", "1", "false", "0", "", "TRUE"].map((content) => boolean(read(content))), [
    true,
    true,
    false,
    false,
    undefined,
    undefined,
  ]);
});

Deno.test("ref() reads the managed object type whatever the other attributes", () => {
  const attributes = 'xmlns:x="i" type="HostSystem" x:type="ManagedObjectReference"';
  const element = read("host-1", attributes);
  assert.deepEqual(ref(element), { type: "HostSystem", value: "host-1" });
  assert.equal(xsiType(element), "ManagedObjectReference");
  assert.equal(ref(read("host-1")), undefined);
});

Deno.test("object() reads the named fields, each by its own count, and ignores the rest", () => {
  const reader = object({ a: one(number), b: many(text), c: many(text), d: one(text) });
  const element = read("<b>x</b><a>1</a><new>?</new><b>y</b><a>2</a>");
  assert.deepEqual(reader(element), { a: 1, b: ["x", "y"], c: [], d: undefined });
});

Deno.test("object() does not mix the fields of one object with those of another", () => {
  const reader = many(object({ b: many(text), c: many(text) }));
  const parent = read("<o><b>1</b></o><o><c>2</c></o><o/>");
  assert.deepEqual(reader(parent.children), [{ b: ["1"], c: [] }, { b: [], c: ["2"] }, { b: [], c: [] }]);
});

Deno.test("arrayOf() takes every child as an item and leaves out what cannot be read", () => {
  assert.deepEqual(arrayOf(number)(read("<int>1</int><int></int><int>3</int>")), [1, 3]);
  assert.deepEqual(arrayOf(number)(read("")), []);
});

Deno.test("typed() adds the concrete type, empty when the server names none", () => {
  const reader = typed(object({ key: one(number) }));
  assert.deepEqual(reader(read("<key>1</key>", 'xmlns:x="i" x:type="VirtualDisk"')), {
    key: 1,
    $type: "VirtualDisk",
  });
  assert.deepEqual(reader(read("<key>1</key>")), { key: 1, $type: "" });
});

Deno.test("raw() gives the element itself", () => {
  const element = read("x");
  assert.equal(raw(element), element);
});
