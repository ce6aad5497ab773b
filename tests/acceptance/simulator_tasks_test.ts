import assert from "node:assert/strict";
import { connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { type RunningSimulator, simulatorTest } from "../support/simulator.ts";
import { ask, textAt } from "./answers.ts";
import { hasCall } from "./calls.ts";
import { Vm } from "../../src/simulator/world/vm.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const KIND = "v2 2026-07-28";
const SOURCE = "web-02";
/** Tasks of a second or two, unlike those of vcsim, which have ended before anybody looks. */
const unhurried = { pace: 0.6 };

simulatorTest("a clone tells how far it is until it is done", unhurried, async (farSide) => {
  await using server = await startHttp({ farSide });
  await using client = await connectClient(KIND, server);
  const seen: number[] = [];
  const onprogress = ({ progress }: { readonly progress: number }) => void seen.push(progress);
  const result = await client.call("clone_vm", { template_name: SOURCE, new_name: "copy" }, { onprogress });
  assert.ok(!result.isError);
  assert.ok(seen.length >= 2, String(seen));
  assert.deepEqual(seen, seen.toSorted((a, b) => a - b));
  assert.ok(seen.every((percent) => percent >= 0 && percent <= 100), String(seen));
});

simulatorTest(
  "a clone that its caller gives up is cancelled and leaves nothing",
  unhurried,
  async (farSide) => {
    await using server = await startHttp({ farSide });
    await using client = await connectClient(KIND, server);
    const caller = new AbortController();
    const call = client.call("clone_vm", { template_name: SOURCE, new_name: "half" }, {
      signal: caller.signal,
    });
    const outcome = call.then(() => "answered", () => "gave up");
    await hasCall(farSide, "CloneVM_Task");
    caller.abort();
    assert.equal(await outcome, "gave up");
    await hasCall(farSide, "CancelTask");
    const [task] = farSide.simulator.world.tasks.recent.slice(-1);
    assert.equal(task?.error?.fault, "RequestCanceled");
    assert.deepEqual(named(farSide, "half"), []);
  },
);

simulatorTest(
  "a wait that runs out is answered as running, and get_task follows it to its end",
  { pace: 1 },
  async (farSide) => {
    await using server = await startHttp({ farSide, env: { MCP_TASK_TIMEOUT_SECONDS: "1" } });
    await using client = await connectClient(KIND, server);
    const { data } = await ask(client, ["clone_vm", { template_name: SOURCE, new_name: "late" }]);
    assert.equal(data.status, "running");
    const task = textAt(data, "task");
    const end = performance.now() + 30_000;
    let state = "running";
    while (state === "running" && performance.now() < end) {
      state = textAt((await ask(client, ["get_task", { task }])).data, "state");
    }
    assert.equal(state, "success");
    assert.equal(named(farSide, "late").length, 1);
  },
);

function named({ simulator }: RunningSimulator, name: string): readonly Vm[] {
  return simulator.world.all(Vm).filter((vm) => vm.name === name);
}
