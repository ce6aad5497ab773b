/** The short form of `deno task bench soak`. */
import assert from "node:assert/strict";
import { startSimulator } from "../../bench/far_sides.ts";
import { LineProcess } from "../../bench/line_process.ts";
import { productCommand } from "../../bench/servers.ts";
import { mean, thirds } from "../../bench/soak_bench.ts";
import { soak } from "../../bench/soak_load.ts";

/** Half the rate of the long form: other tests run at the same time. */
const LOAD = { seconds: 24, windowSeconds: 4, perSecond: 100 } as const;

Deno.test("the product under a steady load of both eras: no errors, memory and times as at the start", async () => {
  await using place = await startSimulator(200);
  await using server = LineProcess.start(await productCommand(place, "http"), () => {});
  const url = (await server.says(/serving MCP url=\S+/)).replace(/^.*url=/, "");
  const { windows, errors, firstError } = await soak({ url, pid: server.pid, ...LOAD });
  Deno.kill(server.pid, "SIGTERM");
  assert.deepEqual([errors, firstError], [0, undefined]);
  const calls = windows.reduce((sum, { reads }) => sum + reads, 0);
  assert.ok(calls > LOAD.seconds * LOAD.perSecond * 0.9, `only ${calls} reads were answered in their time`);
  const { first, last } = thirds(windows);
  const shown = JSON.stringify(windows);
  assert.ok(mean(last, "rssMib") < 1.5 * mean(first, "rssMib"), shown);
  assert.ok(mean(last, "p99Ms") < 10 * mean(first, "p99Ms"), shown);
});
