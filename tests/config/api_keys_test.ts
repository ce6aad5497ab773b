import assert from "node:assert/strict";
import { load, problemsOf, target } from "./support.ts";

const FILE = `vcenter_host: esxi.example.com
vcenter_user: root
vcenter_password: pw-of-root
policy:
  read_only: true
  toolsets: [vm, 'host']
  limits:
    cpus: 8
  api_keys:
    - name: dashboard
      key: 0123-key
      role: read
    - { name: robot, key_file: /run/robot, role: operate, toolsets: [vm], protected: "prod-*,db" }
oauth:
  issuer: https://login.example.com
  audience: https://mcp.example.com
`;

Deno.test("loadConfig() reads headings, lists and keys in files of their own", () => {
  const config = load({ files: { "config.yaml": FILE, "/run/robot": "robot-key\n" } });
  assert.equal(config.read_only, true);
  assert.deepEqual(config.toolsets, ["vm", "host"]);
  assert.equal(config.limit_cpus, 8);
  assert.equal(config.oauth_issuer, "https://login.example.com");
  assert.deepEqual(config.api_keys, [
    { name: "dashboard", key: "0123-key", role: "read" },
    { name: "robot", key: "robot-key", role: "operate", toolsets: ["vm"], protected: ["prod-*", "db"] },
  ]);
});

Deno.test("loadConfig() reads the same without the heading policy, and api_keys as JSON of a variable", () => {
  const json = JSON.stringify([{ name: "a", key: "key-of-a", role: "admin" }]);
  const files = { "config.yaml": "read_only: true\nlimits: { cpus: 8 }\napi_keys:\n" };
  const config = load({ files, env: { ...target, MCP_API_KEYS: json, MCP_TOOLSETS: "vm, task" } });
  assert.deepEqual([config.read_only, config.limit_cpus, config.toolsets], [true, 8, ["vm", "task"]]);
  assert.deepEqual(config.api_keys, [{ name: "a", key: "key-of-a", role: "admin" }]);
});

Deno.test("loadConfig() refuses a key that stands twice, with and without its heading", () => {
  const files = { "config.yaml": "read_only: true\npolicy:\n  read_only: false\n" };
  assert.deepEqual(problemsOf({ files, env: target }), [
    "read_only (config.yaml:3): repeats a key; keep one of them",
  ]);
});

Deno.test("loadConfig() names the closest key under a heading", () => {
  const files = { "config.yaml": "policy:\n  read_olny: true\nlimits:\n  cpu: 4\n" };
  assert.deepEqual(problemsOf({ files, env: target }), [
    "policy.read_olny (config.yaml:2): is an unknown key; write policy.read_only if that is meant, else remove it",
    "limits.cpu (config.yaml:4): is an unknown key; write limits.cpus if that is meant, else remove it",
  ]);
});

for (
  const [what, entries, problem] of [
    [
      "an unknown role",
      [{ name: "a", key: "secret-1", role: "root" }],
      /entry 1: role is none of read, operate, admin/,
    ],
    [
      "mistakes in several entries",
      [{ name: "a", key: "secret-1", role: "bos" }, { name: "b", role: "read" }],
      /entry 1: role is none of read.*\n.*entry 2: key is missing or no text/,
    ],
    ["a key without a name", [{ key: "secret-1", role: "read" }], /entry 1: name is missing or no text/],
    ["an entry without a key", [{ name: "a", role: "read" }], /entry 1: key is missing or no text/],
    [
      "an unknown member",
      [{ name: "a", key: "secret-1", role: "read", rights: "all" }],
      /entry 1 has a member that is none of/,
    ],
    ["the same name twice", [
      { name: "a", key: "secret-1", role: "read" },
      { name: "a", key: "secret-2", role: "read" },
    ], /has a name or a key twice/],
    ["the same key twice", [
      { name: "a", key: "secret-1", role: "read" },
      { name: "b", key: "secret-1", role: "admin" },
    ], /has a name or a key twice/],
    [
      "the name of the single key",
      [{ name: "api_key", key: "secret-1", role: "read" }],
      /or the name api_key/,
    ],
    [
      "key beside key_file",
      [{ name: "a", key: "secret-1", key_file: "/f", role: "read" }],
      /entry 1: key_file stands beside key/,
    ],
    [
      "a key file that does not exist",
      [{ name: "a", key_file: "/none", role: "read" }],
      /entry 1: key_file names a file that does not exist/,
    ],
    ["no list", { name: "a" }, /is no list/],
    [
      "a key with a space",
      [{ name: "a", key: "secret 1", role: "read" }],
      /entry 1: key has a character that no HTTP header can carry/,
    ],
  ] as const
) {
  Deno.test(`loadConfig() refuses api_keys with ${what}, and repeats no key`, () => {
    const problems = problemsOf({
      env: { ...target, MCP_API_KEYS: JSON.stringify(entries) },
      files: { "/f": "x" },
    });
    assert.match(problems.join("\n"), problem);
    assert.doesNotMatch(problems.join("\n"), /secret/);
  });
}

Deno.test("loadConfig() asks for both halves of TLS and of OAuth", () => {
  assert.deepEqual(
    problemsOf({ env: { ...target, MCP_HTTP_TLS_CERT: "a", MCP_OAUTH_ISSUER: "https://b" } }),
    [
      "http_tls_cert (MCP_HTTP_TLS_CERT): needs http_tls_key beside it; set both",
      "oauth_issuer (MCP_OAUTH_ISSUER): needs oauth_audience, or tokens for other servers would be accepted; set it",
    ],
  );
});
