import assert from "node:assert/strict";
import { inspect } from "node:util";
import { parseConfigFile } from "../../src/config/file.ts";
import { loadConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/config/problem.ts";

const secret = "hunter2";

const wrongFiles: readonly string[] = [
  `vcenter_pasword: ${secret}`,
  `vcenter_password:${secret}`,
  `vcenter_password:${secret}\nvcenter_user: root`,
  `vcenter_password=${secret}`,
  `{vcenter_password:${secret}, vcenter_user: root}`,
  `vcenter_password: "${secret}`,
  `vcenter_password: '${secret}\nvcenter_user: 'root'`,
  `vcenter_password: "\\${secret}"`,
  `vcenter_password: @${secret}`,
  `vcenter_password: \`${secret}`,
  `vcenter_password: %${secret}`,
  `vcenter_password: &${secret}`,
  `vcenter_password: *${secret}`,
  `vcenter_password: !${secret}`,
  `vcenter_password: !${secret} x`,
  `vcenter_password: !!${secret} x`,
  `vcenter_password: |${secret}`,
  `vcenter_password: >${secret}`,
  `vcenter_password: #${secret}`,
  `vcenter_password: [${secret}`,
  `vcenter_password: {${secret}: 1}`,
  `vcenter_password: a: ${secret}`,
  `vcenter_password:\n\t${secret}`,
  `vcenter_password:\n- ${secret}`,
  `? ${secret} x\n: y`,
  `%${secret}\n---\nvcenter_user: root`,
  `%YAML ${secret}\n---\nvcenter_user: root`,
  `--- ${secret}`,
  secret,
  ...["insecure", "http_port", "log_level", "transport", "thumbprint", "http_host", "request_timeout_seconds"]
    .map(
      (key) => `${key}: ${secret} ${secret}`,
    ),
  `vcenter_host: root:${secret}@host`,
  `vcenter_password_file: ${secret}`,
  `api_key: ${secret} ${secret}`,
];

function assertSilent(load: () => unknown): void {
  assert.throws(load, (error) => {
    assert.ok(error instanceof ConfigError);
    assert.ok(!inspect(error, { depth: 9 }).includes(secret), error.message);
    return true;
  });
}

for (const name of ["config.yaml", "config.json"]) {
  for (const [number, text] of wrongFiles.entries()) {
    Deno.test(`ConfigError is silent about a secret in wrong place ${number + 1} of ${name}`, () => {
      const readTextFile = (path: string) => path === name ? text : assert.fail(`ENOENT ${path}`);
      assertSilent(() => loadConfig({ configFile: name, env: {}, readTextFile, parseConfigFile }));
    });
  }
}

Deno.test("ConfigError is silent about a secret in the wrong variable", () => {
  const readTextFile = (path: string) => assert.fail(`ENOENT ${path}`);
  for (
    const variable of [
      "VCENTER_INSECURE",
      "MCP_HTTP_PORT",
      "MCP_LOG_LEVEL",
      "MCP_API_KEY_FILE",
      "VCENTER_PASSWORD_FILE",
    ]
  ) {
    assertSilent(() => loadConfig({ env: { [variable]: secret }, readTextFile }));
  }
});
