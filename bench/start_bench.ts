/** From the start of a server to its list of tools. */
import { median, medians } from "./measure.ts";
import { McpStdio } from "./mcp_stdio.ts";
import { pypiCommand } from "./peers.ts";
import { residentMib } from "./process_cost.ts";
import { bareCommand, productCommand, singleCommand } from "./servers.ts";
import type { Command } from "./line_process.ts";
import { atLeast, atMost, inMib, type Section } from "./table.ts";
import { startVcsim } from "../tests/support/vcsim.ts";

/** How soon the tools of our server can be used, beside the least that its SDK costs and beside the older server. */
export async function benchStart(): Promise<Section> {
  await using vcsim = await startVcsim({ tls: true });
  const commands = {
    ours: await productCommand(vcsim),
    bare: await bareCommand(),
    pypi: await pypiCommand(vcsim),
    single: await singleCommand(vcsim, "deno"),
    node: await singleCommand(vcsim, "node"),
  };
  const memory: Record<keyof typeof commands, number[]> = {
    ours: [],
    bare: [],
    pypi: [],
    single: [],
    node: [],
  };
  const run = (name: keyof typeof commands) => async () => {
    const { ms, mib } = await start(commands[name]);
    memory[name].push(mib);
    return ms;
  };
  const runs = {
    ours: run("ours"),
    bare: run("bare"),
    pypi: run("pypi"),
    single: run("single"),
    node: run("node"),
  };
  const of = await medians(runs, { rounds: 11, warmUps: 2 });
  const mib = (name: keyof typeof commands) => median(memory[name]);
  return {
    title: "Start",
    text:
      "From the start of a process to its answer to `tools/list` over stdio: our bundle, a server of the same SDK " +
      "without a tool, bundled the same way, and the package esxi-mcp-server 0.2.0 of PyPI, which logs in before it " +
      "answers; then our bundle as one file, on Deno and on Node 20; memory at that moment.",
    rows: [
      atMost("start beside the bare SDK server", { ours: of("ours"), peer: of("bare") }, 1.3),
      atLeast("start beside esxi-mcp-server 0.2.0", { ours: of("ours"), peer: of("pypi") }, 5),
      atMost("start beside one file on Deno", { ours: of("ours"), peer: of("single") }),
      atMost("start beside one file on Node", { ours: of("ours"), peer: of("node") }),
      atLeast("memory then beside esxi-mcp-server 0.2.0", {
        ours: mib("ours"),
        peer: mib("pypi"),
        show: inMib,
      }),
    ],
  };
}

async function start(command: Command): Promise<{ readonly ms: number; readonly mib: number }> {
  await using client = await McpStdio.start(command);
  await client.request("tools/list");
  const ms = performance.now() - client.startedAt;
  return { ms, mib: residentMib(client.pid) };
}
