import assert from "node:assert/strict";
import { parseCommandLine } from "../src/cli/flags.ts";
import { configKeys } from "../src/config/schema.ts";
import { commands, serverArguments, taskOf } from "./docs/commands.ts";
import { anchorsOf, blocksOf, DOCUMENTS, linksOf, readText } from "./docs/documents.ts";
import { errorHeads, spokenCode } from "./docs/error_texts.ts";

const troubleshooting = readText("docs/troubleshooting.md");

Deno.test("documents link to files and headings that exist", () => {
  const links = DOCUMENTS.flatMap(linksOf);
  assert.ok(links.length > 25, `${links.length} links`);
  const broken = links.filter(({ path, anchor }) => {
    try {
      return anchor !== "" && !anchorsOf(readText(path)).has(anchor);
    } catch {
      return true;
    }
  });
  assert.deepEqual(broken, []);
});

Deno.test("every document in docs is linked from README or from one that is", () => {
  const linked = new Set(["README.md"]);
  for (const path of linked) {
    if (!path.endsWith(".md")) continue;
    linksOf({ path, text: readText(path) }).forEach(({ path }) => linked.add(path));
  }
  assert.deepEqual(DOCUMENTS.map(({ path }) => path).filter((path) => !linked.has(path)), []);
});

Deno.test("documents show JSON that parses", () => {
  const blocks = blocksOf("json");
  assert.ok(blocks.length >= 5);
  for (const { text } of blocks) assert.doesNotThrow(() => JSON.parse(text), text);
});

Deno.test("troubleshooting quotes errors as the code says them", () => {
  const code = spokenCode();
  const quotes = quoted();
  assert.ok(quotes.length > 80, `${quotes.length} texts`);
  const strays = quotes.filter((quote) =>
    !code.includes(quote.replaceAll("'", "\\'")) && !code.includes(quote)
  );
  assert.deepEqual(strays, []);
});

Deno.test("troubleshooting has every error that users see", () => {
  const heads = errorHeads(spokenCode());
  assert.ok(heads.size > 100, `${heads.size} errors`);
  const known = quoted().join("\n");
  assert.deepEqual([...heads].filter((head) => !INNER.has(head) && !known.includes(head)), []);
});

/** What users never see: mistakes of this code, and parts of other texts. */
const INNER: ReadonlySet<string> = new Set([
  'Cannot describe configuration key "…"',
  "Cannot be read",
  "Cannot send ….…",
  "Cannot send a …",
  "Cannot call …",
  'Cannot read field "…"',
  'Cannot log out of "…"',
]);

/** The first cell of each row that quotes an error. */
function quoted(): readonly string[] {
  const handmade = troubleshooting.split("<!-- generated:faults -->")[0] ?? "";
  return [...handmade.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, quote = ""]) => quote);
}

Deno.test("documents name tasks that deno.json has", () => {
  const { tasks } = JSON.parse(readText("deno.json"));
  const named = commands().flatMap((command) => taskOf(command)?.name ?? []);
  assert.ok(named.length >= 8);
  assert.deepEqual(named.filter((name) => !Object.hasOwn(tasks, name)), []);
});

for (const command of commands()) {
  const args = serverArguments(command);
  if (args === undefined) continue;
  Deno.test(`${command.path} has a command line that the server reads: ${args.join(" ")}`, () => {
    assert.doesNotThrow(() => parseCommandLine(args));
  });
}

Deno.test("documents name variables that the configuration has", () => {
  const known = new Set([...configKeys.map(({ variable }) => variable), "MCP_CONFIG_FILE"]);
  const named = DOCUMENTS.flatMap(({ text }) => text.match(/\b(?:VCENTER|MCP)_[A-Z_]+\b/g) ?? []);
  assert.ok(named.length > 50);
  assert.deepEqual(named.filter((name) => !known.has(name)), []);
});
