import assert from "node:assert/strict";
import { roleText } from "../../src/cli/role.ts";
import { privilegesOf } from "../../src/tools/ability.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import type { FarSide } from "../support/far_side.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { startVcsim } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";
import { useTool } from "../tools/every_tool.ts";
import { buildGovc, hasGo } from "./build_govc.ts";
import { mustRunClients } from "./place.ts";

const KINDS = ["vcenter", "esxi"] as const;
type Kind = typeof KINDS[number];

/** The commands that the role is made with, as an administrator would paste them into a shell for this account. */
function commandsFor(kind: Kind, account: string): string {
  const [, commands = ""] = /\n# govc\n(.*)\n# PowerCLI\n/s.exec(roleText(TOOLS, kind)) ?? [];
  const principal = kind === "vcenter" ? "VSPHERE.LOCAL\\esxi-mcp" : "esxi-mcp";
  assert.ok(commands.includes(`-principal '${principal}' `), commands);
  return commands.replace(`'${principal}'`, `'${account}'`);
}

/** Runs shell commands in which govc is the client of this administrator. */
async function runShell(commands: string, { url, user, password }: FarSide): Promise<string> {
  const home = await Deno.makeTempDir({ prefix: "govc-" });
  try {
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-euc", `govc() { "$GOVC_EXECUTABLE" "$@"; }\n${commands}`],
      clearEnv: true,
      env: {
        GOVC_EXECUTABLE: await buildGovc(),
        HOME: home,
        GOVMOMI_HOME: home,
        GOVC_URL: url,
        GOVC_USERNAME: user,
        GOVC_PASSWORD: password,
        GOVC_INSECURE: "1",
      },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return new TextDecoder().decode(stdout);
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

for (const model of KINDS) {
  const ignore = !hasGo && !mustRunClients;

  Deno.test({
    name: `every tool works with the role that govc makes of check --role on the simulated ${model}`,
    ignore,
    async fn() {
      await using simulator = await RunningSimulator.start({ model, vms: 40 });
      const { user, password } = simulator.simulator.reader;
      await runShell(commandsFor(model, user), simulator);

      await using vsphere = connectTo(simulator, { user, password });
      for (const tool of TOOLS) {
        const { text, isDone } = await useTool(tool, simulator, vsphere);
        assert.ok(isDone, `${tool.name}: ${text}`);
      }
    },
  });

  Deno.test({
    name: `vcsim's ${model} takes the role that govc makes of check --role`,
    ignore,
    async fn() {
      await using vcsim = await startVcsim({ model: model === "vcenter" ? "vpx" : "esx" });
      const commands = `${commandsFor(model, "somebody")}\ngovc role.ls esxi-mcp\ngovc permissions.ls /`;
      const lines = (await runShell(commands, vcsim)).split("\n");
      assert.deepEqual(privilegesOf(TOOLS, model).filter((id) => !lines.includes(id)), []);
      assert.ok(lines.some((line) => /^esxi-mcp .*somebody/.test(line)), lines.join("\n"));
    },
  });
}
