import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";
import { type Ended, spawn } from "./support/product.ts";

const CONFIG = fileURLToPath(new URL("../deno.json", import.meta.url));
const VERSION = Deno.readTextFileSync(new URL("../.deno-version", import.meta.url)).trim();

const STEPS = [
  "1. Start the server",
  "2. List machines",
  "3. Find machines",
  "4. Create a machine",
  "5. Power it on",
  "6. Read live statistics of six machines at once",
  "7. Clone the running machine",
  "8. A name that fits two machines is refused",
  "9. A running machine is not deleted, one that is off is",
];

/** The tour as its task, with the permissions of the task, started from somewhere else. */
async function playTour(args: readonly string[] = []): Promise<Ended> {
  const tour = spawn(["task", "--quiet", "--config", CONFIG, "demo", ...args], {
    // What configures a real server must not reach the simulated one.
    env: { ...Deno.env.toObject(), NO_COLOR: "1", VCENTER_HOST: "real.invalid", MCP_TRANSPORT: "http" },
    cwd: tmpdir(),
  });
  return await tour.ended;
}

Deno.test("demo", async (t) => {
  const { code, stdout, stderr } = await playTour();

  await t.step("plays all steps, as expected and in time", () => {
    assert.equal(code, 0, stdout + stderr);
    assert.deepEqual([...stdout.matchAll(/^\d+\. .*$/gm)].map(([title]) => title), STEPS);
    assert.equal([...stdout.matchAll(/^ {3}As expected, \d+ ms$/gm)].length, STEPS.length);
    assert.match(stdout, /^ {3}etl-starved is starved: .* waits \d/m);
    const seconds = /^9 steps, all as expected, ([\d.]+) s$/m.exec(stdout)?.[1];
    assert.ok(Number(seconds) < 15, `${seconds} s`);
  });

  await t.step("writes plain lines of at most 100 columns where no terminal is", () => {
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    const tour = stdout.slice(0, stdout.indexOf("all as expected"));
    assert.deepEqual(tour.split("\n").filter((line) => line.length > 100), []);
  });

  await t.step("tells each progress in one line", () => {
    const bars = [...stdout.matchAll(/^ {3}█{24} 100 % {2}(\w+ ?\w*) tour-0\d: (?:\d+ %, )+done$/gm)];
    assert.deepEqual(bars.map(([, doing]) => doing), [
      "creating",
      "powering on",
      "cloning",
      "powering off",
      "deleting",
      "deleting",
    ]);
  });

  await t.step("shows a configuration that starts the demo for a client", () => {
    const json = /^\{\n[\s\S]*?^\}$/m.exec(stdout)?.[0] ?? "";
    const { command, args } = JSON.parse(json).mcpServers["esxi-demo"];
    const main = fileURLToPath(new URL("../main.ts", import.meta.url));
    assert.equal(command, "npx");
    assert.deepEqual(args.slice(0, 3), ["--yes", `deno@${VERSION}`, "run"]);
    assert.deepEqual(args.slice(3), [...CHECKOUT_FLAGS, main, "--demo", "--transport", "stdio"]);
  });
});

Deno.test("demo fails at the step that answers wrongly, with what was expected and got", async (t) => {
  const cases = [
    { name: "an empty inventory", server: "--demo --demo-vms 0", step: "2. List machines" },
    { name: "an inventory without web-01", server: "--demo=esxi", step: "3. Find machines" },
  ];
  for (const { name, server, step } of cases) {
    await t.step(name, async () => {
      const { code, stdout } = await playTour([`--server-args=${server}`]);
      assert.equal(code, 1, stdout);
      assert.ok(stdout.includes(`\nFailed: ${step}\n`), stdout);
      assert.match(stdout, /^ {3}expected: .+\n {3}got: {6}.+$/m);
      assert.doesNotMatch(stdout, /all as expected/);
    });
  }
});

Deno.test("demo fails when the server ends", async () => {
  const { code, stdout } = await playTour(["--server-args=--no-such-flag"]);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^Failed: 1\. Start the server$/m);
  assert.match(stdout, /^ {3}The server wrote last:\n.*no-such-flag/m);
});

Deno.test("demo fails when the server does not answer in time", async () => {
  // Serving HTTP, it leaves standard input unread.
  const silent = "--demo --transport http --http-port 0";
  const { code, stdout } = await playTour([`--server-args=${silent}`, "--limit-seconds=1"]);
  assert.equal(code, 1, stdout);
  assert.match(stdout, /^Failed: 1\. Start the server$/m);
  assert.match(stdout, /^ {3}expected: an answer within 1 s$/m);
});

Deno.test("demo refuses an argument that it does not know", async () => {
  const { code, stderr } = await playTour(["--fast"]);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /--fast[\s\S]*Usage:/);
});
