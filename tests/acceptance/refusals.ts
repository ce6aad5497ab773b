import assert from "node:assert/strict";
import { ask, refusal, refuse, rowsOf } from "./answers.ts";
import type { Part, Stage } from "./stage.ts";

/** What cannot be done is said so that the caller can mend it. */
export const REFUSALS: Part = {
  async "a name that nothing has is refused with the closest one"({ client }) {
    const [row] = rowsOf((await ask(client, ["list_vms", { limit: 1 }])).data);
    assert.ok(row !== undefined);
    const tools = ["get_vm", "power_on_vm", "power_off_vm", "delete_vm", "get_vm_performance"];
    for (const tool of tools) {
      const text = await refuse(client, [tool, { name: `${row.name}x` }]);
      assert.ok(text.includes(`(closest: "${row.name}")`), text);
    }
    assert.ok(
      (await refuse(client, ["clone_vm", { template_name: `${row.name}x`, new_name: "y" }])).includes(
        row.name,
      ),
    );
    await assert.rejects(client.read(`vmstats://${row.name}x`), /closest/);
    for (const tool of ["get_task", "cancel_task"]) {
      assert.match(await refuse(client, [tool, { task: "task-0" }]), /Cannot find task "task-0"/);
    }
  },

  async "arguments that do not fit are refused all at once"({ client }) {
    const text = await refuse(client, ["create_vm", { nam: "x", cpu: "two", memory: -1 }]);
    const wrong = text.split("\n").slice(1).map((line) => line.split(":")[0]);
    assert.deepEqual([...new Set(wrong)], ["nam", "name", "cpu", "memory"]);
    assert.match(text, /closest: "name"/);
    assert.match(
      await refuse(client, ["list_vms", { limit: 0, fields: ["nope"] }]),
      /limit: .*\n?fields\.0: |fields\.0: .*\n?limit: /s,
    );
  },

  async "a tool that does not exist is refused with the closest one"({ client }) {
    await assert.rejects(client.call("list_vm"), /closest: "list_vms"/);
  },

  async "hostile values are refused and harm nobody"(stage) {
    for (
      const value of [
        "",
        "\0",
        "a\0b",
        "n".repeat(5000),
        "{{name}}",
        "../../etc/passwd",
        "' OR 1=1 --",
        "\u202Eevil",
        "]]><x/>",
      ]
    ) {
      await isHarmless(stage, value);
    }
    for (const value of [null, 1, [], ["x"], { name: "x" }, nested(50)]) await isHarmless(stage, value);
  },
};

async function isHarmless({ client }: Stage, name: unknown): Promise<void> {
  for (
    const [tool, more] of [["get_vm", {}], ["create_vm", {
      cpu: 1,
      memory: 64,
      datastore: "no such place",
    }]] as const
  ) {
    const result = await client.call(tool, { name, ...more });
    assert.equal(result.isError, true, `${tool} ${JSON.stringify(name)}`);
    const text = JSON.stringify(result.content);
    assert.ok(text.length < 10_000, `${tool} repeats ${text.length} characters`);
    refusal(String(/"text":"(.*)"/.exec(text)?.[1]));
  }
}

/** An object in an object in an object. */
function nested(depth: number): unknown {
  return depth === 0 ? "x" : { x: nested(depth - 1) };
}
