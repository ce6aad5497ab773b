import assert from "node:assert/strict";
import { waitForTask } from "../../src/vsphere/tasks.ts";
import { CLIENT_KINDS, connectClient } from "../support/mcp_clients.ts";
import { startHttp, startPlace } from "../support/product.ts";
import type { FarSide } from "../support/far_side.ts";
import { farSideTest } from "../support/far_sides.ts";
import { connectTo } from "../support/vsphere.ts";
import { proxyWire } from "../support/wire_proxy.ts";
import { ask, readable, refuse, textAt } from "./answers.ts";
import { countPolls, hasCall } from "./calls.ts";
import { reportProgress } from "./far_side.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

/** Longer than any test: who waits for the end of it has lost. */
const endless = { slow: { task: "PowerOff", ms: 600_000 } } as const;

farSideTest(
  "no call of five clients waits for a slow one",
  endless,
  async (farSide, { vm: name, others }) => {
    await using server = await startHttp({ farSide });
    await using slow = await connectClient("v2 2026-07-28", server);
    const caller = new AbortController();
    let hasEnded = false;
    const running = slow.call("power_off_vm", { name }, { signal: caller.signal }).catch(() => {})
      .finally(() => hasEnded = true);
    await hasCall(farSide, "PowerOffVM_Task");
    await Promise.all([...CLIENT_KINDS, ...CLIENT_KINDS.slice(1)].map(async (kind, i) => {
      await using client = await connectClient(kind, server);
      await ask(client, ["list_vms"]);
      await ask(client, ["power_on_vm", { name }]);
      await ask(client, ["get_vm", { name: others[i % 2] }]);
    }));
    assert.equal(hasEnded, false);
    // All of them together: one open poll, however long the task takes.
    assert.ok(await countPolls(farSide) <= 3);
    caller.abort();
    await running;
  },
);

for (const transport of ["stdio", "http"] as const) {
  for (const kind of CLIENT_KINDS) {
    farSideTest(
      `the ${kind} client sees progress over ${transport}, and cancels the task with its call`,
      endless,
      async (farSide, { vm: name }) => {
        await using wire = proxyWire(farSide, { rewrite: cancelable });
        await using server = await startPlace(transport, { farSide, host: wire.url });
        await using client = await connectClient(kind, server);
        const caller = new AbortController();
        const seen = Promise.withResolvers<string | undefined>();
        const onprogress = ({ progress, message }: { progress: number; message?: string | undefined }) => {
          if (progress === 42) seen.resolve(message);
        };
        const call = client.call("power_off_vm", { name }, { signal: caller.signal, onprogress });
        const outcome = call.then(() => "answered", () => "gave up");
        await hasCall(farSide, "PowerOffVM_Task");
        await hasCall(farSide, "WaitForUpdatesEx");
        await reportProgress(farSide, 42);
        assert.equal(await seen.promise, `powering off ${name}`);
        caller.abort();
        assert.equal(await outcome, "gave up");
        await hasCall(farSide, "CancelTask");
        assert.match((await ask(client, ["get_vm", { name }])).text, /is poweredOn/);
      },
    );
  }
}

const threeSeconds = { slow: { task: "PowerOff", ms: 3000 } } as const;

farSideTest(
  "a wait that runs out is no failure, and get_task tells the end",
  threeSeconds,
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide, env: { MCP_TASK_TIMEOUT_SECONDS: "1" } });
    await using client = await connectClient("v2 2026-07-28", server);
    const { data, text } = await ask(client, ["power_off_vm", { name }]);
    assert.partialDeepStrictEqual(data, {
      status: "running",
      power_state_before: "poweredOn",
      power_state: "poweredOn",
    });
    const task = textAt(data, "task");
    assert.ok(text.includes(`still running as task "${task}": this is no failure`), text);
    const running = await ask(client, ["get_task", { task }]);
    assert.partialDeepStrictEqual(running.data, { task, state: "running" });
    await untilEnd(farSide, task);
    const done = await ask(client, ["get_task", { task }]);
    assert.partialDeepStrictEqual(done.data, { task, state: "success" });
    assert.match(done.text, /is success/);
    assert.match(
      (await ask(client, ["cancel_task", { task }])).text,
      /already ended: success; nothing was cancelled/,
    );
    assert.match((await ask(client, ["power_off_vm", { name }])).text, /already poweredOff/);
  },
);

// vcsim cancels whatever it is told to; real servers and the simulator do not stop a power change.
const cancels = { ...endless, on: ["vcsim vCenter", "vcsim ESXi"] } as const;

farSideTest(
  "cancel_task cancels a task that its call no longer waits for",
  cancels,
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide, env: { MCP_TASK_TIMEOUT_SECONDS: "1" } });
    await using client = await connectClient("v2 2026-07-28", server);
    const task = textAt((await ask(client, ["power_off_vm", { name }])).data, "task");
    const { data, text } = await ask(client, ["cancel_task", { task }]);
    assert.equal(data.outcome, "requested");
    assert.match(text, /get_task tells when it has ended/);
    const { data: ended } = await ask(client, ["get_task", { task }]);
    assert.partialDeepStrictEqual(ended, { state: "error", fault: "RequestCanceled" });
    assert.match(readable(textAt(ended, "error")), /^Cannot finish /);
  },
);

const refuses = { ...endless, on: ["simulator vCenter", "simulator ESXi"] } as const;

farSideTest(
  "cancel_task says of a task that nothing can stop that it goes on",
  refuses,
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide, env: { MCP_TASK_TIMEOUT_SECONDS: "1" } });
    await using client = await connectClient("v2 2026-07-28", server);
    const task = textAt((await ask(client, ["power_off_vm", { name }])).data, "task");
    assert.match(await refuse(client, ["cancel_task", { task }]), /nothing was cancelled, get_task tells/);
    assert.partialDeepStrictEqual((await ask(client, ["get_task", { task }])).data, {
      state: "running",
      is_cancelable: false,
    });
  },
);

async function untilEnd(farSide: FarSide, task: string): Promise<void> {
  await using vsphere = connectTo(farSide);
  const signal = new AbortController().signal;
  await waitForTask(vsphere, { type: "Task", value: task }, { signal, action: "wait" });
}

/** vcsim says of every task that it cannot be cancelled, and cancels it all the same. */
function cancelable(answer: string): string {
  return answer.replaceAll("<cancelable>false<", "<cancelable>true<");
}
