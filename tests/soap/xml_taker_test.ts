import assert from "node:assert/strict";
import { parseXml, type XmlElement } from "../../src/soap/xml.ts";

Deno.test("parseXml() hands out elements as they come and keeps the rest", () => {
  const taken: string[] = [];
  const take = (element: XmlElement) => {
    taken.push(element.children.map(({ text }) => text).join(" ") || element.text);
  };
  const root = parseXml(
    "<a><v>1</v><o><x>1</x><x>2</x></o><o>plain</o><b><o><x>3</x></o><c/></b><o><x>4</x></o><t>true</t></a>",
    { taker: { name: "o", take } },
  );
  assert.deepEqual(taken, ["1 2", "plain", "3", "4"]);
  assert.deepEqual(root.children.map(({ name, children }) => [name, children.map((inner) => inner.name)]), [
    ["v", []],
    ["b", ["c"]],
    ["t", []],
  ]);
});

Deno.test("parseXml() has handed out what comes before a document breaks off", () => {
  const taken: string[] = [];
  const taker = { name: "o", take: ({ text }: XmlElement) => void taken.push(text) };
  assert.throws(() => parseXml("<a><o>1</o><o>2</o><o>3", { taker }), { name: "XmlError" });
  assert.deepEqual(taken, ["1", "2"]);
});
