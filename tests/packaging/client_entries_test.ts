import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { parse } from "npm:yaml@2.9.1";
import {
  claudeCode,
  cursorLink,
  goose,
  INSTALLED,
  mcpServers,
  opencode,
  vscode,
  vscodeLink,
} from "../../scripts/client_entries.ts";

const { command, args } = INSTALLED;
const env = {
  VCENTER_HOST: "vcenter.example.com",
  VCENTER_USER: "administrator@vsphere.local",
  VCENTER_PASSWORD: "your-password",
};

Deno.test("client entries all start the same command with the same variables", () => {
  assert.deepEqual(mcpServers(INSTALLED).mcpServers.esxi, { command, args, env });
  assert.deepEqual(opencode(INSTALLED).mcp.esxi, {
    type: "local",
    command: [command, ...args],
    environment: env,
    enabled: true,
  });
  const { extensions } = parse(goose(INSTALLED));
  assert.deepEqual(extensions.esxi.cmd, command);
  assert.deepEqual(extensions.esxi.args, args);
  assert.deepEqual(extensions.esxi.envs, env);
  assert.equal(extensions.esxi.type, "stdio");
});

Deno.test("claudeCode() gives words that a shell takes apart as they are meant", () => {
  const script = claudeCode(INSTALLED).replace(/^claude /, "printf '%s\\n' ");
  const { stdout } = new Deno.Command("sh", { args: ["-c", script] }).outputSync();
  assert.deepEqual(new TextDecoder().decode(stdout).trim().split("\n"), [
    ...["mcp", "add", "esxi"],
    ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    "--",
    command,
    ...args,
  ]);
});

Deno.test("vscode() asks for the password and writes it nowhere", () => {
  const { inputs, servers } = vscode(INSTALLED);
  assert.deepEqual(inputs.map(({ id, password }) => ({ id, password })), [
    { id: "vcenter_password", password: true },
  ]);
  assert.equal(servers.esxi?.env.VCENTER_PASSWORD, "${input:vcenter_password}");
});

Deno.test("vscodeLink() carries the entry of vscode()", () => {
  const url = new URL(vscodeLink(INSTALLED));
  assert.equal(url.origin + url.pathname, "https://insiders.vscode.dev/redirect/mcp/install");
  const { inputs, servers } = vscode(INSTALLED);
  // As a client reads it that knows percent-encoding only.
  const query = Object.fromEntries(
    url.search.slice(1).split("&").map((pair) => pair.split("=").map(decodeURIComponent)),
  );
  assert.equal(query.name, "esxi");
  assert.deepEqual(JSON.parse(query.inputs ?? ""), inputs);
  assert.deepEqual(JSON.parse(query.config ?? ""), servers.esxi);
});

Deno.test("cursorLink() carries the entry of mcpServers()", () => {
  const url = new URL(cursorLink(INSTALLED));
  assert.equal(url.origin + url.pathname, "https://cursor.com/en/install-mcp");
  const config = Buffer.from(url.searchParams.get("config") ?? "", "base64").toString();
  assert.deepEqual(JSON.parse(config), mcpServers(INSTALLED).mcpServers.esxi);
});
