import assert from "node:assert/strict";
import { findVm } from "../../src/vsphere/find.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import type { FarSide } from "../support/far_side.ts";
import { farSideTest } from "../support/far_sides.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { startPlace } from "../support/product.ts";
import { connectTo } from "../support/vsphere.ts";
import { ask } from "./answers.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

/** Soon enough that nobody takes it for a poll every 20 seconds. */
const SOON_MS = 10_000;

/** What was heard, in order; `next` waits for more. */
function hearing() {
  const heard: string[] = [];
  let wake = () => {};
  return {
    heard,
    push: (uri: string) => {
      heard.push(uri);
      wake();
    },
    async next(count: number): Promise<void> {
      const end = performance.now() + SOON_MS;
      while (heard.length < count) {
        const left = end - performance.now();
        assert.ok(left > 0, `heard ${heard.length} of ${count}`);
        const { promise: late, resolve: giveUp } = Promise.withResolvers<void>();
        const timer = setTimeout(giveUp, left);
        await Promise.race([late, new Promise<void>((resolve) => wake = resolve)]);
        clearTimeout(timer);
      }
    },
  };
}

/** Somebody else at work on the same server. */
async function elsewhere(
  farSide: FarSide,
  method: "PowerOffVM_Task" | "PowerOnVM_Task" | "Rename_Task" | "Destroy_Task",
  { name, args = {} }: { readonly name: string; readonly args?: Readonly<Record<string, string>> },
): Promise<void> {
  await using vsphere = connectTo(farSide);
  const { ref: target } = await findVm(vsphere, name);
  await runTask(vsphere, { method, target, args }, { signal: AbortSignal.timeout(SOON_MS), action: method });
}

async function waitsOf(farSide: FarSide): Promise<readonly string[]> {
  return (await farSide.log()).filter(({ method }) => method === "WaitForUpdatesEx").map(({ target }) =>
    target
  );
}

for (const transport of ["stdio", "http"] as const) {
  for (const kind of CLIENT_KINDS) {
    farSideTest(
      `the ${kind} client hears over ${transport} what others do to a machine, from one poll`,
      {},
      async (farSide, { vm: name, others: [other = ""] }) => {
        await using place = await startPlace(transport, { farSide });
        await using client = await connectClient(kind, place);
        const { heard, push, next } = hearing();
        const stop = await client.subscribe(`vm://${name}`, push);
        await elsewhere(farSide, "PowerOffVM_Task", { name });
        await next(1);
        const { data } = await ask(client, ["get_vm", { name }]);
        assert.equal(data.power_state, "poweredOff");
        // Another machine is nobody's business, and a call of its own does not end the poll.
        await ask(client, ["power_off_vm", { name: other, mode: "hard" }]);
        const before = heard.length;
        await elsewhere(farSide, "Rename_Task", { name, args: { newName: "renamed" } });
        await next(before + 1);
        assert.deepEqual([...new Set(heard)], [`vm://${name}`]);
        await stop();
      },
    );
  }
}

farSideTest("nothing is polled for who does not listen", {}, async (farSide, { vm: name, others }) => {
  await using place = await startPlace("http", { farSide });
  await using client = await connectClient("v2 2025-11-25", place);
  const { heard, push } = hearing();
  const stops = [];
  for (const one of [name, ...others.slice(0, 2)]) stops.push(await client.subscribe(`vm://${one}`, push));
  // All of them together have one collector beside that of the inventory.
  assert.equal(new Set(await waitsOf(farSide)).size, 2);
  for (const stop of stops) await stop();
  await elsewhere(farSide, "PowerOffVM_Task", { name });
  await farSide.clearLog();
  await ask(client, ["list_vms", { limit: 1 }]);
  assert.equal((await waitsOf(farSide)).length, 1);
  assert.deepEqual(heard, []);
});
