import assert from "node:assert/strict";
import { load, problemsOf, target } from "./support.ts";

const files = { "config.yaml": "network: from file\ncluster: from file\ndatastore: from file\n" };

Deno.test("readSources() lets flags override variables, and variables the file", () => {
  const env = { ...target, VCENTER_NETWORK: "from variable", VCENTER_CLUSTER: "from variable" };
  const config = load({ files, env, flags: { network: "from flag" } });
  assert.deepEqual([config.network, config.cluster, config.datastore], [
    "from flag",
    "from variable",
    "from file",
  ]);
});

Deno.test("readSources() lets an empty variable or flag override nothing", () => {
  const config = load({ files, env: { ...target, VCENTER_NETWORK: "" }, flags: { cluster: "" } });
  assert.deepEqual([config.network, config.cluster], ["from file", "from file"]);
});

Deno.test("readSources() takes the file that MCP_CONFIG_FILE names, unless -c names one", () => {
  const both = { "one.yaml": "network: one\n", "two.yaml": "network: two\n" };
  const env = { ...target, MCP_CONFIG_FILE: "one.yaml" };
  assert.equal(load({ files: both, env }).network, "one");
  assert.equal(load({ files: both, env, configFile: "two.yaml" }).network, "two");
});

Deno.test("readSources() searches for no file", () => {
  const readTextFile = (path: string): string => assert.fail(`reads ${path}`);
  assert.equal(load({ env: { ...target, MCP_CONFIG_FILE: "" }, readTextFile }).network, "VM Network");
});

Deno.test("readSources() reports a named file that is absent", () => {
  assert.deepEqual(problemsOf({ configFile: "none.yaml", env: {} }), [
    '--config: names "none.yaml", which does not exist; name a file that this user may read',
  ]);
  assert.deepEqual(problemsOf({ env: { ...target, MCP_CONFIG_FILE: "none.yaml" } }), [
    'MCP_CONFIG_FILE: names "none.yaml", which does not exist; name a file that this user may read',
  ]);
});

for (
  const [content, secret] of [
    ["pw", "pw"],
    ["pw\n", "pw"],
    ["pw\r\n", "pw"],
    ["pw\n\n", "pw\n"],
    [" p w ", " p w "],
  ] as const
) {
  Deno.test(`readSources() reads ${JSON.stringify(secret)} from a file with ${JSON.stringify(content)}`, () => {
    const env = { ...target, VCENTER_PASSWORD: undefined, VCENTER_PASSWORD_FILE: "/run/pw" };
    assert.equal(load({ env, files: { "/run/pw": content } }).vcenter_password, secret);
  });
}

Deno.test("readSources() reads secrets from files that the configuration file names", () => {
  const text = "vcenter_host: h\nvcenter_user: u\nvcenter_password_file: pw\napi_key_file: key\n";
  const config = load({ files: { "config.yaml": text, pw: "pw-of-u\n", key: "key-4711\n" } });
  assert.deepEqual([config.vcenter_password, config.api_key], ["pw-of-u", "key-4711"]);
});

Deno.test("readSources() refuses a secret beside its file", () => {
  const env = { ...target, VCENTER_PASSWORD_FILE: "pw", MCP_API_KEY_FILE: "key" };
  const files = { "config.yaml": "network: a\napi_key: x\n", pw: "a", key: "b" };
  assert.deepEqual(problemsOf({ env, files }), [
    "vcenter_password_file (VCENTER_PASSWORD_FILE): stands beside vcenter_password (VCENTER_PASSWORD); remove one of them",
    "api_key_file (MCP_API_KEY_FILE): stands beside api_key (config.yaml:2); remove one of them",
  ]);
});

Deno.test("readSources() reports a secret's file that is absent or empty, and nothing more", () => {
  const env = { ...target, VCENTER_PASSWORD: "", VCENTER_PASSWORD_FILE: "pw", MCP_API_KEY_FILE: "key" };
  assert.deepEqual(problemsOf({ env, files: { key: "\n" } }), [
    "vcenter_password_file (VCENTER_PASSWORD_FILE): names a file that does not exist; name one that this user may read",
    "api_key_file (MCP_API_KEY_FILE): names an empty file; write the secret into it",
  ]);
});
