import assert from "node:assert/strict";
import { safetyLines } from "../../src/cli/safety_lines.ts";
import { load, target } from "../config/support.ts";

function lineOf(
  subject: string,
  env: Readonly<Record<string, string>>,
  isVcenter: boolean | undefined = true,
): string {
  const line = safetyLines(load({ env: { ...target, ...env } }), { isVcenter })
    .find((candidate) => candidate.subject === subject);
  return `${line?.status} ${line?.text}`;
}

Deno.test("safetyLines() says who agrees to what destroys, and warns when nobody does", () => {
  assert.match(lineOf("confirmation", {}), /^ok auto: the human where the client can ask/);
  assert.match(lineOf("confirmation", { MCP_CONFIRM: "human" }), /^ok human: /);
  assert.match(
    lineOf("confirmation", { MCP_CONFIRM: "never" }),
    /^warn never: .*set confirm to auto or human/,
  );
  for (const key of ["MCP_READ_ONLY", "MCP_DISABLE_DESTRUCTIVE"]) {
    assert.equal(
      lineOf("confirmation", { MCP_CONFIRM: "never", [key]: "1" }),
      "ok no tool that destroys is offered",
    );
  }
});

Deno.test("safetyLines() fails tags where there are none, whichever key has the pattern", () => {
  const keys = [{ name: "a", key: "key-of-a", role: "read", protected: ["tag:x"] }];
  for (const env of [{ MCP_PROTECTED: "prod-*,TAG:critical" }, { MCP_API_KEYS: JSON.stringify(keys) }]) {
    assert.match(lineOf("protected", env, false), /^fail tags exist on vCenter Server only/);
    assert.match(lineOf("protected", env, true), /^ok /);
    assert.match(lineOf("protected", env, undefined), /^ok /);
  }
  assert.equal(
    lineOf("protected", { MCP_PROTECTED: "prod-*,/DC/vm/x" }, false),
    'ok "prod-*", "/DC/vm/x", and the machines of vCenter Server and of this server',
  );
});

Deno.test("safetyLines() says where the audit trail is", () => {
  assert.equal(lineOf("audit", { MCP_AUDIT_FILE: "/var/log/a.jsonl" }), 'ok writes go to "/var/log/a.jsonl"');
  assert.match(lineOf("audit", {}), /^ok none: audit_file/);
});
