import assert from "node:assert/strict";
import { AuditFile } from "../../src/audit/file.ts";
import { verifyAuditFile } from "../../src/audit/verify.ts";
import { factsIn, inFolder, linesIn, writeLines } from "./stage.ts";

const refusal = {
  name: "UserError",
  kind: "invalid",
  message: /^Cannot use audit file ".*": .*; name a file/,
};

Deno.test("AuditFile makes its file and folder for their owner alone", async () => {
  await inFolder(async (file) => {
    const inner = `${file}.d/inner/audit.jsonl`;
    await new AuditFile(inner).append([{ event: "test" }]);
    if (Deno.build.os === "windows") return;
    assert.equal(((await Deno.stat(inner)).mode ?? 0) & 0o777, 0o600);
    assert.equal(((await Deno.stat(`${file}.d/inner`)).mode ?? 0) & 0o777, 0o700);
  });
});

Deno.test("AuditFile leaves no lock behind", async () => {
  await inFolder(async (file) => {
    await new AuditFile(file).append([{ event: "test" }]);
    await assert.rejects(Deno.stat(`${file}.lock`), Deno.errors.NotFound);
  });
});

Deno.test("AuditFile goes on behind a line that a crash cut off, anywhere in it", async () => {
  await inFolder(async (file) => {
    await new AuditFile(file).append([{ event: "test", n: 1 }, { event: "test", n: 2 }]);
    const whole = await Deno.readFile(file);
    const second = whole.indexOf(10) + 1;
    for (let end = 1; end < whole.length; end++) {
      await Deno.writeFile(file, whole.subarray(0, end));
      await new AuditFile(file).append([{ event: "test", n: 3 }]);
      const { problem, torn } = await verifyAuditFile(file);
      assert.equal(problem, undefined, `cut at ${end}`);
      // What lacks its line feed alone is whole.
      const isWhole = end === second || end === second - 1 || end === whole.length - 1;
      assert.deepEqual(torn, isWhole ? [] : [end < second ? 1 : 2], `cut at ${end}`);
    }
  });
});

Deno.test("AuditFile says how much is left of a line that was cut off", async () => {
  await inFolder(async (file) => {
    await Deno.writeTextFile(file, '{"seq":1');
    await new AuditFile(file).append([{ event: "test" }]);
    const [left, ...lines] = await linesIn(file);
    assert.equal(left, '{"seq":1');
    const facts = lines.map((line) => JSON.parse(line));
    assert.deepEqual(facts.map(({ seq, event, torn_bytes }) => [seq, event, torn_bytes]), [
      [1, "resumed", 8],
      [2, "test", undefined],
    ]);
  });
});

Deno.test("AuditFile refuses a file whose last line is none of an audit trail", async () => {
  await inFolder(async (file) => {
    for (const text of ["hello\n", "{}\n", "\n", "x".repeat(20_000_000)]) {
      await Deno.writeTextFile(file, text);
      // A short rest without a line feed may be what a crash left; so long none of ours is.
      assert.throws(() => new AuditFile(file), refusal, text.slice(0, 10));
    }
  });
});

Deno.test("AuditFile refuses a file whose last line was changed", async () => {
  await inFolder(async (file) => {
    await new AuditFile(file).append([{ event: "test", n: 1 }]);
    const [line = ""] = await linesIn(file);
    await writeLines(file, [line.replace('"n":1', '"n":2')]);
    assert.throws(() => new AuditFile(file), refusal);
  });
});

Deno.test("AuditFile refuses a folder", async () => {
  await inFolder(async (file) => {
    await Deno.mkdir(file);
    assert.throws(() => new AuditFile(file), refusal);
  });
});

Deno.test("append() does not go on from a line that was changed since it was written", async () => {
  await inFolder(async (file) => {
    const audit = new AuditFile(file);
    await audit.append([{ event: "test", n: 1 }]);
    const other = new AuditFile(`${file}.other`);
    await other.append([{ event: "test", n: 2 }]);
    await Deno.writeFile(file, await Deno.readFile(`${file}.other`));
    await audit.append([{ event: "test", n: 3 }]);
    assert.deepEqual((await verifyAuditFile(file)).problem?.line, 1);
  });
});

Deno.test("append() finds the end of a file with long lines", async () => {
  await inFolder(async (file) => {
    await new AuditFile(file).append([{ event: "test", text: "x".repeat(2_000_000) }]);
    await new AuditFile(file).append([{ event: "test" }]);
    assert.deepEqual((await factsIn(file)).map(({ seq }) => seq), [1, 2]);
    assert.equal((await verifyAuditFile(file)).problem, undefined);
  });
});
