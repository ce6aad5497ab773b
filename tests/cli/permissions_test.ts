import assert from "node:assert/strict";
import { readConfig } from "../../src/cli/configured.ts";
import { GENERAL_PERMISSIONS, permissionFlags, permissionsOf } from "../../src/cli/permissions.ts";
import { VARIABLES } from "../../src/cli/variables.ts";

const TARGET = { vcenter_host: "vc.example.com", vcenter_user: "u" };

async function permissionsFor(
  flags: Readonly<Record<string, string>>,
  { env = {}, isSimulated = false }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly isSimulated?: boolean;
  } = {},
) {
  const { config, files } = await readConfig({ flags: { ...TARGET, ...flags }, configFile: undefined }, {
    ...env,
    VCENTER_PASSWORD: "a-password",
  });
  return permissionsOf(config, { env, files, isSimulated });
}

Deno.test("permissionsOf() allows a stdio server its vSphere and nothing else", async () => {
  assert.deepEqual(await permissionsFor({ transport: "stdio" }), {
    net: ["vc.example.com:443"],
    read: [],
    write: [],
  });
});

Deno.test("permissionsOf() names ports that are written out or follow from the scheme, IPv6 in brackets", async () => {
  for (
    const [host, expected] of [
      ["http://vc.example.com/sdk", "vc.example.com:80"],
      ["[2001:db8::1]:8443", "[2001:db8::1]:8443"],
    ] as const
  ) {
    assert.deepEqual((await permissionsFor({ vcenter_host: host, transport: "stdio" })).net, [expected]);
  }
});

Deno.test("permissionsOf() names where HTTP listens and who signs tokens", async () => {
  const { net } = await permissionsFor({
    http_host: "::",
    oauth_issuer: "https://login.example.com/realms/ops",
    oauth_audience: "https://mcp.example.com/message",
  });
  assert.deepEqual(net, ["vc.example.com:443", "[::]:8080", "127.0.0.1:8080", "login.example.com:443"]);
});

Deno.test("permissionsOf() allows a proxy in place of the target, which only the proxy reaches", async () => {
  const env = { HTTPS_PROXY: "http://proxy.example.com:3128" };
  const { net } = await permissionsFor({ transport: "stdio" }, { env });
  assert.deepEqual(net, ["proxy.example.com:3128"]);
  const direct = await permissionsFor({ transport: "stdio" }, { env: { ...env, NO_PROXY: "example.com" } });
  assert.deepEqual(direct.net, ["vc.example.com:443"]);
});

Deno.test("permissionsOf() reads authorities only where certificates are verified", async () => {
  const flags = { transport: "stdio", ca_file: "ca.pem" };
  const env = { NODE_EXTRA_CA_CERTS: "extra.pem" };
  assert.deepEqual((await permissionsFor(flags, { env })).read, ["ca.pem", "extra.pem"]);
  const thumbprint = "ab".repeat(32);
  assert.deepEqual((await permissionsFor({ transport: "stdio", thumbprint }, { env })).read, []);
});

Deno.test("permissionsOf() lets a simulated target reach nothing", async () => {
  assert.deepEqual((await permissionsFor({ transport: "stdio" }, { isSimulated: true })).net, []);
});

Deno.test("permissionsOf() writes files, and all of a folder only when it has to be made", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { write, read } = await permissionsFor({
      transport: "stdio",
      log_file: `${folder}/new/log`,
      audit_file: `${folder}/audit`,
    });
    assert.deepEqual(write, [`${folder}/new`, `${folder}/audit`, `${folder}/audit.lock`]);
    assert.deepEqual(read, [`${folder}/audit`, `${folder}/audit.lock`]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("permissionFlags() never asks a human, never allows everything, and doubles commas", () => {
  const flags = permissionFlags({ net: [], read: ["a,b"], write: [] });
  assert.equal(flags[0], "--no-prompt");
  assert.ok(flags.includes("--allow-read=a,,b"));
  assert.ok(!flags.some((flag) => /^--allow-(net|write|all|run|ffi)\b/.test(flag)), String(flags));
  const general = permissionFlags(GENERAL_PERMISSIONS).map((flag) => flag.split("=")[0]);
  assert.deepEqual(general, [
    "--no-prompt",
    "--allow-net",
    "--allow-read",
    "--allow-write",
    "--allow-env",
    "--allow-sys",
  ]);
});

Deno.test("VARIABLES has each variable once", () => {
  assert.equal(new Set(VARIABLES).size, VARIABLES.length);
});
