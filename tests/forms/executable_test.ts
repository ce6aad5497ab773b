import assert from "node:assert/strict";
import { mustRunClients } from "../clients/place.ts";
import { canCompile, compileExecutable } from "./executable.ts";
import { productEnv, spawn } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { type Form, pathOf, run } from "./form.ts";
import { smoke } from "./smoke.ts";
import { reachVerifiedOnly } from "./tls.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

interface Narrow {
  /** Compiles for this configuration. */
  readonly compile: (configFile: string) => Promise<Form>;
  /** May do what every configuration together needs. */
  readonly general: Form;
  readonly folder: string;
}

/** It reaches its own vSphere and no other, listens nowhere and writes no log: nothing of that stands in its configuration. */
async function stayWithin({ compile, general, folder }: Narrow): Promise<void> {
  await using own = await RunningSimulator.start({ vms: 4 });
  await using other = await RunningSimulator.start({ vms: 4 });
  const { VCENTER_HOST, VCENTER_USER, VCENTER_PASSWORD } = productEnv({ farSide: own });
  const { VCENTER_HOST: elsewhere = "" } = productEnv({ farSide: other });
  const config = {
    vcenter_host: VCENTER_HOST,
    vcenter_user: VCENTER_USER,
    vcenter_password: VCENTER_PASSWORD,
    transport: "stdio",
  };
  const file = `${folder}/config.yaml`;
  await Deno.writeTextFile(file, JSON.stringify(config));
  const narrow = await compile(file);
  const list = async (form: Form, env = {}) =>
    await run(form, ["-c", file, "call", "list_vms"], { cwd: folder, env });
  assert.match((await list(narrow)).stdout, /^4 of 4 /);
  const { stdout, stderr } = await list(narrow, { VCENTER_HOST: elsewhere });
  assert.equal(stdout, "");
  assert.match(stderr, /^Cannot reach /);
  assert.deepEqual(other.simulator.log.requests, []);
  assert.match((await list(general, { VCENTER_HOST: elsewhere })).stdout, /^4 of 4 /);
  for (const more of [["-t", "http", "--http-port", "0"], ["--log-file", "logs/a.log"]]) {
    const { code, stderr } = await run(narrow, ["-c", file, ...more], { cwd: folder });
    assert.notEqual(code, 0);
    assert.match(stderr, /Requires (net|write) access/);
  }
}

Deno.test({
  name: "the compiled executable works alone, and refuses what the runtime of its base cannot",
  ignore: !mustRunClients && !await canCompile(),
  async fn(t) {
    const out = await Deno.makeTempDir();
    try {
      // Away from everything else that was made with it.
      const alone = { command: `${out}/alone`, args: [] };
      await Deno.rename(await compileExecutable(out), alone.command);
      await smoke(alone, t);
      await t.step("vSphere over TLS", (t) => reachVerifiedOnly(alone, t));
      const compileFor = async (config: string) => ({
        command: await compileExecutable(`${out}/narrow`, [`--config=${config}`]),
        args: [],
      });
      await t.step(
        "compiled for a configuration, it may do no more",
        () => stayWithin({ compile: compileFor, general: alone, folder: out }),
      );
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
    const { code, stderr } = await spawn(
      ["run", "--allow-all", pathOf("scripts/compile.ts"), `--out=${out}`],
      { env },
    )
      .ended;
    assert.equal(code, 1);
    assert.match(stderr, /DENORT_BIN/);
  } finally {
    await Deno.remove(out, { recursive: true });
  }
});
