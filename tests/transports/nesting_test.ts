import assert from "node:assert/strict";
import fc from "fast-check";
import { isNestedTooDeep, MAX_DEPTH } from "../../src/transports/nesting.ts";

Deno.test("isNestedTooDeep() counts objects and lists alike", () => {
  for (const [open, close] of [["[", "]"], ['{"a":', "}"]] as const) {
    const nested = (depth: number) => open.repeat(depth) + "1" + close.repeat(depth);
    assert.equal(isNestedTooDeep(nested(MAX_DEPTH)), false);
    assert.equal(isNestedTooDeep(nested(MAX_DEPTH + 1)), true);
  }
});

Deno.test("isNestedTooDeep() takes brackets in texts for text", () => {
  const text = "[".repeat(1000);
  assert.equal(
    isNestedTooDeep(JSON.stringify([text, `"${text}`, `\\"${text}`, { [`\\${text}`]: text }])),
    false,
  );
  assert.equal(isNestedTooDeep(JSON.stringify("\\") + text), true);
});

Deno.test("isNestedTooDeep() agrees with the depth of what JSON.parse makes", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 80 }), (value) => {
    assert.equal(isNestedTooDeep(JSON.stringify(value)), depthOf(value) > MAX_DEPTH);
  }));
});

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
