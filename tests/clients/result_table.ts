import { readFileSync } from "node:fs";
import * as z from "../../src/deps/zod.ts";
import { PROGRAMS } from "./npm_programs.ts";

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** What docs/client-results.md says: the programs that a test drives, in the versions it drives. */
export function resultTable(): string {
  const text = readFileSync(new URL("npm/package.json", import.meta.url), "utf8");
  const { dependencies } = Manifest.parse(JSON.parse(text));
  const rows = PROGRAMS.map(({ name, way }) => [`\`${name}\``, dependencies[name] ?? "", way]);
  const all = [["Client", "Version", "Way to the server"], ...rows];
  const widths = [0, 1, 2].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`
  );
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  return [
    "<!-- Written by `deno run -A tests/clients/result_table.ts`. -->\n",
    "# Clients that are tried\n",
    "The tests drive each of these against the server and see it call a tool; `tests/clients/` says how.\n",
    ...[lines[0], rule, ...lines.slice(1)],
    "",
  ].join("\n");
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("../../docs/client-results.md", import.meta.url), resultTable());
}
