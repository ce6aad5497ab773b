/** Writes what follows from the code; with `--check` it only says which file is stale. */
import { helpText } from "../src/cli/help.ts";
import { clientDocument, commonClients } from "./client_docs.ts";
import { configDocument, configSample, configTable } from "./config_docs.ts";
import { faultTable } from "./fault_docs.ts";
import { type Generated, renderGenerated } from "./generated.ts";
import { notices } from "./notices.ts";
import { listing, toolDocument, toolTable } from "./tool_docs.ts";

const generated: readonly Generated[] = [
  { path: "config.yaml.sample", text: configSample },
  { path: "docs/configuration.md", text: configDocument },
  { path: "src/mcp/listing.json", text: listing },
  { path: "docs/tools.md", text: toolDocument },
  { path: "docs/clients.md", text: clientDocument },
  { path: "docs/troubleshooting.md", marker: "faults", text: faultTable },
  { path: "THIRD_PARTY_NOTICES", text: notices },
  { path: "README.md", marker: "clients", text: commonClients },
  { path: "README.md", marker: "tools", text: toolTable },
  { path: "README.md", marker: "config", text: configTable },
  { path: "README.md", marker: "flags", text: () => "```text\n" + helpText() + "```" },
];

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const isCheck = args.includes("--check");
  let stale = 0;
  for (const [path, text] of renderGenerated(generated, read)) {
    const extension = /\.(md|json)$/.exec(path)?.[1];
    const wanted = extension === undefined ? text : await formatted(text, extension);
    if (read(path) === wanted) continue;
    stale++;
    if (!isCheck) Deno.writeTextFileSync(fileOf(path), wanted);
    await say(isCheck ? `Stale: ${path}; run deno task gen` : `Written: ${path}`);
  }
  return isCheck && stale > 0 ? 1 : 0;
}

function read(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(fileOf(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function fileOf(path: string): URL {
  return new URL(`../${path}`, import.meta.url);
}

/** As `deno fmt` wants it, so that the formatter and this script agree on a file that is partly written by hand. */
async function formatted(text: string, extension: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", extension, "-"],
    cwd: new URL("..", import.meta.url),
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout } = await child.output();
  if (!success) throw new Error("Cannot format a generated file: deno fmt failed; see its message above");
  return new TextDecoder().decode(stdout);
}

async function say(line: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(line + "\n"));
}
