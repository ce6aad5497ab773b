import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { escapeAttribute, escapeText } from "../../src/soap/xml.ts";

Deno.test("escapeText() and escapeAttribute() write what markup would swallow as entities", () => {
  assert.equal(escapeText(`web-1 "é😀"\t\n`), `web-1 "é😀"\t\n`);
  assert.equal(escapeText(`<a & "b">\r`), `&lt;a &amp; "b"&gt;&#13;`);
  assert.equal(escapeAttribute(`<a & "b">\r\n\t`), `&lt;a &amp; &quot;b&quot;&gt;&#13;&#10;&#9;`);
});

Deno.test("escapeText() and escapeAttribute() name the character that XML cannot carry", () => {
  for (const code of [0, 0x8, 0xb, 0xc, 0xe, 0x1f, 0xd800, 0xdc00, 0xfffe, 0xffff]) {
    const message = new RegExp(`U\\+${code.toString(16).toUpperCase().padStart(4, "0")} at position 2`);
    for (const escape of [escapeText, escapeAttribute]) {
      assert.throws(
        () => escape(`ab${String.fromCharCode(code)}c`),
        (error) => error instanceof UserError && error.kind === "invalid" && message.test(error.message),
      );
    }
  }
});
