import assert from "node:assert/strict";
import { inFolder, linesIn, writeEveryKind, writeLines } from "../audit/stage.ts";
import { RUN, spawn } from "../support/product.ts";
import { parse, refusal } from "./command_line.ts";

async function audit(...args: readonly string[]) {
  return await spawn([...RUN, "audit", ...args], { env: Deno.env.toObject() }).ended;
}

Deno.test("audit verify takes a file, a hash and the form of the answer", () => {
  assert.deepEqual(parse("audit verify a.jsonl"), { command: "audit", file: "a.jsonl", isJson: false });
  const hash = "0aB1".repeat(16);
  assert.deepEqual(parse(`audit verify --expect-last ${hash} a.jsonl --json`), {
    command: "audit",
    file: "a.jsonl",
    isJson: true,
    expectLast: hash.toLowerCase(),
  });
  assert.deepEqual(parse("audit --help"), { command: "help" });
});

Deno.test("audit refuses what it does not know, with the next step", () => {
  for (
    const [line, text] of [
      ["audit", /write audit verify FILE/],
      ["audit mend a.jsonl", /audit cannot "mend"; write audit verify FILE/],
      ["audit verify", /no file is named/],
      ["audit verify a b", /"b": audit verify takes one file/],
      ["audit verify a --jsno", /closest: "--json"/],
      ["audit verify a --expect-last", /no SHA-256/],
      ["audit verify a --expect-last abc", /no SHA-256/],
    ] as const
  ) {
    assert.match(refusal(line), text, line);
  }
});

Deno.test("audit verify exits with 0 for a file as it was written and says what is open", async () => {
  await inFolder(async (file) => {
    await writeEveryKind(file);
    const { code, stdout, stderr } = await audit("verify", file);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.match(
      stdout,
      /^Intact: 10 line\(s\), last hash [0-9a-f]{64}\nCut off: line 5, .*\nOpen: line 8, /,
    );
    assert.match(
      stdout,
      /, power_off_vm on web-1 \(vm-42\), task task-8: it began and no end of it is written\n$/,
    );
    const json = await audit("verify", file, "--json");
    assert.equal(json.code, 0);
    const { open, last_hash, ...rest } = JSON.parse(json.stdout);
    assert.deepEqual(rest, { is_intact: true, lines: 10, torn_lines: [5] });
    assert.equal(open[0].tool, "power_off_vm");
    assert.ok(stdout.includes(last_hash));
  });
});

Deno.test("audit verify exits with 1 for a file that is not, and says where", async () => {
  await inFolder(async (file) => {
    await writeEveryKind(file);
    const { last_hash } = JSON.parse((await audit("verify", file, "--json")).stdout);
    const lines = await linesIn(file);
    await writeLines(file, lines.toSpliced(1, 1));
    const removed = await audit("verify", file);
    assert.equal(removed.code, 1);
    assert.match(
      removed.stdout,
      /^Not intact: line 2 is where something was removed: seq 2 is missing before /,
    );
    await writeLines(file, lines.slice(0, -1));
    assert.equal((await audit("verify", file)).code, 0);
    const cut = await audit("verify", file, "--expect-last", last_hash, "--json");
    assert.equal(cut.code, 1);
    assert.deepEqual(JSON.parse(cut.stdout).problem.what, "removed");
  });
});

Deno.test("audit verify exits with 1 for a file that is not there and with 2 for wrong usage", async () => {
  await inFolder(async (file) => {
    const missing = await audit("verify", file);
    assert.deepEqual([missing.code, missing.stdout], [1, ""]);
    assert.match(missing.stderr, /^esxi-mcp-server: Cannot read audit file ".*"; name a file|: Cannot read/);
    assert.equal((await audit("verify")).code, 2);
  });
});
