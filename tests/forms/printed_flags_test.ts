import assert from "node:assert/strict";
import { type Ended, spawn } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { FLAGS, type Form, pathOf, run } from "./form.ts";
import { askClients } from "./smoke.ts";

// Ending the process that it started, the SDK's client leaves timers behind.
Deno.test.sanitizer({ ops: false, resources: false });

const MAIN = pathOf("main.ts");

/** A vSphere behind TLS and a folder with everything that a configuration for it names. */
class Place implements AsyncDisposable {
  readonly simulator: RunningSimulator;
  readonly cwd: string;

  private constructor(simulator: RunningSimulator, cwd: string) {
    this.simulator = simulator;
    this.cwd = cwd;
  }

  static async start(logFile?: string): Promise<Place> {
    const simulator = await RunningSimulator.start({ tls: true });
    const cwd = await Deno.makeTempDir();
    const config = {
      vcenter_host: simulator.url,
      vcenter_user: simulator.user,
      vcenter_password_file: `${cwd}/pass word`,
      ca_file: `${cwd}/it's.pem`,
      ...(logFile === undefined ? {} : { log_file: `${cwd}/${logFile}` }),
      audit_file: `${cwd}/audit.jsonl`,
      confirm: "never",
      http_port: 0,
    };
    await Deno.writeTextFile(`${cwd}/config.yaml`, JSON.stringify(config));
    await Deno.writeTextFile(config.vcenter_password_file, simulator.password);
    await Deno.writeTextFile(config.ca_file, simulator.certificatePem);
    return new Place(simulator, cwd);
  }

  get configured(): readonly string[] {
    return ["-c", `${this.cwd}/config.yaml`];
  }

  /** What a shell makes of the one line that the command prints for this transport. */
  async printedFlags(transport: "stdio" | "http"): Promise<readonly string[]> {
    const args = ["run", "--quiet", ...FLAGS, MAIN, "permissions", ...this.configured, "-t", transport];
    const { code, stdout, stderr } = await spawn(args, { env: {}, cwd: this.cwd }).ended;
    assert.equal(code, 0, stderr);
    assert.equal(stdout.split("\n").length, 2);
    const shell = new Deno.Command("sh", { args: ["-c", `printf '%s\\n' ${stdout}`] });
    return new TextDecoder().decode((await shell.output()).stdout).trim().split("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.simulator[Symbol.asyncDispose]();
    await Deno.remove(this.cwd, { recursive: true });
  }
}

function formOf(flags: readonly string[]): Form {
  return { command: Deno.execPath(), args: ["run", "--quiet", ...flags, MAIN] };
}

const ignore = Deno.build.os === "windows";

Deno.test({
  name:
    "under exactly the flags that permissions prints the product keeps its files, and reaches nothing else",
  ignore,
  async fn(t) {
    await using place = await Place.start("logs/server.log");
    await using other = await RunningSimulator.start({ vms: 4 });
    const { cwd } = place;
    const flags = await place.printedFlags("stdio");
    const call = async (env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ended> =>
      await run(formOf(flags), [...place.configured, "-t", "stdio", ...args], { env, cwd });

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
        const form = formOf(flags.filter((flag) => flag !== left));
        const ended = await run(form, [...place.configured, "-t", "stdio", "call", "list_vms"], { cwd });
        assert.notEqual(ended.code, 0, left);
      }
    });
  },
});

Deno.test({
  name: "under exactly the flags that permissions prints the product serves clients on both transports",
  ignore,
  async fn(t) {
    await using place = await Place.start();
    const { configured: args, cwd } = place;
    const form = formOf(await place.printedFlags("http"));
    await askClients(form, { args, env: {}, cwd, expected: /^1 of \d+ / }, t);
  },
});
