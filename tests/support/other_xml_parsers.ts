import assert from "node:assert/strict";
import { XMLParser } from "fast-xml-parser";
import { SaxesParser } from "saxes";
import type { XmlElement } from "../../src/soap/xml.ts";

/** What parseXml should give, by saxes; throws what saxes throws. */
export function readBySaxes(document: string): XmlElement | undefined {
  const root = newElement("", new Map());
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  parser.on("opentag", ({ name, attributes }) => {
    const values = new Map(Object.values(attributes).map((attribute) => [attribute.name, attribute.value]));
    const element = newElement(name, values);
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  const addText = (text: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => dropBlankText(open.pop() ?? root));
  parser.write(document).close();
  return root.children[0];
}

/** What parseXml should give, by fast-xml-parser. */
export function readByFastXmlParser(document: string): XmlElement | undefined {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
  });
  const root = newElement("", new Map());
  addContent(root, parser.parse(document));
  return root.children[0];
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

function newElement(name: string, attributes: ReadonlyMap<string, string>): OpenElement {
  const xsiName = [...attributes.keys()].find((key) => key.endsWith(":type") && key !== "xmlns:type");
  const xsiType = xsiName === undefined ? undefined : localPart(attributes.get(xsiName)?.trim() ?? "");
  return { name: localPart(name), xsiType, type: attributes.get("type"), children: [], text: "" };
}

function localPart(name: string): string {
  return name.replace(/^[^:]*:/, "");
}

function dropBlankText(element: OpenElement): void {
  if (element.children.length > 0 && /^[ \t\r\n]*$/.test(element.text)) element.text = "";
}

/** Content is a list of `{ "#text": string }` and `{ [name]: content, ":@"?: attributes }`. */
function addContent(element: OpenElement, content: unknown): void {
  assert.ok(Array.isArray(content));
  for (const entry of content.map(fieldsOf)) {
    const attributes = entry.get(":@");
    for (const [name, value] of entry) {
      if (name === "#text") element.text += String(value);
      else if (name !== ":@") {
        const values = [...fieldsOf(attributes ?? {})].map(([key, value]) => [key, String(value)] as const);
        const child = newElement(name, new Map(values));
        addContent(child, value);
        element.children.push(child);
      }
    }
  }
  dropBlankText(element);
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  assert.ok(typeof value === "object" && value !== null);
  return new Map(Object.entries(value));
}
