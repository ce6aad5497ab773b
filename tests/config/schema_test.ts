import assert from "node:assert/strict";
import { configKeys } from "../../src/config/schema.ts";
import { load, problemsOf, target } from "./support.ts";

function withEnv(env: Readonly<Record<string, string>>) {
  return { env: { ...target, ...env } };
}

Deno.test("configSchema reads yes and no as people write them", () => {
  for (const yes of ["1", "true", "yes", "on", "TRUE", "Yes"]) {
    assert.equal(load(withEnv({ VCENTER_INSECURE: yes })).insecure, true, yes);
  }
  for (const no of ["0", "false", "no", "off", "False"]) {
    assert.equal(load(withEnv({ VCENTER_INSECURE: no })).insecure, false, no);
  }
});

Deno.test("configSchema reads log levels in any case and WARN for WARNING", () => {
  for (
    const [written, level] of [["debug", "DEBUG"], ["Warn", "WARNING"], ["WARNING", "WARNING"], [
      "error",
      "ERROR",
    ]]
  ) {
    assert.equal(load(withEnv({ MCP_LOG_LEVEL: written ?? "" })).log_level, level);
  }
});

Deno.test("configSchema reads thumbprints with and without colons, SHA-256 and SHA-1", () => {
  for (const digits of [64, 40]) {
    const plain = "ab".repeat(digits / 2);
    const colons = Array(digits / 2).fill("AB").join(":");
    assert.equal(load(withEnv({ VCENTER_THUMBPRINT: colons })).thumbprint, plain);
    assert.equal(load(withEnv({ VCENTER_THUMBPRINT: plain })).thumbprint, plain);
  }
});

Deno.test("configSchema reads http_host with or without brackets", () => {
  assert.equal(load(withEnv({ MCP_HTTP_HOST: "[::1]" })).http_host, "::1");
  assert.equal(load(withEnv({ MCP_HTTP_HOST: "localhost" })).http_host, "localhost");
});

Deno.test("configSchema accepts the bounds of its numbers", () => {
  for (const port of ["0", "65535"]) {
    assert.equal(load(withEnv({ MCP_HTTP_PORT: port })).http_port, Number(port));
  }
  assert.equal(load(withEnv({ MCP_REQUEST_TIMEOUT_SECONDS: "600" })).request_timeout_seconds, 600);
  assert.equal(load(withEnv({ MCP_TASK_TIMEOUT_SECONDS: "86400" })).task_timeout_seconds, 86400);
});

for (
  const [key, variable, value] of [
    ["vcenter_user", "VCENTER_USER", " "],
    ["insecure", "VCENTER_INSECURE", "maybe"],
    ["thumbprint", "VCENTER_THUMBPRINT", "ab".repeat(31)],
    ["thumbprint", "VCENTER_THUMBPRINT", "zz".repeat(32)],
    ["http_port", "MCP_HTTP_PORT", "65536"],
    ["http_port", "MCP_HTTP_PORT", "-1"],
    ["http_port", "MCP_HTTP_PORT", "80.5"],
    ["http_port", "MCP_HTTP_PORT", "0x50"],
    ["http_host", "MCP_HTTP_HOST", "http://127.0.0.1"],
    ["http_host", "MCP_HTTP_HOST", "a b"],
    ["request_timeout_seconds", "MCP_REQUEST_TIMEOUT_SECONDS", "0"],
    ["request_timeout_seconds", "MCP_REQUEST_TIMEOUT_SECONDS", "601"],
    ["task_timeout_seconds", "MCP_TASK_TIMEOUT_SECONDS", "86401"],
    ["transport", "MCP_TRANSPORT", "sse"],
    ["api_key", "MCP_API_KEY", "two words"],
    ["api_key", "MCP_API_KEY", "schlüssel"],
    ["vcenter_host", "VCENTER_HOST", "https://root:pw@host"],
  ] as const
) {
  Deno.test(`configSchema refuses "${value}" for ${key}`, () => {
    const [problem, ...more] = problemsOf(withEnv({ [variable]: value }));
    assert.deepEqual(more, []);
    assert.ok(problem?.startsWith(`${key} (${variable}): `), problem);
    assert.match(problem ?? "", /; \w+/);
  });
}

Deno.test("configKeys has no flag for a secret and one for every other key", () => {
  assert.deepEqual(configKeys.filter((key) => key.isSecret).map((key) => key.name), [
    "vcenter_password",
    "api_key",
    "api_keys",
    "confirmation_secret",
  ]);
  for (const key of configKeys) assert.equal(key.flag === undefined, key.isSecret === true, key.name);
});

Deno.test("configKeys has the variables that the documents promise", () => {
  assert.equal(
    configKeys.map((key) => key.variable).join(" "),
    "VCENTER_HOST VCENTER_USER VCENTER_PASSWORD VCENTER_PASSWORD_FILE VCENTER_DATACENTER VCENTER_CLUSTER VCENTER_DATASTORE " +
      "VCENTER_NETWORK VCENTER_INSECURE VCENTER_CA_FILE VCENTER_THUMBPRINT MCP_API_KEY MCP_API_KEY_FILE MCP_ALLOW_UNAUTHENTICATED " +
      "MCP_TRANSPORT MCP_HTTP_HOST MCP_HTTP_PORT MCP_API_KEYS MCP_RATE_LIMIT_PER_MINUTE MCP_HTTP_TLS_CERT MCP_HTTP_TLS_KEY " +
      "MCP_ALLOWED_HOSTS MCP_ALLOWED_ORIGINS MCP_OAUTH_ISSUER MCP_OAUTH_AUDIENCE MCP_OAUTH_ROLE_CLAIM MCP_READ_ONLY " +
      "MCP_DISABLE_DESTRUCTIVE MCP_TOOLSETS MCP_TOOLS MCP_EXCLUDE_TOOLS MCP_PROTECTED MCP_UNPROTECT MCP_STDIO_ROLE " +
      "MCP_CONFIRM MCP_CONFIRMATION_SECRET MCP_CONFIRMATION_SECRET_FILE MCP_MAX_OBJECTS MCP_LIMIT_CPUS MCP_LIMIT_MEMORY_MB " +
      "MCP_LIMIT_DISK_GB MCP_LIMIT_VMS_PER_HOUR MCP_LIMIT_CONCURRENT_CALLS MCP_REQUEST_TIMEOUT_SECONDS MCP_TASK_TIMEOUT_SECONDS MCP_LOG_FILE MCP_LOG_LEVEL MCP_AUDIT_FILE",
  );
});
