import assert from "node:assert/strict";
import { findVm } from "../../src/vsphere/find.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import type { FarSide } from "../support/far_side.ts";
import { CLIENT_KINDS, connectClient, type HumanAnswer } from "../support/mcp_clients.ts";
import { startHttp, startPlace, startProduct } from "../support/product.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";
import { ask, record, refuse, textAt, textOf } from "./answers.ts";
import { countCalls } from "./calls.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const VM = "web-02";
const OFF = ["power_off_vm", { name: VM }] as const;
const METHOD = "PowerOffVM_Task";

for (const transport of ["stdio", "http"] as const) {
  for (const kind of CLIENT_KINDS) {
    simulatorTest(
      `the human of a ${kind} client over ${transport} is asked with the plan, and only a yes is one`,
      {},
      async (simulator) => {
        const questions: string[] = [];
        let answer: HumanAnswer = { action: "decline" };
        await using place = await startPlace(transport, { farSide: simulator, env: { MCP_CONFIRM: "auto" } });
        await using client = await connectClient(kind, place, (question) => {
          questions.push(question);
          return Promise.resolve(answer);
        });
        for (
          const [no, how] of [
            [{ action: "decline" }, "declined"],
            [{ action: "cancel" }, "cancelled"],
            [{ action: "accept", content: { confirm: false } }, "the box was not ticked"],
            [{ action: "accept", content: {} }, "the box was not ticked"],
            [{ action: "accept", content: { confirm: "true" } }, "the box was not ticked"],
            [{ action: "accept" }, "the box was not ticked"],
          ] as const
        ) {
          answer = no;
          const text = await refuse(client, OFF);
          assert.match(
            text,
            new RegExp(`Cannot cut the power of "${VM}": the user did not agree \\(${how}\\)`),
          );
        }
        assert.equal(await countCalls(simulator, METHOD), 0);
        answer = { action: "accept", content: { confirm: true } };
        const { data } = await ask(client, OFF);
        assert.equal(data.power_state, "poweredOff");
        assert.equal(await countCalls(simulator, METHOD), 1);
        assert.equal(questions.length, 7);
        for (const question of questions) {
          assert.match(question, new RegExp(`^This will cut the power of "${VM}"\\.\n`));
          assert.match(
            question,
            /VirtualMachine "web-02" \(\/\S.*, vm-\d+, [0-9a-f-]{36}\):\n- poweredOn for /,
          );
          assert.match(question, /- Hard disk 1: \[.*\.vmdk \(\d+ GB\)\n/);
          assert.match(question, /What cannot be undone:\n- Unsaved data in the guest is lost\./);
          assert.doesNotMatch(question, /confirmation/);
        }
      },
    );

    simulatorTest(
      `a ${kind} client over ${transport} that cannot ask gets the plan and a token, which works once`,
      {},
      async (simulator) => {
        await using place = await startPlace(transport, { farSide: simulator, env: { MCP_CONFIRM: "auto" } });
        await using client = await connectClient(kind, place);
        const first = await client.call(...OFF);
        assert.equal(first.isError, true);
        const token = tokenIn(textOf(first));
        assert.match(
          textOf(first),
          /^Cannot cut the power of "web-02" yet: it has to be confirmed; nothing has been done\.\n\nThis will/,
        );
        assert.match(
          textOf(first),
          /\n\nShow this plan to the user\. Only if they agree, call power_off_vm again/,
        );
        assert.equal(await countCalls(simulator, METHOD), 0);

        const other = await refuse(client, ["power_off_vm", { name: "db-01", confirmation: token }]);
        assert.match(other, /yet: the confirmation is not one for this call/);
        const hard = await refuse(client, ["power_off_vm", {
          ...OFF[1],
          mode: "guest",
          confirmation: token,
        }]);
        assert.match(hard, /yet: the confirmation is not one for this call/);
        assert.equal(await countCalls(simulator, METHOD), 0);

        const { data } = await ask(client, ["power_off_vm", { ...OFF[1], confirmation: token }]);
        assert.equal(data.power_state, "poweredOff");
        await ask(client, ["power_on_vm", { name: VM }]);
        const again = await refuse(client, ["power_off_vm", { ...OFF[1], confirmation: token }]);
        assert.match(
          again,
          /yet: the confirmation was used already, and each works once; nothing has been done\.\n\nThis will cut/,
        );
        assert.equal(await countCalls(simulator, METHOD), 1);
      },
    );
  }
}

simulatorTest(
  "a machine that changed after the plan is not touched, and a fresh plan is given",
  {},
  async (simulator) => {
    await using place = await startPlace("http", { farSide: simulator, env: { MCP_CONFIRM: "auto" } });
    await using client = await connectClient("v2 2026-07-28", place);
    for (
      const change of [
        { method: "CreateSnapshot_Task", args: { name: "before", memory: false, quiesce: false } },
        { method: "ReconfigVM_Task", args: { spec: { annotation: "changed" } } },
        { method: "Rename_Task", args: { newName: VM } },
      ] as const
    ) {
      const name = await morefOf(simulator, VM);
      const token = tokenIn(await refuse(client, ["power_off_vm", { name }]));
      if (change.method === "Rename_Task") {
        await elsewhere(simulator, { ...change, args: { newName: "renamed" } });
      } else await elsewhere(simulator, change);
      const text = await refuse(client, ["power_off_vm", { name, confirmation: token }]);
      assert.match(text, /yet: the object has changed since the plan was made/, change.method);
      assert.notEqual(tokenIn(text), token);
    }
    assert.equal(await countCalls(simulator, METHOD), 0);
  },
);

simulatorTest("confirm: never says so in the log at each start", {}, async (simulator) => {
  await using product = startProduct([], {
    farSide: simulator,
    env: { MCP_CONFIRM: "never", MCP_LOG_LEVEL: "WARNING", MCP_HTTP_PORT: "0" },
  });
  await product.says(/WARNING confirm: never: calls that destroy run without anybody being asked/, "stderr");
});

simulatorTest("confirm: human gives no token to a client that cannot ask", {}, async (simulator) => {
  await using place = await startPlace("http", { farSide: simulator, env: { MCP_CONFIRM: "human" } });
  await using client = await connectClient("v2 2026-07-28", place);
  const result = await client.call(...OFF);
  assert.match(
    textOf(result),
    /a human has to confirm it \(confirm: human\), and this client cannot ask one/,
  );
  assert.doesNotMatch(JSON.stringify(result), /[\w-]{43}\.[\w-]{43}/);
  assert.equal(await countCalls(simulator, METHOD), 0);
});

simulatorTest("a token works on every server that shares the secret", {}, async (simulator) => {
  const env = { MCP_CONFIRM: "auto", MCP_CONFIRMATION_SECRET: "shared-by-the-replicas" };
  await using first = await startPlace("http", { farSide: simulator, env });
  await using second = await startPlace("http", { farSide: simulator, env });
  await using one = await connectClient("v2 2026-07-28", first);
  await using other = await connectClient("v2 2025-11-25", second);
  const confirmation = tokenIn(await refuse(one, OFF));
  await ask(other, ["power_off_vm", { ...OFF[1], confirmation }]);
  // The first server has not seen it used, but the machine is not what it was.
  await ask(one, ["power_on_vm", { name: VM }]);
  await elsewhere(simulator, { method: "ReconfigVM_Task", args: { spec: { annotation: "changed" } } });
  const text = await refuse(one, ["power_off_vm", { ...OFF[1], confirmation }]);
  assert.match(text, /yet: the object has changed since the plan was made/);
});

simulatorTest("REST answers 409 with plan and token, and runs with the token", {}, async (simulator) => {
  await using product = await startHttp({ farSide: simulator, env: { MCP_CONFIRM: "auto" } });
  const post = async (args: Readonly<Record<string, unknown>>) => {
    const url = new URL("/api/tools/power_off_vm", product.url);
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(args) });
    return { status: response.status, body: record.parse(await response.json()) };
  };
  const first = await post({ name: VM });
  assert.equal(first.status, 409);
  assert.equal(first.body.kind, "confirmation_required");
  const { plan, confirmation, expires_in_seconds } = record.parse(first.body.details);
  assert.equal(expires_in_seconds, 300);
  const { objects: [object] } = planShape(plan);
  assert.deepEqual([object?.name, object?.type, object?.state.power_state], [
    VM,
    "VirtualMachine",
    "poweredOn",
  ]);
  assert.equal(await countCalls(simulator, METHOD), 0);
  const second = await post({ name: VM, confirmation });
  assert.deepEqual([second.status, second.body.power_state], [200, "poweredOff"]);
});

function planShape(
  plan: unknown,
): { objects: readonly { name: string; type: string; state: Record<string, unknown> }[] } {
  const { objects } = record.parse(plan);
  assert.ok(Array.isArray(objects));
  return {
    objects: objects.map((object) => {
      const facts = record.parse(object);
      return { name: textAt(facts, "name"), type: textAt(facts, "type"), state: record.parse(facts.state) };
    }),
  };
}

function tokenIn(text: string): string {
  const [, token = ""] = /confirmation: "([^"]+)"/.exec(text) ?? [];
  assert.notEqual(token, "", text);
  return token;
}

async function morefOf(farSide: FarSide, name: string): Promise<string> {
  await using vsphere = connectTo(farSide);
  return (await findVm(vsphere, name)).ref.value;
}

async function elsewhere(
  farSide: FarSide,
  { method, args }: {
    readonly method: "CreateSnapshot_Task" | "ReconfigVM_Task" | "Rename_Task";
    readonly args: Parameters<typeof runTask>[1]["args"] & object;
  },
): Promise<void> {
  await using vsphere = connectTo(farSide);
  const { ref: target } = await findVm(vsphere, VM);
  const wait = { signal: AbortSignal.timeout(10_000), action: method };
  await runTask(vsphere, { method, target, args }, wait);
}
