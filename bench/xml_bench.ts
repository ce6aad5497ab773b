/** Compares parseXml with the parsers of npm: `deno run -A bench/xml_bench.ts`. */
import { XMLParser } from "fast-xml-parser";
import { SaxesParser } from "saxes";
import { parse as parseWithTxml } from "npm:txml@6.0.3";
import { parseXml } from "../src/soap/xml.ts";
import { retrieveAnswer } from "../tests/support/soap_documents.ts";

interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

const fast = new XMLParser({
  ignoreAttributes: false,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  "parseXml": (text) => parseXml(text),
  "txml 6.0.3": (text) => parseWithTxml(text),
  "saxes 6.0.0": treeFromSaxes,
  "fast-xml-parser 5.12.1": (text) => fast.parse(text),
};

write("| parser | 1,000 VMs (ms) | 10,000 VMs (ms) | MB/s | times parseXml |\n|---|---|---|---|---|");
const small = retrieveAnswer(1_000);
const large = retrieveAnswer(10_000);
let own = 0;
for (const [name, parse] of Object.entries(parsers)) {
  const smallMs = medianMs(() => parse(small), 15);
  const largeMs = medianMs(() => parse(large), 7);
  if (own === 0) own = largeMs;
  const speed = large.length / largeMs / 1_000;
  const columns = [
    name,
    smallMs.toFixed(1),
    largeMs.toFixed(0),
    speed.toFixed(0),
    (largeMs / own).toFixed(1),
  ];
  write(`| ${columns.join(" | ")} |`);
}
write(
  `\nDocuments of ${(small.length / 1e6).toFixed(2)} and ${(large.length / 1e6).toFixed(1)} MB; medians.`,
);

function write(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

function medianMs(run: () => unknown, rounds: number): number {
  for (let round = 0; round < 3; round++) run();
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? NaN;
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
