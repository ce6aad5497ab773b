import assert from "node:assert/strict";
import { SoapAnswer } from "../../src/soap/answer.ts";

const source = { url: new URL("https://vcenter.example.com/sdk"), status: 200 };

Deno.test("SoapAnswer.open() says of a write without an answer that it may have been carried out", () => {
  assert.throws(() => new SoapAnswer("<html></html>", { ...source, isRead: false }).open(), {
    kind: "unavailable",
    message:
      'Cannot understand "vcenter.example.com": status 200 at /sdk with something that is no SOAP answer; ' +
      "what was asked may have been carried out, so look before you repeat it",
  });
});

Deno.test("SoapAnswer.open() says of a read without an answer what to check", () => {
  assert.throws(() => new SoapAnswer("", { ...source, isRead: true }).open(), {
    message: /check that vcenter_host names an ESXi host/,
  });
});
