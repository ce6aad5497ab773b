import assert from "node:assert/strict";
import { helpText } from "../../src/cli/help.ts";
import { configKeys } from "../../src/config/schema.ts";

Deno.test("helpText() fits 100 columns and has no trailing spaces", () => {
  for (const line of helpText().split("\n")) {
    assert.ok(line.length <= 100, line);
    assert.equal(line, line.trimEnd());
  }
});

Deno.test("helpText() shows every flag with its variable, and secrets without a flag", () => {
  const text = helpText();
  for (const { flag, variable, name } of configKeys) {
    assert.ok(text.includes(`[${variable}`), variable);
    if (flag === undefined) assert.ok(!text.includes(`--${name.replaceAll("_", "-")} `), name);
    else assert.match(text, new RegExp(`^  (-\\w,|   ) --${flag}( |$)`, "m"));
  }
});

Deno.test("helpText() shows defaults and the commands", () => {
  const text = helpText();
  assert.match(text, /--http-port PORT .*\n.*\[MCP_HTTP_PORT; default: 8080\]/);
  assert.match(text, /-t, --transport http\|stdio .*\[MCP_TRANSPORT; default: http\]/);
  for (const command of ["check", "tools", "call TOOL"]) assert.match(text, new RegExp(`^  ${command}`, "m"));
});
