import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { verifyAuditFile } from "../../src/audit/verify.ts";
import { factsIn, inFolder } from "../audit/stage.ts";
import { mustRunClients } from "../clients/place.ts";
import { programPath } from "../support/programs.ts";
import { productEnv, type ProductOptions, RUN, startProduct } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";

const OFF = ["call", "power_off_vm", "--name", "web-02"] as const;
const METHOD = "PowerOffVM_Task";

for (
  const [what, { env, words, code, calls, notes, says }] of Object.entries({
    "without --yes and without a terminal tells the plan and does nothing": {
      env: { MCP_CONFIRM: "auto" },
      words: OFF,
      code: 1,
      calls: 0,
      notes: ["asked nobody"],
      says:
        /^This will cut the power of "web-02"\.\n[^]*\nNothing was done: there is no terminal to ask on; write call power_off_vm --yes to agree\n$/,
    },
    "with --yes does it, and the trail says so": {
      env: { MCP_CONFIRM: "human" },
      words: [...OFF, "--yes"],
      code: 0,
      calls: 1,
      notes: ["asked nobody", "begin --yes", "end --yes"],
      says: /^$/,
    },
    "under confirm: never asks nobody, and the trail names the operator": {
      env: { MCP_CONFIRM: "never" },
      words: OFF,
      code: 0,
      calls: 1,
      notes: ["begin operator", "end operator"],
      says: /^$/,
    },
    "that would change nothing needs no answer": {
      env: { MCP_CONFIRM: "human" },
      words: ["call", "power_off_vm", "--name", "web-03"],
      code: 0,
      calls: 0,
      notes: ["begin not needed", "end not needed"],
      says: /^$/,
    },
    "is refused by protection whatever is agreed to": {
      env: { MCP_CONFIRM: "auto", MCP_PROTECTED: "web-*" },
      words: [...OFF, "--yes"],
      code: 1,
      calls: 0,
      notes: ["refused nobody"],
      says: /^Cannot cut the power of "web-02": virtual machine "web-02" is protected by "web-\*"; .*\n$/,
    },
    "is refused by read_only whatever is agreed to": {
      env: { MCP_CONFIRM: "never", MCP_READ_ONLY: "true" },
      words: [...OFF, "--yes"],
      code: 1,
      calls: 0,
      notes: ["refused nobody"],
      says: /^Cannot call tool "power_off_vm": it is switched off by read_only; .*\n$/,
    },
  })
) {
  Deno.test(`a destructive call on the command line ${what}`, async () => {
    await inStage(async ({ simulator, audit }) => {
      const options = { farSide: simulator, env: { ...env, MCP_AUDIT_FILE: audit } };
      await assertEnd(startProduct(words, options).ended, { code, stderr: says });
      await assertTrail({ simulator, audit }, { calls, notes });
    });
  });
}

for (
  const [answer, { code, calls, notes, says }] of Object.entries({
    yes: {
      code: 0,
      calls: 1,
      notes: ["asked nobody", "begin human", "end human"],
      says: /web-02 \(vm-\d+\) is poweredOff/,
    },
    no: {
      code: 1,
      calls: 0,
      notes: ["asked nobody", "refused nobody"],
      says: /Cannot cut the power of "web-02": the user did not agree \(declined\); nothing was done/,
    },
    y: {
      code: 1,
      calls: 0,
      notes: ["asked nobody", "refused nobody"],
      says: /the user did not agree \(declined\)/,
    },
  })
) {
  Deno.test({
    name: `a destructive call on a terminal takes "${answer}" for what it is`,
    // Only Python can give a process a terminal everywhere.
    ignore: !mustRunClients && programPath("python3") === undefined,
    async fn() {
      await inStage(async ({ simulator, audit }) => {
        const options = { farSide: simulator, env: { MCP_CONFIRM: "auto", MCP_AUDIT_FILE: audit } };
        const screen = await onTerminal({ words: OFF, answer, code }, options);
        assert.match(screen, /This will cut the power of "web-02"\.\r\n[^]*Type yes to do this: /);
        assert.match(screen, says);
        await assertTrail({ simulator, audit }, { calls, notes });
      });
    },
  });
}

Deno.test("audit verify is content with what the command line has written", async () => {
  await inStage(async ({ simulator, audit }) => {
    const options = { farSide: simulator, env: { MCP_CONFIRM: "auto", MCP_AUDIT_FILE: audit } };
    assert.equal((await startProduct(OFF, options).ended).code, 1);
    assert.equal((await startProduct([...OFF, "--yes"], options).ended).code, 0);
    const verified = await startProduct(["audit", "verify", audit], options).ended;
    assert.deepEqual([verified.code, verified.stderr], [0, ""]);
    // asked; asked, begin, task, end
    assert.match(verified.stdout, /^Intact: 5 line\(s\), last hash [0-9a-f]{64}\n$/);
  });
});

interface CliStage {
  readonly simulator: RunningSimulator;
  readonly audit: string;
}

async function inStage(run: (stage: CliStage) => Promise<void>): Promise<void> {
  await inFolder(async (audit) => {
    await using simulator = await RunningSimulator.start();
    await run({ simulator, audit });
  });
}

async function assertEnd(
  ended: Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }>,
  expected: { readonly code: number; readonly stderr: RegExp },
): Promise<void> {
  const { code, stdout, stderr } = await ended;
  assert.equal(code, expected.code, stderr);
  assert.match(stderr, expected.stderr);
  assert.equal(/is poweredOff \(before: poweredOn|was already poweredOff/.test(stdout), expected.code === 0);
}

async function assertTrail(
  { simulator, audit }: CliStage,
  { calls, notes }: { readonly calls: number; readonly notes: readonly string[] },
): Promise<void> {
  assert.equal(simulator.simulator.log.count(METHOD), calls);
  const facts = (await factsIn(audit)).filter(({ event }) => event !== "task");
  assert.deepEqual(facts.map(({ event, confirmed_by: how = "nobody" }) => `${event} ${how}`), notes);
  const { problem, open } = await verifyAuditFile(audit);
  assert.deepEqual([problem, open], [undefined, []]);
}

const TERMINAL = fileURLToPath(new URL("terminal.py", import.meta.url));

/** Runs the product on a terminal of its own where somebody types the answer; gives all that the terminal showed. */
async function onTerminal(
  { words, answer, code }: {
    readonly words: readonly string[];
    readonly answer: string;
    readonly code: number;
  },
  options: ProductOptions,
): Promise<string> {
  const child = new Deno.Command("python3", {
    args: [TERMINAL, "Type yes to do this: ", answer, Deno.execPath(), ...RUN, ...words],
    env: { ...productEnv(options), TERM: "xterm" },
    clearEnv: true,
  });
  const ended = await child.output();
  const screen = new TextDecoder().decode(ended.stdout);
  assert.equal(ended.code, code, screen + new TextDecoder().decode(ended.stderr));
  return screen;
}
