import fc from "fast-check";
import { escapeText } from "../../src/soap/xml.ts";

/** Documents with all that XML offers apart from DOCTYPE. */
export function documents(): fc.Arbitrary<string> {
  const { content } = fc.letrec<{ content: string; element: string }>((tie) => ({
    content: fc.array(fc.oneof({ depthSize: "small" }, leaves(), tie("element")), { maxLength: 5 })
      .map((parts) => parts.join("")),
    element: elements(tie("content")),
  }));
  const namespaces = ["xsi", "xsd", "_x-1", "soapenv"].map((prefix) => ` xmlns:${prefix}="urn:${prefix}"`)
    .join("");
  const prologue = fc.constantFrom(
    "",
    "\uFEFF",
    '<?xml version="1.0" encoding="UTF-8"?>\r\n',
    "<!-- <a> -->\n<?p a?>",
  );
  return fc.tuple(prologue, content)
    .map(([before, inside]) => `${before}<soapenv:Envelope${namespaces}>${inside}</soapenv:Envelope>`);
}

function elements(content: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const name = fc.constantFrom("val", "obj", "soapenv:Body", "a-b.c_1", "é", "type", "_x-1:type");
  const typeName = fc.constantFrom("VirtualMachine", "A&amp;B", "&#x41;", "");
  const attributes = fc.tuple(
    optional(
      fc.tuple(
        fc.constantFrom("xsi:type", "_x-1:type"),
        fc.tuple(fc.constantFrom("xsd:", "_x-1:", ""), typeName).map((parts) => parts.join("")),
      ),
    ),
    optional(fc.tuple(fc.constant("type"), typeName)),
    optional(
      fc.tuple(
        fc.constantFrom("mytype", "xsi:nil", "xmlns:type"),
        fc.constantFrom("> /> it", "&lt;", "urn:t"),
      ),
    ),
  ).chain((list) => fc.shuffledSubarray(list.flat(), { minLength: list.flat().length }));
  const space = fc.constantFrom("", " ", "\n\t");
  return fc.tuple(name, attributes, fc.constantFrom('"', "'"), space, fc.boolean(), content).map(
    ([name, attributes, quote, space, isEmpty, content]) => {
      const written = attributes.map(([key, value]) =>
        ` ${space}${key}${space}=${space}${quote}${value}${quote}`
      ).join("");
      const open = `<${name}${written}${space}`;
      return isEmpty ? `${open}/>` : `${open}>${content}</${name}${space}>`;
    },
  );
}

function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { maxLength: 1 });
}

function leaves(): fc.Arbitrary<string> {
  return fc.oneof(
    xmlText().map(escapeText),
    fc.constantFrom(
      "&lt;",
      "&quot;",
      "&apos;",
      "&#34;",
      "&#xA;",
      "&#x1F600;",
      "&#13;",
      "&amp;lt;",
      "&amp;#38;",
    ),
    fc.constantFrom(" ", "\n  ", "\r\n", "\r", "'\"", "]]", "\u00A0"),
    fc.constantFrom("<![CDATA[]]>", "<![CDATA[ <a>&amp;]] ]]>", "<!-- <a> & -->", "<!---->", "<?p <a> & ?>"),
  );
}

/** Any text that XML can carry, rich in what must be escaped. */
export function xmlText(): fc.Arbitrary<string> {
  const unit = fc.oneof(
    fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    fc.constantFrom(...`<>&"';#x4\t\n\r `),
  );
  return fc.string({ unit, maxLength: 8 }).filter((text) => !/[^\t\n\r\x20-\uFFFD]/.test(text));
}

/** Functions that cut, insert, delete or swap somewhere in a text. */
export function damages(): fc.Arbitrary<(text: string) => string> {
  const place = fc.nat(10_000);
  const scrap = fc.constantFrom(
    ..."<>&;'\"/=:!?-]ax ",
    "type=",
    "<a>",
    "</a>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&#",
    "\0",
  );
  return fc.oneof(
    place.map((at) => (text: string) => text.slice(0, at % (text.length + 1))),
    fc.tuple(place, scrap).map(([at, scrap]) => (text: string) => splice(text, { at, cut: 0, scrap })),
    fc.tuple(place, fc.nat(20)).map(([at, cut]) => (text: string) => splice(text, { at, cut, scrap: "" })),
    fc.tuple(place, fc.nat(40)).map(([at, cut]) => (text: string) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + text.slice(from + cut, from + 2 * cut) + text.slice(from, from + cut) +
        text.slice(from + 2 * cut);
    }),
  );
}

function splice(text: string, change: { at: number; cut: number; scrap: string }): string {
  const from = change.at % (text.length + 1);
  return text.slice(0, from) + change.scrap + text.slice(from + change.cut);
}
