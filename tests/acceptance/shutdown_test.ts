/** What becomes of a clone when the process is told to end in the middle of it. */
import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import type { FarSide } from "../support/far_side.ts";
import { CLIENT_KINDS, type ClientKind, connectClient, type ToolResult } from "../support/mcp_clients.ts";
import { type Ended, type Product, startHttp, startProduct } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { ask, readAnswer, refusal, textAt, textOf } from "./answers.ts";
import { countCalls, hasCall } from "./calls.ts";

/** What service managers and containers leave before they kill. */
const GRACE_MS = 10_000;
// Clients whose server has ended try to reach it again, and a pipe that broke cannot be closed.
Deno.test.sanitizer({ ops: false, resources: false });

/** No task ends before its test does. */
const VCENTER = { model: "vcenter", pace: 10_000 } as const;
/** A copy takes some seconds, what undoes it less. */
const ESXI = { model: "esxi", pace: 0.5 } as const;

/** A call of clone_vm during which the process was told to end. */
interface Interrupted {
  readonly result: ToolResult;
  readonly ended: Ended;
  readonly tookMs: number;
}

/** Clones `source` to "twin" and ends the process as soon as vSphere has been asked for `during`. */
type Interrupt = (
  farSide: FarSide,
  what: { readonly source: string; readonly during: string },
) => Promise<Interrupted>;

const WAYS: Readonly<Record<string, Interrupt>> = {
  ...Object.fromEntries(
    CLIENT_KINDS.map((kind): [string, Interrupt] => [`${kind} over HTTP`, overHttp(kind)]),
  ),
  "2025-11-25 over stdio": overStdio([
    {
      id: 1,
      method: "initialize",
      params: {
        protocolVersion: "2025-11-25",
        capabilities: {},
        clientInfo: { name: "test", version: "1.0.0" },
      },
    },
    { method: "notifications/initialized" },
  ], {}),
  "2026-07-28 over stdio": overStdio([], {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": {},
    "io.modelcontextprotocol/clientInfo": { name: "test", version: "1.0.0" },
  }),
};

for (const [way, interrupt] of Object.entries(WAYS)) {
  simulatorTest(
    `SIGTERM in the middle of a clone: "still running" with the task, which the next start finds (${way})`,
    VCENTER,
    async (farSide) => {
      const { result, ended, tookMs } = await interrupt(farSide, {
        source: "web-02",
        during: "CloneVM_Task",
      });
      const { data, text } = readAnswer(result);
      assert.equal(data.status, "running");
      const task = textAt(data, "task");
      assert.ok(text.includes(`still running as task "${task}": this is no failure`), text);
      assert.deepEqual([ended.code, tookMs < GRACE_MS], [0, true], `${tookMs} ms: ${ended.stderr}`);
      assert.equal(await countCalls(farSide, "CancelTask"), 0);
      assert.equal(farSide.simulator.sessions.all.length, 0, "a session was left behind");
      await using next = await startHttp({ farSide });
      await using client = await connectClient("v2 2026-07-28", next);
      const { data: seen } = await ask(client, ["get_task", { task }]);
      assert.partialDeepStrictEqual(seen, { task, state: "running", operation: "VirtualMachine.clone" });
    },
  );

  simulatorTest(
    `SIGTERM in the middle of a clone by copying disks undoes it and says so (${way})`,
    ESXI,
    async (farSide) => {
      const before = traces(farSide.simulator);
      const { result, ended, tookMs } = await interrupt(farSide, {
        source: "nextcloud",
        during: "CopyVirtualDisk_Task",
      });
      assert.equal(result.isError, true);
      assert.equal(
        refusal(textOf(result)),
        'Cannot clone virtual machine "nextcloud" to "twin": the server shuts down; ' +
          "start it again when the server is back. All that was made of it is removed again",
      );
      assert.deepEqual([ended.code, tookMs < GRACE_MS], [0, true], `${tookMs} ms: ${ended.stderr}`);
      assert.deepEqual(traces(farSide.simulator), before);
    },
  );
}

function overHttp(kind: ClientKind): Interrupt {
  return async (farSide, { source, during }) => {
    const server = await startHttp({ farSide });
    await using client = await connectClient(kind, server);
    const call = client.call("clone_vm", { template_name: source, new_name: "twin" });
    await hasCall(farSide, during);
    return await endDuring(call, server);
  };
}

/** By hand, since the SDK's clients end the process otherwise. */
function overStdio(hello: readonly object[], meta: Readonly<Record<string, unknown>>): Interrupt {
  return async (farSide, { source, during }) => {
    const server = startProduct(["-t", "stdio"], { farSide });
    const input = server.stdin.getWriter();
    const params = { name: "clone_vm", arguments: { template_name: source, new_name: "twin" }, _meta: meta };
    for (const message of [...hello, { id: 2, method: "tools/call", params }]) {
      await input.write(new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n"));
    }
    const call = server.says(/.*"id":2\b.*\n/).then((line) => answerLine.parse(JSON.parse(line)).result);
    await hasCall(farSide, during);
    const interrupted = await endDuring(call, server);
    await input.close().catch(() => {});
    return interrupted;
  };
}

async function endDuring(call: Promise<ToolResult>, server: Product): Promise<Interrupted> {
  const before = performance.now();
  const [ended, result] = await Promise.all([server.stop(), call]);
  return { result, ended, tookMs: performance.now() - before };
}

const answerLine = z.object({ result: z.looseObject({ isError: z.boolean().optional() }) });

/** Machines, snapshots and files of a simulator; what a disk writes to while there is a snapshot has a new number each. */
function traces({ world }: Simulator): readonly string[] {
  const machines = world.all(Vm).map(({ name, snapshots }) => `${name}: ${snapshots.length} snapshots`);
  const files = world.all(Datastore).flatMap(({ name, files }) =>
    files.below("").map((path) => `[${name}] ${path.replace(/-\d{6}/, "-N")}`)
  );
  return [...machines, ...files].sort();
}
