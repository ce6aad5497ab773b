import assert from "node:assert/strict";
import { configuredPolicy } from "../../src/cli/policy.ts";
import { UserError } from "../../src/errors.ts";
import { load, target } from "../config/support.ts";

Deno.test("configuredPolicy() refuses names that nothing has, all at once", () => {
  const keys = [{ name: "a", key: "key-of-a", role: "read", toolsets: ["vms"] }];
  const env = {
    ...target,
    MCP_TOOLSETS: "vm,hots",
    MCP_TOOLS: "delete_vms",
    MCP_EXCLUDE_TOOLS: "reboot_the_world",
    MCP_API_KEYS: JSON.stringify(keys),
  };
  assert.throws(() => configuredPolicy(load({ env })), (error) => {
    assert.ok(error instanceof UserError && error.kind === "invalid");
    const lines = error.message.split("\n");
    assert.deepEqual(lines.slice(0, 3), [
      "Cannot use this policy: mend every line below",
      '  toolsets: nothing is called "hots"; write "host" if that is meant',
      '  tools: nothing is called "delete_vms"; write "delete_vm" if that is meant',
    ]);
    assert.match(
      lines[3] ?? "",
      /^ {2}exclude_tools: nothing is called "reboot_the_world"; there are list_vms, /,
    );
    assert.equal(lines[4], '  toolsets of api key "a": nothing is called "vms"; write "vm" if that is meant');
    return true;
  });
});
