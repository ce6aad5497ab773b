import assert from "node:assert/strict";
import fc from "fast-check";
import { encodeLine, GENESIS, hashOf } from "../../src/audit/line.ts";
import { verifyAuditFile } from "../../src/audit/verify.ts";
import { inFolder, linesIn, RECORD, writeEveryKind, writeLines } from "./stage.ts";

/** Lines of every kind; the fifth was cut off by a crash. */
async function withLines(run: (file: string, lines: readonly string[]) => Promise<void>): Promise<void> {
  await inFolder(async (file) => {
    await writeEveryKind(file);
    await run(file, await linesIn(file));
  });
}

Deno.test("verifyAuditFile() finds nothing wrong with what was written, and says what is open", async () => {
  await withLines(async (file, lines) => {
    const { open, ...report } = await verifyAuditFile(file);
    const lastHash = hashOf(new TextEncoder().encode(lines.at(-1)));
    assert.deepEqual(report, { lines: 10, lastHash, problem: undefined, torn: [5] });
    assert.deepEqual(open.map(({ time: _, ...call }) => call), [
      { line: 8, tool: "power_off_vm", objects: ["web-1 (vm-42)"], task: "task-8" },
    ]);
    assert.match(open[0]?.time ?? "", /^\d{4}-/);
  });
});

Deno.test("verifyAuditFile() finds a change of any field of any kind of line", async () => {
  await withLines(async (file, lines) => {
    const kinds = new Set<unknown>();
    for (const [i, line] of lines.entries()) {
      if (i === 4) continue;
      const facts: Record<string, unknown> = JSON.parse(line);
      kinds.add(facts.event);
      for (const [key, value] of Object.entries(facts)) {
        const other = typeof value === "number" ? value + 1 : typeof value === "string" ? `${value}x` : null;
        for (const changed of [{ ...facts, [key]: other }, { ...facts, [key]: undefined }]) {
          await writeLines(file, lines.with(i, JSON.stringify(changed)));
          assert.deepEqual((await verifyAuditFile(file)).problem, {
            // Nothing vouches for the torn line any more when the one behind it was changed.
            line: i === 5 ? 5 : i + 1,
            what: "changed",
            how: "it does not have its own hash",
          }, `${key} of line ${i + 1}`);
        }
      }
    }
    assert.deepEqual([...kinds].sort(), ["begin", "end", "refused", "resumed", "task"]);
  });
});

Deno.test("verifyAuditFile() finds a line that was changed together with its own hash", async () => {
  await withLines(async (file, lines) => {
    for (const i of lines.keys()) {
      if (i === 4 || i === lines.length - 1) continue;
      const { seq, previous, self: _, ...facts } = JSON.parse(lines[i] ?? "");
      const forged = encodeLine({ ...facts, tool: "get_vm" }, { seq, previous }).toString();
      await writeLines(file, lines.with(i, forged));
      const { problem } = await verifyAuditFile(file);
      assert.deepEqual({ ...problem, how: "" }, { line: i + 1, what: "changed", how: "" });
    }
  });
});

Deno.test("verifyAuditFile() finds every line that was removed, the last by a hash that was noted", async () => {
  await withLines(async (file, lines) => {
    const { lastHash } = await verifyAuditFile(file);
    const found = [];
    for (const i of lines.keys()) {
      await writeLines(file, lines.toSpliced(i, 1));
      const { problem } = await verifyAuditFile(file, { expectLast: lastHash });
      found.push(`${problem?.what} ${problem?.line}`);
    }
    // Before the torn line, which has no seq, the one behind it shows that one is missing.
    const before = ["removed 1", "removed 2", "removed 3", "removed 5"];
    const torn = ["removed 5", "changed 5"];
    assert.deepEqual(found, [...before, ...torn, "removed 7", "removed 8", "removed 9", "removed 10"]);
  });
});

Deno.test("verifyAuditFile() says which lines were removed", async () => {
  await withLines(async (file, lines) => {
    await writeLines(file, lines.toSpliced(1, 2));
    assert.deepEqual((await verifyAuditFile(file)).problem, {
      line: 2,
      what: "removed",
      how: "seq 2 to 3 are missing before the line with seq 4",
    });
  });
});

Deno.test("verifyAuditFile() finds lines that changed places, and where the first one is", async () => {
  await withLines(async (file, lines) => {
    for (const i of lines.keys()) {
      const [one, next] = [lines[i], lines[i + 1]];
      // The torn line and its neighbours hold together by more than their order.
      if (one === undefined || next === undefined || (i >= 3 && i <= 5)) continue;
      await writeLines(file, lines.with(i, next).with(i + 1, one));
      const { seq } = JSON.parse(one);
      assert.deepEqual((await verifyAuditFile(file)).problem, {
        line: i + 1,
        what: "reordered",
        how: `the line with seq ${seq} stands on line ${i + 2}`,
      });
    }
  });
});

Deno.test("verifyAuditFile() finds copies and insertions anywhere", async () => {
  await withLines(async (file, lines) => {
    for (const at of lines.keys()) {
      for (const line of [...lines, "", "{}", "hello"]) {
        await writeLines(file, lines.toSpliced(at, 0, line));
        assert.notEqual((await verifyAuditFile(file)).problem, undefined, `${line} on line ${at + 1}`);
      }
    }
  });
});

Deno.test("verifyAuditFile() finds any single byte that was changed", async () => {
  await withLines(async (file) => {
    const bytes = await Deno.readFile(file);
    const position = fc.nat(bytes.length - 1);
    const bits = fc.integer({ min: 1, max: 255 });
    await fc.assert(
      fc.asyncProperty(position, bits, async (at, mask) => {
        await Deno.writeFile(file, bytes.map((byte, i) => i === at ? byte ^ mask : byte));
        const { problem, torn } = await verifyAuditFile(file);
        // Without its line feed the last line is one that was cut off, which is told, too.
        assert.ok(problem !== undefined || (at === bytes.length - 1 && torn.includes(10)));
      }),
      { seed: 20261125, numRuns: 3000 },
    );
  });
});

Deno.test("verifyAuditFile() does not take a whole line for one that was cut off", async () => {
  await withLines(async (file, lines) => {
    const resumed = encodeLine({ event: "resumed", torn_bytes: 5 }, { seq: 2, previous: "0".repeat(64) });
    await writeLines(file, [lines[0] ?? "", "hello", resumed.toString()]);
    assert.deepEqual((await verifyAuditFile(file)).problem?.line, 2);
  });
});

Deno.test("verifyAuditFile() takes a noted hash for that of any line, and of none for an empty file", async () => {
  await withLines(async (file, lines) => {
    for (const line of lines.toSpliced(4, 1)) {
      const expectLast = hashOf(new TextEncoder().encode(line));
      assert.equal((await verifyAuditFile(file, { expectLast })).problem, undefined);
    }
    assert.match(
      (await verifyAuditFile(file, { expectLast: "1".repeat(64) })).problem?.how ?? "",
      /no line has/,
    );
    await writeLines(file, []);
    const { lastHash, lines: count } = await verifyAuditFile(file);
    assert.deepEqual([lastHash, count], [GENESIS, 0]);
    assert.equal((await verifyAuditFile(file, { expectLast: lastHash })).problem, undefined);
  });
});

Deno.test("verifyAuditFile() refuses what cannot be read or can be no audit file", async () => {
  await inFolder(async (file) => {
    await assert.rejects(verifyAuditFile(file), {
      name: "UserError",
      kind: "not_found",
      message: /^Cannot read/,
    });
    await Deno.writeFile(file, new Uint8Array(5_000_000));
    await assert.rejects(verifyAuditFile(file), { name: "UserError", message: /a line longer than any/ });
  });
});

Deno.test("verifyAuditFile() reads 100,000 lines piece by piece", async () => {
  await inFolder(async (file) => {
    let place = { seq: 1, previous: GENESIS };
    const lines: string[] = [];
    for (let i = 0; i < 100_000; i++) {
      const line = encodeLine({ event: "end", call: `${i}`, ...RECORD }, place);
      place = { seq: place.seq + 1, previous: hashOf(line) };
      lines.push(line.toString());
    }
    await writeLines(file, lines);
    const { lines: count, lastHash, problem } = await verifyAuditFile(file);
    assert.deepEqual({ count, lastHash, problem }, {
      count: 100_000,
      lastHash: place.previous,
      problem: undefined,
    });
  });
});
