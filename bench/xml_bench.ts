/** parseXml beside the parsers of npm. */
import { XMLParser } from "fast-xml-parser";
import { SaxesParser } from "saxes";
import { parse as parseWithTxml } from "npm:txml@6.0.3";
import { median } from "./measure.ts";
import { atLeast, atMost, markdownTable, type Section } from "./table.ts";
import { parseXml } from "../src/soap/xml.ts";
import { retrieveAnswer } from "../tests/support/soap_documents.ts";

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

const OURS = "parseXml";
const FAST_XML = "fast-xml-parser 5.12.1";

const fast = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  [OURS]: (text) => parseXml(text),
  "txml 6.0.3": (text) => parseWithTxml(text),
  "saxes 6.0.0": treeFromSaxes,
  [FAST_XML]: (text) => fast.parse(text),
};

/** Answers of a property collector, decoded to trees. */
export function benchXml(): Promise<Section> {
  const documents = { small: retrieveAnswer(1_000), large: retrieveAnswer(10_000) };
  const figures = Object.entries(parsers).map(([name, parse]) => ({
    name,
    smallMs: medianMs(() => parse(documents.small), 15),
    largeMs: medianMs(() => parse(documents.large), 7),
  }));
  const largeMs = (name: string) => figures.find((one) => one.name === name)?.largeMs ?? NaN;
  const [ours, fastXml] = [largeMs(OURS), largeMs(FAST_XML)];
  const fastest = Math.min(...figures.filter(({ name }) => name !== OURS).map((one) => one.largeMs));
  return Promise.resolve({
    title: "XML",
    text:
      `Answers of a property collector for 1,000 virtual machines (${
        inMb(documents.small)
      }) and for 10,000 ` +
      `(${inMb(documents.large)}), decoded to trees; the rows that have to be reached are of 10,000.`,
    rows: [
      atLeast("decoding, fast-xml-parser", { ours, peer: fastXml }, 6),
      atMost("decoding, the fastest parser of npm", { ours, peer: fastest }, 1.3),
    ],
    more: markdownTable(
      ["parser", "1,000 VMs (ms)", "10,000 VMs (ms)", "MB/s", "times parseXml"],
      figures.map((one) => [
        one.name,
        one.smallMs.toFixed(1),
        one.largeMs.toFixed(0),
        (documents.large.length / one.largeMs / 1_000).toFixed(0),
        (one.largeMs / ours).toFixed(1),
      ]),
    ),
  });
}

function inMb(text: string): string {
  return `${(text.length / 1e6).toFixed(1)} MB`;
}

function medianMs(run: () => unknown, rounds: number): number {
  for (let round = 0; round < 3; round++) run();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return median(times);
}

/** saxes gives events only: the cheapest tree that can be made of them, without namespaces. */
function treeFromSaxes(text: string): Node {
  const root: Node = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const parser = new SaxesParser();
  parser.on("opentag", (tag) => {
    const node: Node = { name: tag.name, attributes: tag.attributes, children: [], text: "" };
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  parser.on("text", (data) => {
    const node = open.at(-1);
    if (node !== undefined) node.text += data;
  });
  parser.on("closetag", () => void open.pop());
  parser.write(text).close();
  return root;
}
