import fc from "fast-check";
import { SECRET } from "./campaign.ts";

const STRINGS: readonly string[] = [
  "",
  " ",
  "\0",
  "a\0b",
  "\ud800",
  "\udc00x",
  "\u202egnp.exe",
  "\u{1F468}\u200D\u{1F4BB}",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../etc/passwd",
  "..%2f..%2fetc%2fpasswd",
  "%",
  "%00",
  "%zz",
  "%25252f",
  "/",
  "//",
  "/DC/vm/../..",
  "<x>&amp;</x>",
  "]]>",
  "<![CDATA[",
  "&#0;",
  "'\"`",
  "*",
  "?",
  "*?".repeat(500),
  "*a".repeat(2000) + "b",
  "[",
  "[]",
  "[a-",
  "(a+)+$",
  "[silver-01] ../../x.iso",
  "[nowhere] a.iso",
  "null",
  "NaN",
  "1e309",
  "-1",
  "0x10",
  "vm-1",
  "VirtualMachine:vm-1",
  "group-d1",
  "task-1",
  "job-1",
  "job-99999999999999999999",
  "00:50:56:00:00:00",
  "::1",
  "10.0.0.1",
  "00000000-0000-0000-0000-000000000000",
  "9999-99-99T99:99:99Z",
  "99999999999999w",
  "-5m",
  "eyJvIjoxfQ",
  SECRET,
  `x ${SECRET} y`,
  "x".repeat(81),
  "n".repeat(100_000),
];

/** Text that somebody sends who means no good, or any text at all. */
export function hostileText(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...STRINGS) },
    { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
    // Halves of surrogate pairs too, which no other way of making text has.
    {
      weight: 1,
      arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 }).map((units) =>
        String.fromCharCode(...units)
      ),
    },
  );
}

const NUMBERS: readonly number[] = [
  0,
  -0,
  -1,
  0.1,
  1e-7,
  4,
  1e21,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  Number.MAX_SAFE_INTEGER,
  Number.MAX_VALUE,
  Number.MIN_VALUE,
];

/** Anything that JSON can carry, wrong where anything was expected. */
export function hostileValue(): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 5, arbitrary: hostileText() },
    { weight: 3, arbitrary: fc.constantFrom(...NUMBERS) },
    { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
    { weight: 1, arbitrary: fc.array(hostileText(), { maxLength: 5 }) },
    { weight: 1, arbitrary: fc.dictionary(hostileText(), hostileText(), { maxKeys: 4 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 3000 }).map(nested) },
    { weight: 1, arbitrary: fc.constantFrom(...OBJECTS).map((text): unknown => JSON.parse(text)) },
    { weight: 1, arbitrary: fc.jsonValue() },
  );
}

/** With names that mean something to JavaScript. */
const OBJECTS: readonly string[] = [
  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"toString":1,"valueOf":2}',
  '{"length":1e9}',
  '{"then":"x"}',
  '{"$type":"VirtualMachineConfigSpec"}',
];

function nested(depth: number): unknown {
  let value: object = ["x"];
  for (let level = 1; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
  // It would be too deep for whoever writes the counterexample down.
  return Object.defineProperty(value, fc.toStringMethod, { value: () => `nested(${depth})` });
}
