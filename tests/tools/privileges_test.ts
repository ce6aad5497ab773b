import assert from "node:assert/strict";
import { PRIVILEGES } from "../../src/simulator/methods/rights_data.ts";
import { READ_PRIVILEGES } from "../../src/simulator/world/session.ts";
import { privilegesOf } from "../../src/tools/ability.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { arrayOf, many, object, text } from "../../src/soap/decode.ts";
import { retrieveObjects } from "../../src/vsphere/properties.ts";
import { simulatorTest } from "../support/simulator.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";
import { useTool } from "./every_tool.ts";

const KINDS = ["vcenter", "esxi"] as const;
const password = "demo-password";

Deno.test("TOOLS each declare the privileges that they need on both kinds of targets", () => {
  const known = PRIVILEGES.map(({ id }) => id);
  for (const { name, privileges, effect } of TOOLS) {
    for (const kind of KINDS) {
      const ids = privileges[kind];
      assert.ok(ids.includes("System.Read"), `${name} on ${kind}`);
      assert.ok(
        effect === "read" || ids.length > 1,
        `${name} on ${kind} writes with nothing but System.Read`,
      );
      assert.deepEqual(ids.filter((id) => !known.includes(id)), [], `${name} on ${kind}`);
      assert.equal(new Set(ids).size, ids.length, `${name} on ${kind}`);
    }
  }
});

vcsimTest("TOOLS declare only privileges that vSphere has", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { authorizationManager } = await vsphere.session.content();
  assert.ok(authorizationManager);
  const shape = { roleList: arrayOf(object({ privilege: many(text) })) };
  const [row] = await retrieveObjects(vsphere.session, [authorizationManager], { shape });
  const known = row?.roleList?.flatMap(({ privilege }) => privilege) ?? [];
  assert.deepEqual(privilegesOf(TOOLS).filter((id) => !known.includes(id)), []);
});

for (const model of KINDS) {
  for (const tool of TOOLS) {
    const needed = tool.privileges[model];
    // A role has these by itself.
    const given = needed.filter((id) => !READ_PRIVILEGES.includes(id));
    const roleOf = (ids: readonly string[]) => [...READ_PRIVILEGES, ...ids];
    const accounts = [
      { user: "exact", password, role: roleOf(given) },
      ...given.map((id) => ({ user: id, password, role: roleOf(given.filter((other) => other !== id)) })),
      { user: "nothing", password, role: [] },
    ];

    simulatorTest(`${tool.name} works with what it declares and with nothing less (${model})`, {
      model,
      vms: 40,
      accounts,
    }, async (simulator) => {
      // First those that are refused: they leave the inventory as it is.
      for (const id of given) {
        await using vsphere = connectTo(simulator, { user: id, password });
        const { text, isDone } = await useTool(tool, simulator, vsphere);
        assert.ok(!isDone && text.includes(`lacks the privilege "${id}"`), `without ${id}: ${text}`);
      }
      await using exact = connectTo(simulator, { user: "exact", password });
      const { text, isDone } = await useTool(tool, simulator, exact);
      assert.ok(isDone, text);

      await using nothing = connectTo(simulator, { user: "nothing", password });
      assert.match(
        (await useTool(tool, simulator, nothing)).text,
        /^Cannot log in .*lacks the privilege "System/,
      );
    });
  }
}

for (const model of KINDS) {
  const role = [...READ_PRIVILEGES, ...privilegesOf(TOOLS, model)];
  simulatorTest(`every tool works with the role of all (${model})`, {
    model,
    vms: 40,
    accounts: [{ user: "mcp", password, role }],
  }, async (simulator) => {
    await using vsphere = connectTo(simulator, { user: "mcp", password });
    for (const tool of TOOLS) {
      const { text, isDone } = await useTool(tool, simulator, vsphere);
      assert.ok(isDone, `${tool.name}: ${text}`);
    }
  });
}
