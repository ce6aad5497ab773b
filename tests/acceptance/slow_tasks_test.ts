import assert from "node:assert/strict";
import { waitForTask } from "../../src/vsphere/tasks.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { startHttp, startPlace } from "../support/product.ts";
import { type Vcsim, vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";
import { proxyWire } from "../support/wire_proxy.ts";
import { ask, readable, textAt } from "./answers.ts";
import { countCalls, hasCall } from "./calls.ts";
import { reportProgress } from "./far_side.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const NAME = "DC0_H0_VM0";
/** Longer than any test: who waits for the end of it has lost. */
const endless = { args: ["-method-delay", "PowerOff:600000"] };

vcsimTest("no call of five clients waits for a slow one", endless, async (vcsim) => {
  await using server = await startHttp({ farSide: vcsim });
  await using slow = await connectClient("v2 2026-07-28", server);
  const caller = new AbortController();
  let hasEnded = false;
  const running = slow.call("power_off_vm", { name: NAME }, { signal: caller.signal }).catch(() => {})
    .finally(() => hasEnded = true);
  await hasCall(vcsim, "PowerOffVM_Task");
  await Promise.all([...CLIENT_KINDS, ...CLIENT_KINDS.slice(1)].map(async (kind, i) => {
    await using client = await connectClient(kind, server);
    await ask(client, ["list_vms"]);
    await ask(client, ["power_on_vm", { name: NAME }]);
    await ask(client, ["get_vm", { name: `DC0_C0_RP0_VM${i % 2}` }]);
  }));
  assert.equal(hasEnded, false);
  // All of them together: one open poll, however long the task takes.
  assert.ok(await countCalls(vcsim, "WaitForUpdatesEx") <= 3);
  caller.abort();
  await running;
});

for (const transport of ["stdio", "http"] as const) {
  for (const kind of CLIENT_KINDS) {
    vcsimTest(
      `the ${kind} client sees progress over ${transport}, and cancels the task with its call`,
      endless,
      async (vcsim) => {
        await using wire = proxyWire(vcsim, { rewrite: cancelable });
        await using server = await startPlace(transport, { farSide: vcsim, host: wire.url });
        await using client = await connectClient(kind, server);
        const caller = new AbortController();
        const seen = Promise.withResolvers<string>();
        const onprogress = ({ progress, message }: { progress: number; message?: string | undefined }) =>
          seen.resolve(`${progress} ${message}`);
        const call = client.call("power_off_vm", { name: NAME }, { signal: caller.signal, onprogress });
        const outcome = call.then(() => "answered", () => "gave up");
        await hasCall(vcsim, "PowerOffVM_Task");
        await hasCall(vcsim, "WaitForUpdatesEx");
        await reportProgress(vcsim, 42);
        assert.equal(await seen.promise, `42 powering off ${NAME}`);
        caller.abort();
        assert.equal(await outcome, "gave up");
        await hasCall(vcsim, "CancelTask");
        assert.match((await ask(client, ["get_vm", { name: NAME }])).text, /is poweredOn/);
      },
    );
  }
}

const threeSeconds = { args: ["-method-delay", "PowerOff:3000"] };

vcsimTest("a wait that runs out is no failure, and get_task tells the end", threeSeconds, async (vcsim) => {
  await using server = await startHttp({ farSide: vcsim, env: { MCP_TASK_TIMEOUT_SECONDS: "1" } });
  await using client = await connectClient("v2 2026-07-28", server);
  const { data, text } = await ask(client, ["power_off_vm", { name: NAME }]);
  assert.partialDeepStrictEqual(data, {
    status: "running",
    power_state_before: "poweredOn",
    power_state: "poweredOn",
  });
  const task = textAt(data, "task");
  assert.ok(text.includes(`still running as task "${task}": this is no failure`), text);
  const running = await ask(client, ["get_task", { task }]);
  assert.partialDeepStrictEqual(running.data, { task, state: "running" });
  await untilEnd(vcsim, task);
  const done = await ask(client, ["get_task", { task }]);
  assert.partialDeepStrictEqual(done.data, { task, state: "success" });
  assert.match(done.text, /is success/);
  assert.match(
    (await ask(client, ["cancel_task", { task }])).text,
    /already ended: success; nothing was cancelled/,
  );
  assert.match((await ask(client, ["power_off_vm", { name: NAME }])).text, /already poweredOff/);
});

vcsimTest("cancel_task cancels a task that its call no longer waits for", endless, async (vcsim) => {
  await using server = await startHttp({ farSide: vcsim, env: { MCP_TASK_TIMEOUT_SECONDS: "1" } });
  await using client = await connectClient("v2 2026-07-28", server);
  const task = textAt((await ask(client, ["power_off_vm", { name: NAME }])).data, "task");
  const { data, text } = await ask(client, ["cancel_task", { task }]);
  assert.equal(data.outcome, "requested");
  assert.match(text, /get_task tells when it has ended/);
  const { data: ended } = await ask(client, ["get_task", { task }]);
  assert.partialDeepStrictEqual(ended, { state: "error", fault: "RequestCanceled" });
  assert.match(readable(textAt(ended, "error")), /^Cannot finish /);
});

async function untilEnd(vcsim: Vcsim, task: string): Promise<void> {
  await using vsphere = connectTo(vcsim);
  const signal = new AbortController().signal;
  await waitForTask(vsphere, { type: "Task", value: task }, { signal, action: "wait" });
}

/** The simulator says of every task that it cannot be cancelled, and cancels it all the same. */
function cancelable(answer: string): string {
  return answer.replaceAll("<cancelable>false<", "<cancelable>true<");
}
