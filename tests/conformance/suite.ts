import { fileURLToPath } from "node:url";
import type { NpmClients } from "../clients/npm_clients.ts";

/** A revision of the protocol with its frozen set of requirements. */
export type Revision = "2025-11-25" | "2026-07-28";

/** What the official suite found out. */
export interface Verdict {
  /** 0 when nothing but what the baseline names fails, and all of that does. */
  readonly code: number;
  readonly report: string;
  readonly scenarios: readonly string[];
  readonly failing: readonly string[];
}

const SUITE = "@modelcontextprotocol/conformance/dist/index.js";

/** Runs the suite's requirements of one revision; the baseline is a file of `baselines/`. */
export async function runSuite(
  clients: NpmClients,
  { url, revision, baseline }: {
    readonly url: string;
    readonly revision: Revision;
    readonly baseline?: string;
  },
): Promise<Verdict> {
  const folder = await Deno.makeTempDir();
  try {
    const file = fileURLToPath(new URL(`baselines/${baseline}`, import.meta.url));
    const args = [
      ...clients.run(SUITE),
      "server",
      ...["--url", url, "--requirements", revision, "-o", folder],
      ...(baseline === undefined ? [] : ["--expected-failures", file]),
    ];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    return { code, ...read(new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr)) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The summary has a line for each scenario, and what follows it is for people. */
function read(output: string): Omit<Verdict, "code"> {
  const report = output.slice(output.indexOf("=== SUMMARY ==="));
  const lines = [...report.matchAll(/^([✓✗]) ([\w-]+): \d+ passed, \d+ failed/gm)];
  return {
    report,
    scenarios: lines.map(([, , name = ""]) => name),
    failing: lines.filter(([, mark]) => mark === "✗").map(([, , name = ""]) => name),
  };
}
