import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { ask } from "../acceptance/answers.ts";
import { canCompile } from "../forms/executable.ts";
import { freePort } from "../support/free_port.ts";
import { connectClient } from "../support/mcp_clients.ts";
import type { Ended } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { asRoot } from "./as_root.ts";
import { prepareDebianBase } from "./debian_base.ts";
import { canBuildImages, mustBuildImages } from "./images.ts";
import { buildReleaseImage, type ReleaseImage } from "./release_image.ts";

const PROGRAM = "/usr/local/bin/esxi-mcp-server";
const STATE = "/var/lib/esxi-mcp-server";
/** A container as it comes, and one that is configured. */
const [PLAIN, SERVING] = ["plain", "serving"];
const KEY = "a-key-of-32-characters-that-is-secret";
/** Of the base: everybody may write there, where the root file system is not read-only. */
const OPEN_FOLDERS = ["/tmp", "/var/lock", "/var/tmp"];

Deno.test({
  name: "the image of the Dockerfile runs as nobody, with nothing to write to but its volume",
  ignore: !mustBuildImages && !(await canBuildImages() && await canCompile() && await hasBase()),
  async fn(t) {
    await using image = await buildReleaseImage();
    for (const name of [PLAIN, SERVING]) await image.images.buildah(["from", "--name", name, image.tag]);
    await t.step("it starts the program, as nobody, and asks it for its health", () => checkSettings(image));
    await t.step(
      "it adds the program, the licences and an empty folder to its base",
      () => checkFiles(image),
    );
    await t.step("its program may write to that folder alone", () => checkRights(image));
    await t.step(
      "it serves over HTTP with secrets in files, is healthy, and ends when told to",
      () => serve(image),
    );
    await t.step("it serves over stdio", () => serveStdio(image));
    await t.step(
      "it serves nobody else without a key, and writes no log where it may not",
      () => refuse(image),
    );
  },
});

function checkSettings({ settings }: ReleaseImage): void {
  assert.equal(settings.User, "65532:65532");
  assert.deepEqual(settings.Entrypoint, [PROGRAM]);
  assert.deepEqual(settings.Healthcheck.Test, ["CMD", PROGRAM, "health"]);
  assert.deepEqual(Object.keys(settings.ExposedPorts), ["8080/tcp"]);
  // Variables would override what stands in a mounted file.
  assert.deepEqual(settings.Env.map((variable) => variable.split("=")[0]), ["PATH"]);
  assert.deepEqual(settings.Volumes, {});
}

const manifestSchema = z.object({ layers: z.array(z.object({ size: z.int(), digest: z.string() })) });

async function checkFiles({ images, tag, basePackages }: ReleaseImage): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await images.buildah(["push", "--quiet", "--disable-compression", tag, `dir:${folder}`]);
    const text = await asRoot(["cat", `${folder}/manifest.json`]);
    const [base, ours, ...more] = manifestSchema.parse(JSON.parse(text)).layers;
    assert.ok(base !== undefined && ours !== undefined && more.length === 0);
    const listing = await asRoot(["tar", "-tvf", `${folder}/${ours.digest.replace("sha256:", "")}`]);
    const lines = listing.trim().split("\n");
    const files = lines.filter((line) => !line.endsWith("/"));
    assert.deepEqual(files.map((line) => line.split(" ").at(-1)), [
      PROGRAM.slice(1),
      "usr/share/doc/esxi-mcp-server/LICENSE",
      "usr/share/doc/esxi-mcp-server/THIRD_PARTY_NOTICES",
    ]);
    const folders = lines.filter((line) => !line.includes(" 0/0 "));
    assert.deepEqual(folders.map((line) => line.split(" ").at(-1)), [`${STATE.slice(1)}/`]);
    say([
      `image: ${mib(base.size + ours.size)}, of which the base ${mib(base.size)} and our layer ${
        mib(ours.size)
      }`,
      ...lines.map((line) => `  ${line}`),
      `base: ${basePackages.join(" ")}`,
    ]);
  } finally {
    await asRoot(["rm", "--recursive", folder]);
  }
}

async function checkRights({ images }: ReleaseImage): Promise<void> {
  const root = (await images.buildah(["mount", PLAIN])).trim();
  const isWritable = ["(", "-perm", "-o+w", "-o", "-uid", "65532", "-o", "-gid", "65532", ")"];
  const found = await asRoot(["find", root, "-type", "d,f", ...isWritable, "-printf", "/%P\\n"]);
  assert.deepEqual(found.trim().split("\n").sort(), [...OPEN_FOLDERS, STATE].sort());
}

/** Configuration, secrets and the folder of the trail, as volumes of a container whose root is read-only. */
async function withVolumes(
  { url, user, password }: RunningSimulator,
  run: (volumes: readonly string[], state: string) => Promise<void>,
): Promise<void> {
  const secrets = { vcenter_password: password, api_key: KEY, confirmation_secret: `${KEY}-and-another` };
  const files = Object.keys(secrets).map((name) => [`${name}_file`, `/run/secrets/${name}`]);
  const config = {
    vcenter_host: url,
    vcenter_user: user,
    ...Object.fromEntries(files),
    audit_file: `${STATE}/audit.jsonl`,
    policy: { confirm: "never" },
  };
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["config", "secrets", "state", "nothing"]) await Deno.mkdir(`${folder}/${name}`);
    await Deno.writeTextFile(`${folder}/config/config.yaml`, JSON.stringify(config));
    for (const [name, secret] of Object.entries(secrets)) {
      await Deno.writeTextFile(`${folder}/secrets/${name}`, `${secret}\n`, { mode: 0o400 });
    }
    await asRoot(["chown", "-R", "65532:65532", `${folder}/secrets`, `${folder}/state`]);
    await run([
      `${folder}/config:/etc/esxi-mcp-server:ro`,
      `${folder}/secrets:/run/secrets:ro`,
      `${folder}/state:${STATE}`,
      ...OPEN_FOLDERS.map((open) => `${folder}/nothing:${open}:ro`),
    ], `${folder}/state`);
  } finally {
    await asRoot(["rm", "--recursive", folder]);
  }
}

async function serve(
  { images, settings: { User: user, Entrypoint, Healthcheck } }: ReleaseImage,
): Promise<void> {
  const port = freePort();
  const env = { MCP_CONFIG_FILE: "/etc/esxi-mcp-server/config.yaml", MCP_HTTP_PORT: String(port) };
  const variables = Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  await images.buildah(["config", ...variables, SERVING]);
  await using simulator = await RunningSimulator.start({ vms: 4 });
  await withVolumes(simulator, async (volumes, state) => {
    const inside = { user, volumes };
    const health = (): Promise<Ended> => images.start(SERVING, Healthcheck.Test.slice(1), inside).ended;
    await using server = images.start(SERVING, Entrypoint, inside);
    const line = await server.says(/serving MCP url=.*/, "stderr");
    assert.match(line, /key=required/);
    assert.match(server.stderr(), new RegExp(`listening host=0\\.0\\.0\\.0 port=${port}`));
    const url = `http://127.0.0.1:${port}/message`;
    {
      await using client = await connectClient("v2 2026-07-28", { url, headers: { "x-api-key": KEY } });
      await ask(client, ["create_vm", { name: "made", cpu: 1, memory: 64 }]);
      assert.match((await ask(client, ["list_vms", { limit: 1 }])).text, /^1 of 5 /);
    }
    const { code, stdout, stderr } = await health();
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^healthy: /);
    assert.match(await asRoot(["cat", `${state}/audit.jsonl`]), /"create_vm"/);
    const ended = await server.stop();
    assert.equal(ended.code, 0, ended.stderr);
    const after = await health();
    assert.equal(after.code, 1, after.stderr);
  });
}

const HELLO = JSON.stringify({
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1" } },
});

async function serveStdio(
  { images, settings: { User: user, Entrypoint } }: ReleaseImage,
): Promise<void> {
  const args = [...Entrypoint, "--demo", "--transport", "stdio"];
  await using server = images.start(PLAIN, args, { user, volumes: [] });
  const input = server.stdin.getWriter();
  await input.write(new TextEncoder().encode(`${HELLO}\n`));
  assert.match(await server.says(/.+\n/), /"serverInfo"/);
  await input.close();
  assert.equal((await server.ended).code, 0);
}

async function refuse({ images, settings: { User: user, Entrypoint } }: ReleaseImage): Promise<void> {
  for (
    const [args, problem] of [
      [["--http-host", "0.0.0.0"], /http_host .*without an API key; set api_key/],
      [["--log-file", "/var/log/esxi-mcp-server/server.log"], /Cannot open log file .*[Pp]ermission denied/],
    ] as const
  ) {
    const { code, stderr } = await images.start(PLAIN, [...Entrypoint, "--demo", ...args, "check"], {
      user,
      volumes: [],
    }).ended;
    assert.notEqual(code, 0);
    assert.match(stderr, problem);
  }
}

async function hasBase(): Promise<boolean> {
  return await prepareDebianBase().then(() => true, () => false);
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

function say(lines: readonly string[]): void {
  Deno.stdout.writeSync(new TextEncoder().encode(lines.map((line) => `${line}\n`).join("")));
}
