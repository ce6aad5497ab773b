import assert from "node:assert/strict";
import { createFetch } from "../../src/soap/fetch.ts";
import { openTarget } from "../../src/vsphere/target.ts";
import { retrieveAll } from "../../src/vsphere/properties.ts";
import { text } from "../../src/soap/decode.ts";
import { RUN, spawn } from "../support/product.ts";
import { parse, refusal } from "./command_line.ts";

Deno.test("simulate has defaults, and takes model, size, address and certificate", () => {
  const defaults = {
    command: "simulate",
    model: "vcenter",
    vms: undefined,
    host: "127.0.0.1",
    port: 0,
    isTls: false,
  };
  assert.deepEqual(parse("simulate"), defaults);
  assert.deepEqual(parse("simulate --model esxi --vms 7 --listen [::1]:8989 --tls"), {
    command: "simulate",
    model: "esxi",
    vms: 7,
    host: "::1",
    port: 8989,
    isTls: true,
  });
  assert.deepEqual(parse("simulate --help"), { command: "help" });
});

Deno.test("simulate refuses what it does not know, with the next step", () => {
  for (
    const [line, text] of [
      ["simulate --modle esxi", /closest: "--model"/],
      ["simulate --model esx", /neither vcenter nor esxi/],
      ["simulate --vms many", /no number of machines/],
      ["simulate --vms 100001", /write 0 to 100000/],
      ["simulate --listen 127.0.0.1", /no address with a port/],
      ["simulate --listen host:99999", /no address with a port/],
      ["simulate --vms", /its value is missing/],
      ["simulate now", /no such flag/],
    ] as const
  ) {
    assert.match(refusal(line), text, line);
  }
});

Deno.test("--demo stands for a vCenter, and takes model and size", () => {
  const plain = { command: "serve", configFile: undefined, flags: {} };
  assert.deepEqual(parse("--demo"), { ...plain, demo: { model: "vcenter" } });
  assert.deepEqual(parse("--demo=esxi"), { ...plain, demo: { model: "esxi" } });
  assert.deepEqual(parse("check --demo --demo-vms 500"), {
    ...plain,
    command: "check",
    demo: { model: "vcenter", vms: 500 },
  });
  assert.match(refusal("--demo=esx"), /neither vcenter nor esxi/);
  assert.match(refusal("--demo-vms 5"), /add --demo/);
  assert.match(refusal("--demo --demo-vms x"), /no number of machines/);
});

Deno.test("simulate says in one line where it is, serves over TLS and ends with a signal", async () => {
  await using product = spawn([...RUN, "simulate", "--model", "esxi", "--vms", "3", "--tls"], {
    env: Deno.env.toObject(),
  });
  const line = await product.says(/.*\n/);
  const [, url = "", user = "", password = "", thumbprint = ""] =
    /^(https:\/\/127\.0\.0\.1:\d+\/sdk) user=(\S+) password=(\S+) thumbprint=([0-9A-F:]{95})\n$/.exec(line) ??
      [];
  assert.notEqual(url, "", line);
  const fetch = createFetch({ tls: { kind: "pin", thumbprint } });
  {
    await using target = openTarget({
      url: new URL(url),
      user,
      password,
      fetch,
      requestTimeoutMs: 10_000,
      taskTimeoutMs: 10_000,
      defaults: { network: "VM Network" },
    });
    const { VirtualMachine: vms } = await retrieveAll(target.session, { VirtualMachine: { name: text } });
    assert.deepEqual(vms.map(({ ref }) => ref.value), ["1", "2", "3"]);
  }
  fetch[Symbol.dispose]();
  const { code, stdout } = await product.stop();
  assert.deepEqual([code, stdout], [0, line]);
});

Deno.test("a port that is taken is an error that says so", async () => {
  const server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  try {
    const product = spawn([...RUN, "simulate", "--listen", `127.0.0.1:${server.addr.port}`], {
      env: Deno.env.toObject(),
    });
    const { code, stderr } = await product.ended;
    assert.equal(code, 1);
    assert.match(stderr, /Cannot listen on "127\.0\.0\.1:\d+": .*; /);
  } finally {
    server.close();
  }
});

Deno.test("--demo ignores the real target of the environment, and check finds everything well", async () => {
  const env = {
    ...Deno.env.toObject(),
    VCENTER_HOST: "vc.invalid",
    VCENTER_PASSWORD_FILE: "/nonexistent",
    VCENTER_CLUSTER: "x",
  };
  for (const [model, kind] of [["vcenter", /vCenter Server 8\.0\.3/], ["esxi", /ESXi 8\.0\.3/]] as const) {
    const { code, stdout, stderr } = await spawn([...RUN, `--demo=${model}`, "check"], { env }).ended;
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, kind);
    assert.doesNotMatch(stdout, /FAIL|warn|vc\.invalid/);
  }
});

Deno.test({
  name: "simulate keeps 10,000 machines in less than 300 MB",
  // Only Linux tells what a process holds.
  ignore: Deno.build.os !== "linux",
  async fn() {
    const args = [...RUN, "simulate", "--vms", "10000"];
    const child = new Deno.Command(Deno.execPath(), { args, stdout: "piped" }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    let line = "";
    while (!line.includes("\n")) line += (await reader.read()).value ?? "";
    const kib = /VmRSS:\s+(\d+)/.exec(Deno.readTextFileSync(`/proc/${child.pid}/status`))?.[1];
    child.kill("SIGTERM");
    await reader.cancel();
    assert.equal((await child.status).code, 0);
    assert.ok(Number(kib) < 300_000, `${kib} KiB`);
  },
});
