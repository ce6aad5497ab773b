import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { findCompiler, prepareBase } from "../scripts/denort.ts";
import { GENERAL_PERMISSIONS, permissionFlags } from "../src/cli/permissions.ts";
import { ask } from "./acceptance/answers.ts";
import { mustRunClients } from "./clients/place.ts";
import { makeCertificate } from "./support/certificates.ts";
import { CLIENT_KINDS, connectClient } from "./support/mcp_clients.ts";
import { type Ended, type Product, productEnv, spawn } from "./support/product.ts";
import { RunningSimulator } from "./support/simulator.ts";
import { serveTls } from "./support/tls_server.ts";

const ROOT = new URL("../", import.meta.url);
const FLAGS = permissionFlags(GENERAL_PERMISSIONS);
const script = (name: string) => fileURLToPath(new URL(`scripts/${name}.ts`, ROOT));

/** One way to start the product. */
interface Form {
  readonly command: string;
  readonly args: readonly string[];
}

interface Started {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
}

function start({ command, args }: Form, more: readonly string[], { env = {}, cwd }: Started): Product {
  return spawn([...args, ...more], { command, env, cwd });
}

async function run(form: Form, more: readonly string[], started: Started): Promise<Ended> {
  const product = start(form, more, started);
  await product.stdin.close();
  return await product.ended;
}

async function runScript(name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const all = { ...Deno.env.toObject(), ...env };
  const { code, stderr } = await spawn(["run", "--allow-all", script(name), ...args], { env: all }).ended;
  assert.equal(code, 0, stderr);
}

/** What does not need a network to vSphere works in every form, with a client on each transport. */
async function smoke(form: Form, t: Deno.TestContext): Promise<void> {
  const cwd = await Deno.makeTempDir();
  try {
    await t.step("check", async () => {
      const { code, stdout, stderr } = await run(form, ["--demo", "check"], { cwd });
      assert.equal(code, 0, stderr);
      assert.match(stdout, /ok +version/);
    });

    await t.step("stdio", async () => {
      for (const kind of CLIENT_KINDS) {
        const args = [...form.args, "--demo", "-t", "stdio"];
        const env = { MCP_LOG_LEVEL: "ERROR" };
        await using client = await connectClient(kind, { command: form.command, args, env });
        assert.ok((await client.listTools()).length > 10);
        assert.match((await ask(client, ["list_vms", { limit: 1 }])).text, /^1 of 48 /);
      }
    });

    await t.step("HTTP", async () => {
      await using product = start(form, ["--demo", "--http-port", "0"], { cwd });
      const url = (await product.says(/serving MCP url=\S+/, "stderr")).replace(/^.*url=/, "");
      for (const kind of CLIENT_KINDS) {
        await using client = await connectClient(kind, { url });
        assert.match((await ask(client, ["list_vms", { limit: 1 }])).text, /^1 of 48 /);
      }
    });

    await t.step("log and audit files, where they may be", async () => {
      await Deno.writeTextFile(`${cwd}/config.yaml`, "audit_file: audit/trail.jsonl\nconfirm: never\n");
      const args = ["-c", "config.yaml", "--demo", "--log-file", "logs/server.log", "call", "power_off_vm"];
      const { code, stderr } = await run(form, [...args, "--name", "web-02"], { cwd });
      assert.equal(code, 0, stderr);
      assert.match(await Deno.readTextFile(`${cwd}/logs/server.log`), /logged in/);
      assert.equal((await run(form, ["audit", "verify", "audit/trail.jsonl"], { cwd })).code, 0);
    });

    await t.step("no file elsewhere, and no prompt", async () => {
      const { code, stderr } = await run(form, ["--demo", "--log-file", "x/y.log", "check"], { cwd });
      assert.notEqual(code, 0);
      assert.match(stderr, /Cannot open log file "x\/y\.log": .*write access/);
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/** All three policies, with more authorities in the environment and without. */
async function reachOverTls(form: Form, t: Deno.TestContext): Promise<void> {
  const cwd = await Deno.makeTempDir();
  await using simulator = await RunningSimulator.start({ tls: true, vms: 4 });
  const { thumbprint } = simulator;
  await Deno.writeTextFile(`${cwd}/its.pem`, simulator.certificatePem);
  await Deno.writeTextFile(`${cwd}/other.pem`, (await makeCertificate({ commonName: "other" })).certPem);
  const call = async (env: Readonly<Record<string, string>>) => {
    // Without what the test's own environment has to say about certificates.
    const { VCENTER_HOST = "", VCENTER_USER = "", VCENTER_PASSWORD = "" } = productEnv({
      farSide: simulator,
    });
    const all = { VCENTER_HOST, VCENTER_USER, VCENTER_PASSWORD, ...env };
    const { code, stderr } = await run(form, ["call", "list_vms"], { cwd, env: all });
    return code === 0 ? "answered" : stderr;
  };
  const policies = { VCENTER_CA_FILE: "its.pem", VCENTER_INSECURE: "true", VCENTER_THUMBPRINT: thumbprint };
  try {
    for (const [name, value] of Object.entries(policies)) {
      await t.step(`${name}, alone and beside NODE_EXTRA_CA_CERTS`, async () => {
        assert.equal(await call({ [name]: value }), "answered");
        for (const file of ["other.pem", "missing.pem"]) {
          assert.equal(await call({ [name]: value, NODE_EXTRA_CA_CERTS: file }), "answered", file);
        }
      });
    }
    await t.step("NODE_EXTRA_CA_CERTS is trusted, and nothing without it", async () => {
      assert.equal(await call({ NODE_EXTRA_CA_CERTS: "its.pem" }), "answered");
      assert.match(await call({ NODE_EXTRA_CA_CERTS: "other.pem" }), /Cannot trust/);
      assert.match(await call({}), /Cannot trust/);
      assert.match(await call({ VCENTER_THUMBPRINT: "ab".repeat(32) }), /Cannot trust/);
    });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/** Nothing is sent to a vSphere whose certificate nobody can look at. */
async function refuseToConnect(form: Form): Promise<void> {
  const certificate = await makeCertificate({ commonName: "127.0.0.1", names: ["127.0.0.1"] });
  await using server = await serveTls(certificate);
  const cwd = await Deno.makeTempDir();
  const target = {
    VCENTER_HOST: `127.0.0.1:${server.port}`,
    VCENTER_USER: "u",
    VCENTER_PASSWORD: "a-password",
  };
  try {
    for (const policy of [{}, { VCENTER_INSECURE: "true" }, { VCENTER_THUMBPRINT: certificate.sha256 }]) {
      const { code, stderr } = await run(form, ["call", "list_vms"], { cwd, env: { ...target, ...policy } });
      assert.equal(code, 1);
      assert.match(stderr, /this runtime neither shows certificates .*; run it on a newer Deno/);
    }
    assert.deepEqual([server.connections(), server.requests()], [0, 0]);
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

const CONFIG = {
  vcenter_host: "vc.example.com",
  vcenter_user: "u",
  vcenter_password: "a-password",
  transport: "stdio",
};

/** Serves its own configuration, but listens nowhere and writes no log, as nothing of that stands in it. */
async function stayWithin(form: Form, folder: string): Promise<void> {
  const started = { cwd: folder };
  const configured = ["-c", `${folder}/config.yaml`, "--demo"];
  const { code, stderr } = await run(form, [...configured, "check"], started);
  assert.equal(code, 0, stderr);
  for (const more of [["-t", "http", "--http-port", "0"], ["--log-file", "logs/a.log"]]) {
    const { code, stderr } = await run(form, [...configured, ...more], started);
    assert.notEqual(code, 0);
    assert.match(stderr, /Requires (net|write) access/);
  }
}

Deno.test("the sources work under exactly the permissions of executables", async (t) => {
  const form = {
    command: Deno.execPath(),
    args: ["run", "--quiet", ...FLAGS, fileURLToPath(new URL("main.ts", ROOT))],
  };
  await smoke(form, t);
  await reachOverTls(form, t);
});

Deno.test("the bundle works under exactly the permissions of executables", async (t) => {
  const folder = await Deno.makeTempDir();
  try {
    await runScript("bundle", [folder]);
    const form = {
      command: Deno.execPath(),
      args: ["run", "--quiet", "--no-config", ...FLAGS, `${folder}/main.js`],
    };
    await smoke(form, t);
    await reachOverTls(form, t);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const canCompile = Deno.build.os === "linux" && Deno.build.arch === "x86_64";

Deno.test({
  name: "the compiled executable works alone, and refuses what the runtime of its base cannot do",
  ignore: !mustRunClients && !(canCompile && await hasBase()),
  async fn(t) {
    const out = await Deno.makeTempDir();
    try {
      const DENORT_BIN = await prepareBase();
      await runScript("compile", [`--deno=${await findCompiler()}`, `--out=${out}`], { DENORT_BIN });
      // Away from everything else that was made with it.
      const alone = { command: `${out}/alone`, args: [] };
      await Deno.rename(`${out}/esxi-mcp-server-linux-x64`, alone.command);
      await smoke(alone, t);
      await t.step("vSphere over the network", () => refuseToConnect(alone));
      await t.step("compiled for a configuration, it may do no more", async () => {
        await Deno.writeTextFile(`${out}/config.yaml`, JSON.stringify(CONFIG));
        const args = [`--config=${out}/config.yaml`, `--deno=${await findCompiler()}`, `--out=${out}/narrow`];
        await runScript("compile", args, { DENORT_BIN });
        await stayWithin({ command: `${out}/narrow/esxi-mcp-server-linux-x64`, args: [] }, out);
      });
      await t.step("SHA256SUMS", async () => {
        const { stdout } = await new Deno.Command("sha256sum", { args: [alone.command] }).output();
        const [sum] = new TextDecoder().decode(stdout).split(" ");
        assert.equal(await Deno.readTextFile(`${out}/SHA256SUMS`), `${sum}  esxi-mcp-server-linux-x64\n`);
      });
    } finally {
      await Deno.remove(out, { recursive: true });
    }
  },
});

Deno.test("the compile task refuses a base of another version, and says what is needed", async () => {
  const out = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${out}/none`, "no base");
    const env = { ...Deno.env.toObject(), DENORT_BIN: `${out}/none` };
    const { code, stderr } = await spawn(["run", "--allow-all", script("compile"), `--out=${out}`], { env })
      .ended;
    assert.equal(code, 1);
    assert.match(stderr, /DENORT_BIN/);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});

async function hasBase(): Promise<boolean> {
  try {
    await prepareBase();
    return true;
  } catch {
    return false;
  }
}
