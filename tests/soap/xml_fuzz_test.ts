import assert from "node:assert/strict";
import fc from "fast-check";
import { escapeAttribute, escapeText, parseXml, type XmlElement, XmlError } from "../../src/soap/xml.ts";
import { readByFastXmlParser, readBySaxes } from "../support/other_xml_parsers.ts";
import { retrieveAnswer } from "../support/soap_documents.ts";
import { damages, documents, xmlText } from "../support/xml_documents.ts";

/** FUZZ_SEED and FUZZ_RUNS search elsewhere and longer; by default every run is the same. */
const seed = Number(Deno.env.get("FUZZ_SEED") ?? 20_260_501);
const runs = (byDefault: number) => ({ seed, numRuns: Number(Deno.env.get("FUZZ_RUNS") ?? byDefault) });

Deno.test("parseXml() reads generated documents as saxes does", () => {
  fc.assert(
    fc.property(documents(), (document) => assert.deepEqual(parseXml(document), readBySaxes(document))),
    runs(1_000),
  );
});

Deno.test("parseXml() reads generated documents as fast-xml-parser does", () => {
  fc.assert(
    fc.property(
      documents(),
      (document) => assert.deepEqual(parseXml(document), readByFastXmlParser(document)),
    ),
    runs(500),
  );
});

Deno.test("parseXml() reads an answer of a property collector as both other parsers do", () => {
  const document = retrieveAnswer(20);
  assert.deepEqual(parseXml(document), readBySaxes(document));
  assert.deepEqual(parseXml(document), readByFastXmlParser(document));
});

Deno.test("parseXml() gives back what escapeText() and escapeAttribute() wrote", () => {
  fc.assert(
    fc.property(xmlText(), xmlText(), (text, type) => {
      const { text: readText, type: readType } = parseXml(
        `<a type="${escapeAttribute(type)}">${escapeText(text)}</a>`,
      );
      assert.deepEqual({ readText, readType }, { readText: text, readType: type });
    }),
    runs(1_000),
  );
});

Deno.test("parseXml() refuses every strict truncation of a valid document", () => {
  const refuseAll = (document: string) => {
    for (let length = 0; length < document.length; length++) {
      assert.throws(() => parseXml(document.slice(0, length)), XmlError, `cut at ${length}`);
    }
  };
  refuseAll(retrieveAnswer(1));
  fc.assert(fc.property(documents(), refuseAll), runs(50));
});

Deno.test("parseXml() throws nothing but XmlError on any text", () => {
  const token = fc.constantFrom(
    ..."<>&;'\"/=:!?- \n\r\0",
    "<a>",
    "</a>",
    "<a",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "type='",
    "&#x",
    "\uFEFF",
  );
  const text = fc.array(fc.oneof(token, fc.string({ unit: "binary" })), { maxLength: 30 });
  fc.assert(fc.property(text, (parts) => void tryToParse(parts.join(""))), runs(3_000));
});

Deno.test("parseXml() throws nothing but XmlError on damaged documents and accepts all that saxes does", () => {
  fc.assert(
    fc.property(
      fc.oneof(documents(), fc.constant(retrieveAnswer(1))),
      fc.array(damages(), { minLength: 1, maxLength: 4 }),
      (document, list) => {
        const damaged = list.reduce((text, damage) => damage(text), document);
        const read = tryToParse(damaged);
        const expected = tryToReadBySaxes(damaged);
        if (expected !== undefined) assert.deepEqual(read, expected);
      },
    ),
    runs(2_000),
  );
});

Deno.test("parseXml() takes linear time on hostile repetition", () => {
  const hostile = [
    "<a b='",
    "<a b='1'>",
    "&",
    "&amp;",
    "<!--",
    "<!---->",
    "<![CDATA[]]>",
    "</a>",
    "<a/>",
    "\r",
    ";",
    "<",
    "<a ",
    "b='' ",
  ];
  for (const part of hostile) {
    const start = performance.now();
    for (const open of ["", "<a>", "<a type='", "<a "]) tryToParse(open + part.repeat(200_000));
    // A quadratic step takes minutes here, all of it together a fraction of a second.
    assert.ok(performance.now() - start < 5_000, part);
  }
});

function tryToParse(document: string): XmlElement | undefined {
  try {
    return parseXml(document);
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}

function tryToReadBySaxes(document: string): XmlElement | undefined {
  try {
    return readBySaxes(document);
  } catch {
    return undefined;
  }
}
