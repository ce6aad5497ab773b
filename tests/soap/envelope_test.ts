import assert from "node:assert/strict";
import { NotSoapError, openAnswer, SoapFault, wrapCall } from "../../src/soap/envelope.ts";
import { parseXml, XmlError } from "../../src/soap/xml.ts";
import { fault, result, soapEnvelope } from "../support/soap_server.ts";

const open = ({ xml = "" }) => openAnswer(soapEnvelope(xml));

Deno.test("wrapCall() makes an envelope around the call", () => {
  const root = parseXml(wrapCall("<Look/>"));
  assert.deepEqual([root.name, root.children[0]?.name, root.children[0]?.children[0]?.name], [
    "Envelope",
    "Body",
    "Look",
  ]);
});

Deno.test("openAnswer() gives every returnval, and none for void", () => {
  const values = open(result("Find", "<returnval>1</returnval><returnval>2</returnval>"));
  assert.deepEqual(values.map(({ text }) => text), ["1", "2"]);
  assert.deepEqual(open(result("Find")), []);
});

Deno.test("openAnswer() skips a header and takes any prefix", () => {
  const answer =
    "<S:Envelope><S:Header><a/></S:Header><S:Body><FindResponse><returnval>1</returnval></FindResponse></S:Body></S:Envelope>";
  assert.equal(openAnswer(answer)[0]?.text, "1");
});

Deno.test("openAnswer() throws a fault with its text and detail", () => {
  const answer = fault("InvalidName", { fields: "<name>x</name>", message: "bad &amp; wrong" });
  assert.throws(() => open(answer), (error) => {
    assert(error instanceof SoapFault);
    assert.equal(error.message, "bad & wrong");
    assert.equal(error.detail?.xsiType, "InvalidName");
    assert.equal(error.detail?.children[0]?.text, "x");
    return true;
  });
});

Deno.test("openAnswer() throws a fault without detail and text", () => {
  assert.throws(
    () => open({ xml: "<soapenv:Fault/>" }),
    (error) => error instanceof SoapFault && error.message === "" && error.detail === undefined,
  );
});

for (
  const answer of ["", "<Envelope>", "<html><body/></html>", "<Envelope/>", "<Envelope><Body/></Envelope>"]
) {
  Deno.test(`openAnswer() refuses ${JSON.stringify(answer)} and keeps the parser's words in the cause`, () => {
    assert.throws(() => openAnswer(answer), (error) => {
      assert(error instanceof NotSoapError);
      assert.match(error.message, /^The answer is no (XML|SOAP envelope)$/);
      assert(error.cause === undefined || error.cause instanceof XmlError);
      return true;
    });
  });
}
