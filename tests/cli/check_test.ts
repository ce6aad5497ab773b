import assert from "node:assert/strict";
import { formatLine } from "../../src/cli/check.ts";
import { checkTarget } from "../../src/cli/check_target.ts";
import { configuredTarget } from "../../src/cli/target.ts";
import type { Config } from "../../src/config/schema.ts";
import { UserError } from "../../src/errors.ts";
import { createFetch } from "../../src/soap/fetch.ts";
import { TOOLSETS } from "../../src/tools/registry.ts";
import { openTarget } from "../../src/vsphere/target.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import { load } from "../config/support.ts";
import { type Ended, startProduct } from "../support/product.ts";
import { type Vcsim, type VcsimOptions, vcsimTest } from "../support/vcsim.ts";

// Long enough to be kept out of the output, and no part of an ordinary word.
const PASSWORD = "correct-horse";

type Env = Readonly<Record<string, string>>;

function checkTest(name: string, options: VcsimOptions, run: (vcsim: Vcsim) => Promise<void>): void {
  vcsimTest(name, { ...options, args: ["-password", PASSWORD] }, run);
}

function variables(vcsim: Pick<Vcsim, "url" | "user">, env: Env): Env {
  return { VCENTER_HOST: vcsim.url, VCENTER_USER: vcsim.user, VCENTER_PASSWORD: PASSWORD, ...env };
}

/** The lines that check prints, without line feeds. */
async function report(vcsim: Vcsim, env: Env = {}): Promise<readonly string[]> {
  const config = load({ env: variables(vcsim, env) });
  await using target = configuredTarget(config, { env: {} });
  return await linesOf(config, await target.open());
}

/** The same for a place where no vSphere is, without the pauses of repeated tries. */
async function reportUnreachable(url: string): Promise<readonly string[]> {
  const config = load({ env: variables({ url, user: "root" }, {}) });
  using fetch = createFetch({ tls: { kind: "verify" } });
  await using target = openTarget({
    url: config.vcenter_host,
    user: "root",
    password: PASSWORD,
    fetch,
    requestTimeoutMs: 10_000,
    taskTimeoutMs: 10_000,
    defaults: { network: "VM Network" },
    retryDelaysMs: [],
  });
  return await linesOf(config, target);
}

async function linesOf(config: Config, target: Vsphere): Promise<readonly string[]> {
  const lines: string[] = [];
  const { signal } = new AbortController();
  for await (const line of checkTarget(config, target, { env: {}, toolsets: TOOLSETS, signal })) {
    lines.push(formatLine(line, false).trimEnd());
  }
  return lines;
}

/** `status subject` of each line. */
function outline(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.slice(0, 25).replace(/ +/g, " ").trim());
}

const ALL_OK = [
  "ok reachable",
  "ok certificate",
  "ok login",
  "ok version",
  "ok type",
  "ok licence",
  "ok vm tools",
  "ok host tools",
  "ok datastore tools",
  "ok network tools",
  "ok performance tools",
  "ok inventory tools",
  "ok task tools",
  "ok target tools",
  "ok placement",
  "ok confirmation",
  "ok protected",
  "ok audit",
  "ok transport",
];
const PLACEMENT = ALL_OK.indexOf("ok placement");

checkTest("checkTarget() finds everything in order on vCenter Server", { tls: true }, async (vcsim) => {
  const lines = await report(vcsim, { VCENTER_THUMBPRINT: vcsim.thumbprint });
  assert.deepEqual(outline(lines), ALL_OK);
  assert.equal(lines[2], "ok    login              as user");
  assert.match(lines[PLACEMENT] ?? "", /datacenter "DC0".*Datastore "LocalDS_0": .*Network "VM Network": /);
});

checkTest(
  "checkTarget() warns of an ESXi host that is managed",
  { model: "esx", tls: true },
  async (vcsim) => {
    const lines = await report(vcsim, { VCENTER_THUMBPRINT: vcsim.thumbprint });
    // The simulated host says that it is managed.
    assert.deepEqual(outline(lines), ALL_OK.with(4, "warn type"));
  },
);

checkTest("checkTarget() asks little and writes nothing", {}, async (vcsim) => {
  await report(vcsim);
  // Sorted, since some of them go out together.
  assert.deepEqual((await vcsim.log()).map(({ method, path }) => method || path).sort(), [
    "/sdk/vimServiceVersions.xml",
    "/sdk/vimServiceVersions.xml",
    "CreateContainerView",
    "CurrentTime",
    "HasPrivilegeOnEntities",
    "Login",
    "Logout",
    "RetrievePropertiesEx",
    "RetrievePropertiesEx",
    "RetrievePropertiesEx",
    "RetrieveServiceContent",
  ]);
});

checkTest("checkTarget() tries a wrong password once", {}, async (vcsim) => {
  const lines = await report(vcsim, { VCENTER_PASSWORD: "battery-staple" });
  assert.deepEqual(outline(lines), [
    "ok reachable",
    "warn certificate",
    "FAIL login",
    ...ALL_OK.slice(3, PLACEMENT + 1).map((line) => line.replace("ok", "-")),
    ...ALL_OK.slice(PLACEMENT + 1),
  ]);
  assert.match(lines[2] ?? "", /user name or password is wrong.*; correct vcenter_user and vcenter_password/);
  assert.equal((await vcsim.log()).filter(({ method }) => method === "Login").length, 1);
});

checkTest("checkTarget() says how to trust an unknown certificate", { tls: true }, async (vcsim) => {
  const lines = await report(vcsim);
  assert.deepEqual(outline(lines).slice(0, 3), ["ok reachable", "FAIL certificate", "- login"]);
  assert.ok(lines[1]?.includes(`; set thumbprint: "${vcsim.thumbprint}"`), lines[1]);
  assert.deepEqual(await vcsim.log(), []);
});

checkTest("checkTarget() refuses another certificate than the pinned one", { tls: true }, async (vcsim) => {
  const lines = await report(vcsim, { VCENTER_THUMBPRINT: "AB".repeat(32) });
  assert.deepEqual(outline(lines).slice(0, 3), ["ok reachable", "FAIL certificate", "- login"]);
  assert.ok(lines[1]?.includes(vcsim.thumbprint), lines[1]);
  assert.deepEqual(await vcsim.log(), []);
});

checkTest("checkTarget() warns of insecure and shows the thumbprint to set", { tls: true }, async (vcsim) => {
  const lines = await report(vcsim, { VCENTER_INSECURE: "true" });
  assert.deepEqual(outline(lines), ALL_OK.with(1, "warn certificate"));
  assert.ok(
    lines[1]?.includes(`NOT verified (insecure: true); set thumbprint: "${vcsim.thumbprint}"`),
    lines[1],
  );
});

checkTest("checkTarget() verifies against ca_file", { tls: true }, async (vcsim) => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, vcsim.certificatePem);
    const lines = await report(vcsim, { VCENTER_CA_FILE: file });
    assert.deepEqual(outline(lines), ALL_OK);
    assert.ok(lines[1]?.includes(`verified with ca_file "${file}"`), lines[1]);
  } finally {
    await Deno.remove(file);
  }
});

checkTest("checkTarget() names a configured datastore that does not exist", {}, async (vcsim) => {
  const lines = await report(vcsim, { VCENTER_DATASTORE: "LocalDS_9" });
  assert.deepEqual(outline(lines), ALL_OK.with(1, "warn certificate").with(PLACEMENT, "FAIL placement"));
  assert.match(lines[PLACEMENT] ?? "", /Cannot find .*datastore "LocalDS_9".*"LocalDS_0"/);
});

checkTest(
  "checkTarget() still tells the privileges when the inventory cannot be read",
  {},
  async (vcsim) => {
    await vcsim.fault({ method: "CreateContainerView", fault: "NoPermission" });
    const lines = await report(vcsim);
    assert.deepEqual(outline(lines), ALL_OK.with(1, "warn certificate").with(PLACEMENT, "FAIL placement"));
  },
);

Deno.test("checkTarget() tells a refused port", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  const lines = await reportUnreachable(`https://127.0.0.1:${port}/sdk`);
  assert.deepEqual(outline(lines).slice(0, 2), ["FAIL reachable", "- certificate"]);
  assert.match(lines[0] ?? "", /Cannot reach "127\.0\.0\.1:\d+": the connection was refused; check the port/);
});

Deno.test("checkTarget() tells an unknown host name", async () => {
  // A label of more than 63 letters: no name server needs to be asked.
  const lines = await reportUnreachable(`https://${"a".repeat(64)}.invalid/sdk`);
  assert.deepEqual(outline(lines).slice(0, 2), ["FAIL reachable", "- certificate"]);
  assert.match(lines[0] ?? "", /DNS does not know this name; check its spelling/);
});

Deno.test("checkTarget() ends with the caller's reason when it is cancelled", async () => {
  const config = load({ env: variables({ url: "https://127.0.0.1:1/sdk", user: "root" }, {}) });
  await using target = configuredTarget(config, { env: {} });
  const reason = new UserError("cancelled", "stopped by SIGINT");
  const signal = AbortSignal.abort(reason);
  const lines = checkTarget(config, await target.open(), { env: {}, toolsets: TOOLSETS, signal });
  await assert.rejects(lines.next(), reason);
});

Deno.test("formatLine() paints the status for a terminal only", () => {
  const line = { status: "fail", subject: "login", text: "Cannot" } as const;
  assert.equal(formatLine(line, false), "FAIL  login              Cannot\n");
  assert.equal(formatLine(line, true), "\x1b[31mFAIL  \x1b[0mlogin              Cannot\n");
});

Deno.test("formatLine() keeps foreign text on one line and away from the terminal", () => {
  const line = { status: "ok", subject: "version", text: "ESXi\x1b[2J\n8\u202E" } as const;
  assert.equal(formatLine(line, false), "ok    version            ESXi[2J 8\n");
});

/** Runs the command line to its end. */
async function runCheck(vcsim: Vcsim, env: Env = {}): Promise<Ended> {
  const product = startProduct(["check"], { farSide: vcsim, env });
  await product.ended;
  return await product.stop();
}

for (const model of ["vpx", "esx"] as const) {
  checkTest(`check prints its lines and exits with 0 on ${model}`, { model, tls: true }, async (vcsim) => {
    const { code, stdout, stderr } = await runCheck(vcsim);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    assert.equal(outline(stdout.trimEnd().split("\n")).length, ALL_OK.length);
    assert.ok(!stdout.includes("FAIL") && !stdout.includes("\x1b"), stdout);
    assert.ok(!stdout.includes(PASSWORD));
  });
}

checkTest("check exits with 1 and never shows the password", {}, async (vcsim) => {
  const password = "battery-staple";
  const env = { VCENTER_PASSWORD: password, VCENTER_USER: `user-${password}`, MCP_LOG_LEVEL: "DEBUG" };
  const { code, stdout, stderr } = await runCheck(vcsim, env);
  assert.equal(code, 1);
  assert.match(stdout, /^FAIL {2}login /m);
  assert.ok(!(stdout + stderr).includes(password), stdout + stderr);
});
