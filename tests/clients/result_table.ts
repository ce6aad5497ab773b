import { readFileSync } from "node:fs";
import * as z from "../../src/deps/zod.ts";
import type { ClientSet } from "./npm_clients.ts";
import { PROGRAMS } from "./npm_programs.ts";

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

const WHEN: Readonly<Record<ClientSet, string>> = { tested: "in every run", others: "on demand" };

/** What docs/client-results.md says: the programs that a test drives, in the versions it drives. */
export function resultTable(): string {
  const rows = PROGRAMS.map(({ name, set, way }) => [`\`${name}\``, versionOf(name, set), way, WHEN[set]]);
  const all = [["Client", "Version", "Way to the server", "Tried"], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [
    "<!-- Written by `deno run -A tests/clients/result_table.ts`. -->\n",
    "# Clients that are tried\n",
    "The tests drive each of these against the server and see it call a tool. On demand means with\n`WITH_OTHER_CLIENTS=1`.\n",
    ...[lines[0], rule, ...lines.slice(1)],
    "",
  ].join("\n");
}

function versionOf(name: string, set: ClientSet): string {
  const text = readFileSync(new URL(`npm/${set}/package.json`, import.meta.url), "utf8");
  return Manifest.parse(JSON.parse(text)).dependencies[name] ?? "";
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("../../docs/client-results.md", import.meta.url), resultTable());
}
