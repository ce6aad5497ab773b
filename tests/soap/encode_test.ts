import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { createEncoder, type WireObject } from "../../src/soap/encode.ts";

const { encodeCall } = createEncoder({
  types: {
    Animal: ["", "! name? owner:ref?"],
    Cat: ["Animal", "lives:int"],
    Tiger: ["Cat", "stripes[]? fluffy:boolean?@7.0.3.1"],
    Cage: ["", "colour:=Colour? tenant:Animal guest:Animal[]? spare:Cage? label?"],
    Setting: ["", "value:anyType"],
  },
  methods: {
    Feed: "amount:double? note?@8.0.1",
    Lock: "cage:Cage",
    Set: "setting:Setting[]",
    Own: "cat:ref",
  },
});
const target = { type: "Zoo", value: "zoo-1" };

/** The parameters of a call as XML, without what surrounds them. */
function encode(method: string, args: WireObject, version = "8.0.3.0"): string {
  const xml = encodeCall({ method, target, args, version });
  const start = `<${method} xmlns="urn:vim25"><_this type="Zoo">zoo-1</_this>`;
  assert.ok(xml.startsWith(start), xml);
  return xml.slice(start.length, -`</${method}>`.length);
}

function encodeSetting(value: WireObject["value"]): string {
  return encode("Set", { setting: [{ value }] }).replace(/^<setting>(.*)<\/setting>$/, "$1");
}

Deno.test("encodeCall() writes inherited fields first, repeats lists and leaves out undefined fields", () => {
  const tenant = { $type: "Tiger", stripes: ["a", "b"], lives: 9, name: undefined, owner: target };

  assert.equal(
    encode("Lock", { cage: { guest: [], tenant } }),
    '<cage><tenant xsi:type="Tiger"><owner type="Zoo">zoo-1</owner><lives>9</lives>' +
      "<stripes>a</stripes><stripes>b</stripes></tenant></cage>",
  );
});

Deno.test("encodeCall() types the values of anyType fields", () => {
  const cat = { $type: "Cat", lives: 7 };

  assert.equal(encodeSetting("5"), '<value xsi:type="xsd:string">5</value>');
  assert.equal(encodeSetting(5), '<value xsi:type="xsd:int">5</value>');
  assert.equal(encodeSetting(2 ** 31), '<value xsi:type="xsd:long">2147483648</value>');
  assert.equal(encodeSetting(5n), '<value xsi:type="xsd:long">5</value>');
  assert.equal(encodeSetting(0.5), '<value xsi:type="xsd:double">0.5</value>');
  assert.equal(encodeSetting(false), '<value xsi:type="xsd:boolean">false</value>');
  assert.equal(encodeSetting(target), '<value xsi:type="ManagedObjectReference" type="Zoo">zoo-1</value>');
  assert.equal(encodeSetting(cat), '<value xsi:type="Cat"><lives>7</lives></value>');
  assert.throws(
    () => encodeSetting({ lives: 7 }),
    /^Error: Cannot send Setting.value: an object needs \$type/,
  );
  assert.throws(() => encodeSetting(["a"]), /^Error: Cannot send Setting.value: it takes no list$/);
});

Deno.test("encodeCall() refuses what the table does not know and names the closest", () => {
  const cat = { $type: "Cat", lives: 9 };

  assert.throws(() => encode("Feet", {}), /^Error: Cannot call Feet: no such method; the closest is Feed$/);
  assert.throws(
    () => encode("Feed", { amont: 1 }),
    /^Error: Cannot send Feed.amont: no such field; .* amount$/,
  );
  assert.throws(
    () => encode("Lock", { cage: { tenant: { ...cat, liver: 1 } } }),
    /^Error: Cannot send Cat.liver: no such field; the closest is lives$/,
  );
  assert.throws(
    () => encode("Lock", { cage: { tenant: { $type: "Tigger" } } }),
    /^Error: Cannot send a Tigger: no such type; the closest is Tiger$/,
  );
});

Deno.test("encodeCall() refuses a missing required field or parameter", () => {
  assert.throws(() => encode("Own", {}), /^Error: Cannot send Own.cat: it is required$/);
  assert.throws(
    () => encode("Lock", { cage: { tenant: { $type: "Cat" } } }),
    /^Error: Cannot send Cat.lives: it is required$/,
  );
});

Deno.test("encodeCall() refuses fields and parameters newer than the connection", () => {
  const args = { cage: { tenant: { $type: "Tiger", lives: 9, fluffy: true } } };

  for (const version of ["7.0.3.1", "7.0.3.10", "7.0.10.0", "8.0.0.0", "10.0"]) {
    assert.match(encode("Lock", args, version), /<fluffy>true<\/fluffy>/);
  }
  for (const version of ["7.0.3.0", "7.0.3", "6.9.1", "6.7"]) {
    const text = `Cannot send Tiger.fluffy: it exists since 7.0.3.1, the connection speaks ${version}`;
    assert.throws(() => encode("Lock", args, version), new Error(text));
  }
  assert.throws(
    () => encode("Feed", { note: "" }, "8.0.0.2"),
    /Cannot send Feed.note: it exists since 8.0.1/,
  );
  assert.equal(encode("Feed", { note: "" }, "8.0.1.0"), "<note></note>");
});

Deno.test("encodeCall() refuses an $type that is not below the declared type, and a base type", () => {
  const lock = (tenant: WireObject) => encode("Lock", { cage: { tenant } });

  assert.throws(
    () => lock({ $type: "Setting", value: 1 }),
    /^Error: Cannot send Cage.tenant: a Setting is no Animal$/,
  );
  assert.throws(
    () => lock({ name: "Tom" }),
    /^Error: Cannot send Cage.tenant: Animal is a base type; \$type must/,
  );
  assert.throws(
    () => lock({ $type: "Animal" }),
    /^Error: Cannot send Cage.tenant: Animal is a base type; \$type must/,
  );
});

Deno.test("encodeCall() refuses values that do not fit the field", () => {
  assert.throws(() => encode("Feed", { amount: [1] }), /^Error: Cannot send Feed.amount: it takes no list$/);
  assert.throws(
    () => encode("Set", { setting: { value: 1 } }),
    /^Error: Cannot send Set.setting: it takes a list$/,
  );
  assert.throws(
    () => encode("Feed", { amount: target }),
    /^Error: Cannot send Feed.amount: it takes a string/,
  );
  assert.throws(
    () => encode("Own", { cat: "cat-1" }),
    /^Error: Cannot send Own.cat: it takes a managed object ref/,
  );
  assert.throws(() => encode("Lock", { cage: "cage-1" }), /^Error: Cannot send Lock.cage: it takes a Cage$/);
  const tiger = { $type: "Tiger", lives: 9 };
  for (
    const [tenant, text] of [
      [{ ...tiger, lives: "9" }, "Tiger.lives: it takes a number"],
      [{ ...tiger, fluffy: "true" }, "Tiger.fluffy: it takes a boolean"],
      [{ ...tiger, name: 1 }, "Tiger.name: it takes a string"],
    ] as const
  ) {
    assert.throws(() => encode("Lock", { cage: { tenant } }), { message: `Cannot send ${text}` });
  }
});

Deno.test("encodeCall() refuses numbers that would arrive as others", () => {
  for (const amount of [NaN, Infinity, -Infinity, 2 ** 53, 1e21]) {
    assert.throws(() => encode("Feed", { amount }), /^Error: Cannot send Feed.amount: .* is no exact number/);
  }
  assert.equal(encode("Feed", { amount: 2n ** 60n }), "<amount>1152921504606846976</amount>");
  assert.equal(encode("Feed", { amount: -0.25 }), "<amount>-0.25</amount>");
});

Deno.test("encodeCall() escapes texts, references and their types", () => {
  const cat = { type: 'C"at', value: "<1>&" };

  assert.equal(encode("Feed", { note: "a<b & c>" }), "<note>a&lt;b &amp; c&gt;</note>");
  assert.equal(encode("Own", { cat }), '<cat type="C&quot;at">&lt;1&gt;&amp;</cat>');
});

Deno.test("encodeCall() blames the caller for characters that XML cannot carry, and names the field", () => {
  const calls = [
    () => encode("Lock", { cage: { tenant: { $type: "Cat", lives: 9 }, label: "a\u0001" } }),
    () => encode("Own", { cat: { type: "Cat", value: "cat\u0001" } }),
  ];
  const fields = ["Cage.label", "Own.cat"];

  for (const [index, call] of calls.entries()) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.kind, "invalid");
      assert.match(error.message, /U\+0001/);
      assert.ok(error.message.endsWith(`(in ${fields[index]})`), error.message);
      return true;
    });
  }
});

Deno.test("createEncoder() refuses a malformed table", () => {
  const encoder = createEncoder({ types: {}, methods: { Feed: "amount:[]" } });

  assert.throws(
    () => encoder.encodeCall({ method: "Feed", target, args: {}, version: "8.0" }),
    /^Error: Cannot read field "amount:\[\]": it is not name/,
  );
});
