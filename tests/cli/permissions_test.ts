import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readConfig } from "../../src/cli/configured.ts";
import { GENERAL_PERMISSIONS, permissionFlags, permissionsOf } from "../../src/cli/permissions.ts";
import { VARIABLES } from "../../src/cli/variables.ts";
import { type Ended, spawn } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
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
  assert.deepEqual(net, ["vc.example.com:443", "[::]:8080", "login.example.com:443"]);
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

/** What a shell makes of the one line that the command prints. */
async function printedFlags(cwd: string): Promise<readonly string[]> {
  const { code, stdout, stderr } = await spawn(
    ["run", "--quiet", ...permissionFlags(GENERAL_PERMISSIONS), MAIN, "permissions", "-c", "config.yaml"],
    { env: {}, cwd },
  ).ended;
  assert.equal(code, 0, stderr);
  assert.equal(stdout.split("\n").length, 2);
  const { stdout: words } = await new Deno.Command("sh", { args: ["-c", `printf '%s\\n' ${stdout}`] })
    .output();
  return new TextDecoder().decode(words).trim().split("\n");
}

Deno.test({
  name: "the product works under exactly the flags that permissions prints, and reaches nothing else",
  ignore: Deno.build.os === "windows",
  async fn(t) {
    await using simulator = await RunningSimulator.start({ tls: true });
    await using other = await RunningSimulator.start({ vms: 4 });
    const cwd = await Deno.makeTempDir();
    const config = {
      vcenter_host: simulator.url,
      vcenter_user: simulator.user,
      vcenter_password_file: "pass word",
      ca_file: "it's.pem",
      log_file: "logs/server.log",
      audit_file: "audit.jsonl",
      confirm: "never",
      transport: "stdio",
    };
    await Deno.writeTextFile(`${cwd}/config.yaml`, JSON.stringify(config));
    await Deno.writeTextFile(`${cwd}/pass word`, simulator.password);
    await Deno.writeTextFile(`${cwd}/it's.pem`, simulator.certificatePem);
    try {
      const flags = await printedFlags(cwd);
      const call = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> =>
        await spawn(["run", "--quiet", ...flags, MAIN, "-c", "config.yaml", ...args], { env, cwd }).ended;

      await t.step("reads, writes and keeps its files", async () => {
        assert.match((await call({}, "check")).stdout, /ok +login/);
        const { code, stderr } = await call({}, "call", "power_off_vm", "--name", "web-02");
        assert.equal(code, 0, stderr);
        assert.match(await Deno.readTextFile(`${cwd}/audit.jsonl`), /power_off_vm/);
        assert.match(await Deno.readTextFile(`${cwd}/logs/server.log`), /logged in/);
      });

      await t.step("another host is refused by the runtime", async () => {
        const { code, stderr } = await call({ VCENTER_HOST: other.url }, "call", "list_vms");
        assert.equal(code, 1);
        assert.match(stderr, /without permission to connect there/);
        assert.deepEqual(await other.log(), []);
      });

      await t.step("another file is refused by the runtime", async () => {
        const { code, stderr } = await call({ MCP_LOG_FILE: "elsewhere.log" }, "call", "list_vms");
        assert.notEqual(code, 0);
        assert.match(stderr, /elsewhere\.log/);
      });

      await t.step("not one of the flags is too much", async () => {
        for (const left of flags.filter((flag) => /^--allow-(net|read|write|env)/.test(flag))) {
          const rest = flags.filter((flag) => flag !== left);
          const args = ["run", "--quiet", ...rest, MAIN, "-c", "config.yaml", "call", "list_vms"];
          assert.notEqual((await spawn(args, { env: {}, cwd }).ended).code, 0, left);
        }
      });
    } finally {
      await Deno.remove(cwd, { recursive: true });
    }
  },
});

Deno.test("VARIABLES has each variable once", () => {
  assert.equal(new Set(VARIABLES).size, VARIABLES.length);
});
