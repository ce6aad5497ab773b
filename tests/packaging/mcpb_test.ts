import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import { runTool } from "../../scripts/tools.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { VERSION } from "../../src/version.ts";
import { mustRunClients } from "../clients/place.ts";
import { lacksNode } from "../support/bundle.ts";
import { connectClient } from "../support/mcp_clients.ts";
import { spawn } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const SCRIPT = fileURLToPath(new URL("../../scripts/mcpb.ts", import.meta.url));

const manifestSchema = z.object({
  version: z.string(),
  tools: z.array(z.object({ name: z.string(), description: z.string() })),
  server: z.object({
    entry_point: z.string(),
    mcp_config: z.object({
      command: z.string(),
      args: z.array(z.string()),
      env: z.record(z.string(), z.string()),
    }),
  }),
  user_config: z.record(
    z.string(),
    z.object({
      type: z.string(),
      required: z.boolean(),
      sensitive: z.boolean().default(false),
      default: z.union([z.string(), z.boolean()]).optional(),
    }),
  ),
});

Deno.test({
  name: "the packed MCPB bundle, unpacked again, works on Node with what its user filled in",
  ignore: lacksNode || !(mustRunClients || await hasMcpb()),
  async fn(t) {
    const folder = await Deno.makeTempDir();
    try {
      const { code, stderr } = await spawn(["run", "--allow-all", SCRIPT, folder], {
        env: Deno.env.toObject(),
      }).ended;
      assert.equal(code, 0, stderr);
      await runTool("mcpb", ["unpack", `${folder}/esxi-mcp-server.mcpb`, `${folder}/unpacked`]);
      const unpacked = `${folder}/unpacked`;
      const manifest = manifestSchema.parse(JSON.parse(Deno.readTextFileSync(`${unpacked}/manifest.json`)));

      await t.step("it holds the server and the licences, and nothing else", () => {
        const names = (path: string) => [...Deno.readDirSync(path)].map(({ name }) => name).sort();
        assert.deepEqual(names(unpacked), ["LICENSE", "THIRD_PARTY_NOTICES", "manifest.json", "server"]);
        assert.deepEqual(names(`${unpacked}/server`), ["esxi-mcp-server.mjs"]);
      });

      await t.step("its manifest has the version, every tool, and the password as a secret", () => {
        assert.equal(manifest.version, VERSION);
        assert.deepEqual(manifest.tools.map(({ name }) => name), TOOLS.map(({ name }) => name));
        const settings = Object.entries(manifest.user_config);
        const names = (has: (one: (typeof settings)[number][1]) => boolean) =>
          settings.filter(([, one]) => has(one)).map(([name]) => name);
        assert.deepEqual(names(({ sensitive }) => sensitive), ["vcenter_password"]);
        assert.deepEqual(names(({ required }) => required), [
          "vcenter_host",
          "vcenter_user",
          "vcenter_password",
        ]);
        assert.deepEqual(names(({ required, default: value }) => !required && value === undefined), []);
      });

      await t.step("it answers from a vSphere over TLS, by the thumbprint that was filled in", async () => {
        await using simulator = await RunningSimulator.start({ tls: true, vms: 4 });
        const { url, user, password, thumbprint } = simulator;
        const filled = { vcenter_host: url, vcenter_user: user, vcenter_password: password, thumbprint };
        await using client = await connectClient("v2 2025-11-25", start(manifest, unpacked, filled));
        const { structuredContent } = await client.call("list_vms");
        assert.equal(z.object({ total: z.int() }).parse(structuredContent).total, 4);
        const other = {
          ...filled,
          thumbprint: thumbprint.replace(/^../, (pair) => pair === "00" ? "01" : "00"),
        };
        await using wary = await connectClient("v2 2025-11-25", start(manifest, unpacked, other));
        const refused = await wary.call("list_vms");
        assert.equal(refused.isError, true);
        assert.match(JSON.stringify(refused.content), /thumbprint/);
      });

      await t.step("read only, it offers what reads", async () => {
        const filled = {
          vcenter_host: "none.invalid",
          vcenter_user: "u",
          vcenter_password: "p",
          read_only: true,
        };
        await using client = await connectClient("v2 2025-11-25", start(manifest, unpacked, filled));
        const expected = TOOLS.filter(({ effect }) => effect === "read").map(({ name }) => name);
        assert.deepEqual((await client.listTools()).map(({ name }) => name), expected);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** What a host makes of a manifest: defaults, then what was filled in, in place of `${user_config.KEY}`. */
function start(
  { server, user_config: settings }: z.output<typeof manifestSchema>,
  folder: string,
  filled: Readonly<Record<string, string | boolean>>,
) {
  const filledIn = (text: string) =>
    text.replace("${__dirname}", folder).replace(/\$\{user_config\.(\w+)\}/g, (place, key: string) => {
      const value = filled[key] ?? settings[key]?.default;
      return value === undefined ? place : String(value);
    });
  const { command, args, env } = server.mcp_config;
  return {
    command,
    args: args.map(filledIn),
    env: {
      PATH: Deno.env.get("PATH") ?? "",
      MCP_LOG_LEVEL: "ERROR",
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, filledIn(value)])),
    },
  };
}

async function hasMcpb(): Promise<boolean> {
  return await runTool("mcpb", ["--version"]).then(() => true, () => false);
}
