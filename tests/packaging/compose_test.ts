import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import { loadConfig } from "../../src/config/load.ts";
import { configKeys } from "../../src/config/schema.ts";
import { mustRunClients } from "../clients/place.ts";
import { blocksOf } from "../docs/documents.ts";
import { type Ended, spawn } from "../support/product.ts";
import { buildGoTool, hasGo } from "./build_go_tool.ts";

const ROOT = new URL("../../", import.meta.url);
const FILE = fileURLToPath(new URL("compose.yaml", ROOT));
const GIVEN = { IMAGE: "example.com/image:1", VCENTER_HOST: "vc.example.com", VCENTER_USER: "u" };
const STATE = "/var/lib/esxi-mcp-server";

/** Whatever else the library tells of a service is refused here, so that nothing comes in unseen. */
const projectSchema = z.object({
  services: z.record(
    z.string(),
    z.strictObject({
      image: z.string(),
      restart: z.literal("unless-stopped"),
      command: z.null(),
      entrypoint: z.null(),
      user: z.literal("65532:65532"),
      read_only: z.literal(true),
      cap_drop: z.tuple([z.literal("ALL")]),
      security_opt: z.tuple([z.literal("no-new-privileges:true")]),
      environment: z.record(z.string(), z.string()),
      secrets: z.array(z.object({ source: z.string(), target: z.string() })),
      volumes: z.array(z.object({ type: z.string(), source: z.string(), target: z.string() })),
      ports: z.array(z.object({ host_ip: z.string(), target: z.int(), published: z.string() })),
      networks: z.object({ default: z.null() }),
      stop_grace_period: z.string(),
    }),
  ),
  secrets: z.record(z.string(), z.object({ file: z.string() })),
  volumes: z.record(z.string(), z.unknown()),
});

async function understood(
  files: readonly string[],
  env: Readonly<Record<string, string>> = GIVEN,
): Promise<Ended> {
  return await spawn(files, { command: await buildGoTool("compose"), env }).ended;
}

const ignore = !hasGo && !mustRunClients;

Deno.test({
  name: "compose.yaml is one that Compose takes: nothing to write to, no rights, this machine only",
  ignore,
  async fn(t) {
    const { code, stdout, stderr } = await understood([FILE]);
    assert.equal(code, 0, stderr);
    const { services, secrets, volumes } = projectSchema.parse(JSON.parse(stdout));
    const { server, ...others } = services;
    assert.ok(server !== undefined);
    assert.deepEqual(others, {});
    assert.deepEqual(server.ports, [{ host_ip: "127.0.0.1", target: 8080, published: "8080" }]);
    assert.deepEqual(server.volumes, [{ type: "volume", source: "audit", target: STATE }]);
    assert.deepEqual(Object.keys(volumes), ["audit"]);

    await t.step("its variables are those of the configuration, and none holds a secret", () => {
      const keys = Object.keys(server.environment).map((name) =>
        configKeys.find(({ variable }) => variable === name) ?? name
      );
      assert.deepEqual(keys.filter((key) => typeof key === "string" || key.isSecret), []);
    });

    await t.step("each secret is a file that is defined, mounted, and read", () => {
      const files = server.secrets.map(({ source, target }) => [source, target]).sort();
      assert.deepEqual(
        files,
        Object.keys(secrets).sort().map((name) => [name, `/run/secrets/${name}`]),
      );
      for (const [name, { file }] of Object.entries(secrets)) assert.equal(file, `secrets/${name}`);
      const read: string[] = [];
      const config = loadConfig({
        env: server.environment,
        readTextFile(path) {
          read.push(path);
          return `a-secret-of-32-characters-or-more-${path}\n`;
        },
      });
      assert.deepEqual(read.sort(), files.map(([, target]) => target));
      assert.deepEqual([config.http_port, config.audit_file], [8080, `${STATE}/audit.jsonl`]);
      const { MCP_API_KEY_FILE: _key, ...keyless } = server.environment;
      assert.throws(() => loadConfig({ env: keyless, readTextFile: (path) => path }), /without an API key/);
    });
  },
});

Deno.test({
  name: "compose.yaml asks for what only its user knows",
  ignore,
  async fn() {
    for (const name of Object.keys(GIVEN)) {
      const { code, stderr } = await understood([FILE], { ...GIVEN, [name]: "" });
      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`required variable ${name} is missing a value: [a-z]`));
    }
  },
});

Deno.test({
  name: "the override that docs/deploy.md shows brings a configuration file in, and leaves the rest as it is",
  ignore,
  async fn() {
    const [block, ...more] = blocksOf("yaml").filter(({ text }) => text.startsWith("services:"));
    assert.ok(block !== undefined && more.length === 0);
    const folder = await Deno.makeTempDir();
    try {
      await Deno.writeTextFile(`${folder}/override.yaml`, block.text);
      const { code, stdout, stderr } = await understood([FILE, `${folder}/override.yaml`]);
      assert.equal(code, 0, stderr);
      const { services: { server } } = projectSchema.parse(JSON.parse(stdout));
      assert.ok(server !== undefined);
      const file = server.environment.MCP_CONFIG_FILE;
      assert.equal(server.environment.MCP_HTTP_HOST, "0.0.0.0");
      assert.deepEqual(server.volumes.map(({ target }) => target), [STATE, file]);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "Compose refuses a file with a key that it does not know, and a secret that is not defined",
  ignore,
  async fn() {
    const text = await Deno.readTextFile(FILE);
    const folder = await Deno.makeTempDir();
    try {
      for (
        const [from, to] of [["read_only:", "readonly:"], ["  api_key: {", "  other_key: {"]] as const
      ) {
        assert.ok(text.includes(from));
        await Deno.writeTextFile(`${folder}/compose.yaml`, text.replace(from, to));
        const { code, stderr } = await understood([`${folder}/compose.yaml`]);
        assert.equal(code, 1, to);
        assert.match(stderr, /readonly|api_key/);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
