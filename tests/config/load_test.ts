import assert from "node:assert/strict";
import { ConfigError } from "../../src/config/problem.ts";
import { redact } from "../../src/log.ts";
import { load, problemsOf, target } from "./support.ts";

const seedSample = `
vcenter_host: "your-vcenter-ip"
vcenter_user: "administrator@vsphere.local"
vcenter_password: "your-password"
datacenter: "your-datacenter"        # Optional
cluster: "your-cluster"              # Optional
datastore: "your-datastore"          # Optional
network: "VM Network"                # Optional
insecure: true                       # Skip SSL certificate verification
api_key: "your-api-key"              # API access key
log_file: "./logs/vmware_mcp.log"    # Log file path
log_level: "INFO"                    # Log level
`;

Deno.test("loadConfig() reads a file with all keys of the seed", () => {
  const config = load({ files: { "config.yaml": seedSample } });
  assert.deepEqual({ ...config, vcenter_host: config.vcenter_host.href }, {
    vcenter_host: "https://your-vcenter-ip/sdk",
    vcenter_user: "administrator@vsphere.local",
    vcenter_password: "your-password",
    datacenter: "your-datacenter",
    cluster: "your-cluster",
    datastore: "your-datastore",
    network: "VM Network",
    insecure: true,
    api_key: "your-api-key",
    log_file: "./logs/vmware_mcp.log",
    log_level: "INFO",
    ...DEFAULTS,
  });
});

/** What is in force without a word about it, beside `insecure`, `network` and `log_level`. */
const DEFAULTS = {
  allow_unauthenticated: false,
  transport: "http",
  http_port: 8080,
  rate_limit_per_minute: 30_000,
  allowed_hosts: [],
  allowed_origins: [],
  oauth_role_claim: "role",
  read_only: false,
  disable_destructive: false,
  exclude_tools: [],
  protected: [],
  unprotect: [],
  stdio_role: "admin",
  confirm: "auto",
  max_objects: 10,
  limit_concurrent_calls: 64,
  request_timeout_seconds: 30,
  task_timeout_seconds: 300,
};

Deno.test("loadConfig() needs nothing but host, user and password", () => {
  const { vcenter_host, ...config } = load({ env: target });
  assert.equal(vcenter_host.href, "https://esxi.example.com/sdk");
  assert.deepEqual(config, {
    vcenter_user: "root",
    vcenter_password: "pw-of-root",
    network: "VM Network",
    insecure: false,
    log_level: "INFO",
    ...DEFAULTS,
  });
});

Deno.test("loadConfig() says how to set what is required", () => {
  assert.deepEqual(problemsOf({}), [
    "vcenter_host (not set): is required; set VCENTER_HOST, or vcenter_host in a file named with -c, or --vcenter-host",
    "vcenter_user (not set): is required; set VCENTER_USER, or vcenter_user in a file named with -c, or --vcenter-user",
    "vcenter_password (not set): is required; set VCENTER_PASSWORD, or vcenter_password in a file named with -c",
  ]);
});

Deno.test("loadConfig() reports everything wrong at once with its place", () => {
  const problems = problemsOf({
    files: {
      "config.yaml":
        "vcenter_host: esxi/ui\nvcenter_usr: root\ninsecure: yes\nthumbprint: abc\nca_file: /ca.pem\n",
    },
    env: { MCP_TRANSPORT: "carrier pigeon", VCENTER_PASSWORD: "pw", MCP_HTTP_HOST: "0.0.0.0" },
    flags: { http_port: "80800", log_level: "loud" },
  });
  assert.deepEqual(problems, [
    "vcenter_usr (config.yaml:2): is an unknown key; write vcenter_user if that is meant, else remove it",
    "vcenter_host (config.yaml:1): is no address; write host, host:port, [IPv6]:port or https://host/sdk, without user name or password",
    "vcenter_user (not set): is required; set VCENTER_USER, or vcenter_user in a file named with -c, or --vcenter-user",
    "thumbprint (config.yaml:4): is no certificate thumbprint; write the 64 hexadecimal digits of its SHA-256 (or the 40 of its SHA-1), colons optional",
    "transport (MCP_TRANSPORT): is none of http, stdio; write one of them",
    "http_port (--http-port): is no whole number from 0 to 65535; write one",
    "log_level (--log-level): is no log level; write one of DEBUG, INFO, WARNING, ERROR",
    "insecure (config.yaml:3): switches off the check that ca_file (config.yaml:5) asks for; remove one of them",
    "http_host (MCP_HTTP_HOST): opens the server to other machines without an API key; set api_key (MCP_API_KEY), remove http_host, " +
    "or set allow_unauthenticated: true if the network keeps strangers out",
  ]);
});

Deno.test("loadConfig() throws a UserError that counts the problems", () => {
  assert.throws(() => load({ env: { ...target, MCP_HTTP_PORT: "x" } }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.kind, "invalid");
    assert.match(
      error.message,
      /^Cannot use this configuration: 1 problem; mend every line below\n {2}http_port/,
    );
    return true;
  });
});

Deno.test("loadConfig() does not call missing what an unreadable file may hold", () => {
  assert.deepEqual(problemsOf({ files: { "config.yaml": "a: 'x" }, env: { MCP_HTTP_PORT: "x" } }), [
    "config.yaml:1: lacks a quote, a bracket or the colon of a key, here or above; complete it",
    "http_port (MCP_HTTP_PORT): is no whole number from 0 to 65535; write one",
  ]);
});

Deno.test("loadConfig() registers the secrets with the log, wherever they come from", () => {
  load({
    env: { ...target, VCENTER_PASSWORD: "", VCENTER_PASSWORD_FILE: "pw", MCP_API_KEY: "key-4711" },
    files: { pw: "filed-4711\n" },
  });
  assert.equal(redact("filed-4711 key-4711"), "[secret] [secret]");
});

Deno.test("loadConfig() registers secrets even when the configuration is refused", () => {
  assert.throws(() => load({ env: { VCENTER_PASSWORD: "refused-4711" } }), ConfigError);
  assert.equal(redact("refused-4711"), "[secret]");
});
