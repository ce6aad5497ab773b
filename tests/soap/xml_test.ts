import assert from "node:assert/strict";
import { child, childrenNamed, parseXml, type XmlElement, XmlError } from "../../src/soap/xml.ts";

function element(name: string, rest: Partial<XmlElement> = {}): XmlElement {
  return { name, xsiType: undefined, type: undefined, children: [], text: "", ...rest };
}

function textOf(content: string): string {
  return parseXml(`<a>${content}</a>`).text;
}

function refuses(document: string, state: RegExp): void {
  assert.throws(
    () => parseXml(document),
    (error) => error instanceof XmlError && state.test(error.message),
    document,
  );
}

Deno.test("parseXml() reads an envelope with both type attributes", () => {
  const root = parseXml(
    `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenv="urn:x">\n <soapenv:Body>` +
      `<obj type="VirtualMachine">vm-1</obj><val xsi:type="xsd:int">7</val><none/></soapenv:Body>\n` +
      `</soapenv:Envelope>\n`,
  );
  const body = element("Body", {
    children: [
      element("obj", { type: "VirtualMachine", text: "vm-1" }),
      element("val", { xsiType: "int", text: "7" }),
      element("none"),
    ],
  });
  assert.deepEqual(root, element("Envelope", { children: [body] }));
});

Deno.test("parseXml() tells xsi:type from type in either order and with any prefix", () => {
  const both = element("val", { xsiType: "ManagedObjectReference", type: "HostSystem" });
  assert.deepEqual(parseXml(`<val xsi:type="ManagedObjectReference" type="HostSystem"/>`), both);
  assert.deepEqual(parseXml(`<val type='HostSystem' xsi:type=' vim25:ManagedObjectReference '/>`), both);
  const inline = `xmlns:_XMLSchema-instance="urn:i" _XMLSchema-instance:type="ManagedObjectReference"`;
  assert.deepEqual(parseXml(`<val ${inline} type="HostSystem"></val>`), both);
});

Deno.test("parseXml() takes neither a namespace named type nor a longer name for a type", () => {
  const document = `<a xmlns:type="urn:t" mytype="x" xsi:mytype="y" typed="z" serverGuid="g"/>`;
  assert.deepEqual(parseXml(document), element("a"));
});

Deno.test("parseXml() decodes named and numeric entities in text and types", () => {
  assert.equal(textOf("&amp;&lt;&gt;&quot;&apos;&#34;&#39;&#xA;&#x1F600;&#0065;"), `&<>"'"'\n😀A`);
  assert.equal(textOf("&amp;lt;"), "&lt;");
  assert.deepEqual(
    parseXml(`<a type="A&amp;B" xsi:type="x:&#x43;"/>`),
    element("a", { type: "A&B", xsiType: "C" }),
  );
});

Deno.test("parseXml() refuses entities that are unknown, unfinished or no XML character", () => {
  for (
    const entity of [
      "&nbsp;",
      "&",
      "&amp",
      "&;",
      "&#;",
      "&#x;",
      "&#0;",
      "&#x8;",
      "&#xD800;",
      "&#xFFFE;",
      "&#x110000;",
    ]
      .concat("&#99999999999999999999;", "&#1e2;", "&#0x41;", "&AMP;", "& amp;", "&constructor;")
  ) {
    refuses(`<a>${entity}</a>`, /an unknown entity at offset 3/);
    refuses(`<a type="${entity}"/>`, /an unknown entity at offset 9/);
  }
});

Deno.test("parseXml() joins text, CDATA and text around comments and instructions", () => {
  assert.equal(textOf("1<![CDATA[<&amp;]]]]><![CDATA[>]]>2<!-- <b> & -->3<?p <c> ?>4"), "1<&amp;]]>234");
  assert.equal(textOf("<![CDATA[]]>"), "");
});

Deno.test("parseXml() reads comments and instructions around the root", () => {
  assert.deepEqual(parseXml(`\uFEFF<?xml version="1.0"?><!-- - > --><a/><!----><?end?>\n`), element("a"));
});

Deno.test("parseXml() keeps blank text of an element without children only", () => {
  assert.equal(textOf(" \n\t"), " \n\t");
  assert.equal(textOf("\n  <b/>\n  <b/>\n"), "");
  assert.equal(textOf(" x <b/> y "), " x  y ");
  assert.equal(textOf("\u00A0<b/>"), "\u00A0");
});

Deno.test("parseXml() turns line ends into LF but keeps escaped ones", () => {
  assert.equal(textOf("1\r\n2\r3\n4&#xD;5<![CDATA[\r\n]]>"), "1\n2\n3\n4\r5\n");
});

Deno.test("parseXml() takes white space wherever XML allows it", () => {
  const root = parseXml(`\n<a\n\ttype\n=\r\n'T' b = "2"\t><b ></b\n><c\t/></a >\n`);
  assert.deepEqual(root, element("a", { type: "T", children: [element("b"), element("c")] }));
});

Deno.test("parseXml() reads quotes and tag ends inside attribute values", () => {
  assert.deepEqual(parseXml(`<a b="it's > />" c='"' type="T"/>`), element("a", { type: "T" }));
});

Deno.test("parseXml() keeps raw characters that XML forbids", () => {
  assert.equal(textOf("vm\u0001\uFFFE\uD800"), "vm\u0001\uFFFE\uD800");
});

Deno.test("parseXml() reads names of objects' own properties as plain elements", () => {
  const root = parseXml("<a><__proto__>1</__proto__><constructor/></a>");
  assert.deepEqual(root.children, [element("__proto__", { text: "1" }), element("constructor")]);
});

Deno.test("parseXml() refuses a DOCTYPE", () => {
  refuses(`<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>`, /a document type/);
  refuses(`<a><!ELEMENT b ANY></a>`, /a document type/);
});

Deno.test("parseXml() refuses a document that is cut off", () => {
  for (
    const document of [
      "",
      " ",
      "<!-- -->",
      "<a>",
      "<a><b/>",
      "<a>text",
      "<a><!-- ",
      "<!-->",
      "<a><![CDATA[ ]]",
      "<?xml",
    ]
  ) {
    refuses(document, /cut off/);
  }
  for (
    const document of [
      "<",
      "<a",
      "<a ",
      "<a b",
      "<a b=",
      "<a b='",
      "<a/",
      "<a></",
      "<a></a",
      "<a></a ",
      "<a><!-",
    ]
  ) {
    assert.throws(() => parseXml(document), XmlError, document);
  }
});

Deno.test("parseXml() refuses tags that do not match", () => {
  for (
    const document of [
      "<a></b>",
      "<a><b></a></b>",
      "<x:a></y:a>",
      "<x:a></a>",
      "<a></a></a>",
      "</a>",
      "<ab></a>",
    ]
  ) {
    refuses(document, /fits no open element/);
  }
  refuses("<a></ab>", /a malformed closing tag/);
  refuses("<a></a b='c'>", /a malformed closing tag/);
});

Deno.test("parseXml() refuses a second root and text outside the root", () => {
  refuses("<a/><b/>", /a second root/);
  refuses("<a></a><a></a>", /a second root/);
  for (
    const document of ["x<a/>", "<a/>x", "<a/>&#32;", "<a/><![CDATA[]]>", "plain text", "\uFEFF\uFEFF<a/>"]
  ) {
    refuses(document, /text outside the root/);
  }
});

Deno.test("parseXml() refuses malformed attributes", () => {
  for (
    const attribute of [
      "b",
      "b c='1'",
      "b=",
      "b=1",
      "b='1\"",
      "b='<'",
      "b!'1'",
      "='1'",
      "b='1'c='2'",
      ":='1'",
      "x:='1'",
      "/ b='1'",
    ]
  ) {
    assert.throws(() => parseXml(`<a ${attribute}>1</a>`), XmlError, attribute);
    assert.throws(() => parseXml(`<a ${attribute}/>`), XmlError, attribute);
  }
});

Deno.test("parseXml() refuses malformed tag names", () => {
  for (const document of ["<>1</>", "< a></ a>", "<a&b/>", "<:/>", "<x:></x:>", "<a / >", '<"a"/>']) {
    assert.throws(() => parseXml(document), XmlError, document);
  }
});

Deno.test("parseXml() refuses a document longer than maxLength", () => {
  assert.deepEqual(parseXml("<a/>", { maxLength: 4 }), element("a"));
  assert.throws(() => parseXml("<a/>\n", { maxLength: 4 }), XmlError);
});

Deno.test("parseXml() refuses elements deeper than maxDepth without exhausting the stack", () => {
  const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);
  assert.equal(parseXml(nested(1_000)).name, "a");
  assert.throws(() => parseXml(nested(1_001)), XmlError);
  assert.throws(() => parseXml("<a><b/></a>", { maxDepth: 1 }), XmlError);
  assert.throws(() => parseXml("<a>".repeat(100_000)), XmlError);
  assert.equal(parseXml(nested(100_000), { maxDepth: 100_000 }).children.length, 1);
});

Deno.test("XmlError names the offset and shows no more than 40 characters", () => {
  const document = `<a>fine &bad; ${"s".repeat(100)}</a>`;
  const message = `Cannot read XML: an unknown entity at offset 8, before "&bad; ${"s".repeat(34)}"`;
  assert.throws(() => parseXml(document), { name: "XmlError", message });
});

Deno.test("child() and childrenNamed() find children by name in their order", () => {
  const root = parseXml("<a><b>1</b><c/><b>2</b></a>");
  assert.equal(child(root, "b")?.text, "1");
  assert.equal(child(root, "d"), undefined);
  assert.deepEqual(childrenNamed(root, "b").map((found) => found.text), ["1", "2"]);
  assert.deepEqual(childrenNamed(root, "d"), []);
});
