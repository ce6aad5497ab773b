import assert from "node:assert/strict";
import { UserError } from "../src/errors.ts";
import { log, type LogFields, type LogLevel, redact, registerSecret, startLog } from "../src/log.ts";

interface Written {
  readonly level?: LogLevel;
  readonly write: () => void;
}

/** The lines that `write` leaves in a log file, without their time. */
async function linesOf({ level = "INFO", write }: Written): Promise<readonly string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/a.log`;
    {
      await using _log = await startLog({ level, file });
      write();
    }
    const lines = (await Deno.readTextFile(file)).split("\n");
    assert.equal(lines.pop(), "");
    return lines.map((line) => line.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /, ""));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function lineOf(message: string, fields?: LogFields): Promise<string> {
  const [line = "", ...more] = await linesOf({ write: () => log.info(message, fields) });
  assert.deepEqual(more, []);
  return line;
}

Deno.test("log writes level, message and fields in one line", async () => {
  assert.equal(
    await lineOf("Connected", {
      host: "esxi",
      ms: 12,
      isNew: true,
      gone: undefined,
      none: null,
      list: [1, "a b"],
    }),
    'INFO Connected host=esxi ms=12 isNew=true none=null list="[1,\\"a b\\"]"',
  );
});

Deno.test("log starts a line with the time in ISO form", async () => {
  const file = await Deno.makeTempFile();
  {
    await using _log = await startLog({ level: "INFO", file });
    log.info("Started");
  }
  assert.match(await Deno.readTextFile(file), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO Started\n$/);
  await Deno.remove(file);
});

Deno.test("log quotes values with spaces, quotes and equal signs, and empty ones", async () => {
  assert.equal(
    await lineOf("Found", { a: "two words", b: 'say "x"', c: "k=v", d: "", e: "c:\\x" }),
    'INFO Found a="two words" b="say \\"x\\"" c="k=v" d="" e="c:\\\\x"',
  );
});

Deno.test("log cannot be made to forge a line or to hide text", async () => {
  assert.equal(
    await lineOf("a\nINFO forged\r\u001b[31m", {
      name: "x\n2026-01-01T00:00:00.000Z ERROR forged",
      bidi: "\u202eabc",
      "k\n": 1,
    }),
    'INFO a\\u{a}INFO forged\\u{d}\\u{1b}[31m name="x\\n2026-01-01T00:00:00.000Z ERROR forged" bidi=\\u{202e}abc k\\u{a}=1',
  );
});

Deno.test("log takes braces in a message literally", async () => {
  assert.equal(await lineOf("Name is {name}", { name: "x" }), "INFO Name is {name} name=x");
});

Deno.test("log writes an error's message and causes, and its stack at DEBUG only", async () => {
  const error = new Error("No answer", { cause: new Error("Connection refused") });
  assert.equal(
    await lineOf("Failed", { error }),
    'INFO Failed error="No answer; caused by Connection refused"',
  );
  const [line = ""] = await linesOf({ level: "DEBUG", write: () => log.debug("Failed", { error }) });
  assert.match(
    line,
    /^DEBUG Failed error="Error: No answer\\n +at .*log_test\.ts.*caused by Error: Connection refused\\n +at /,
  );
});

Deno.test("log writes what JSON cannot hold", async () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  assert.equal(
    await lineOf("Odd", { loop, big: 1n, url: new URL("https://h/sdk"), date: new Date(0) }),
    'INFO Odd loop="[object Object]" big=1 url=https://h/sdk date=1970-01-01T00:00:00.000Z',
  );
});

for (
  const [level, expected] of [
    ["DEBUG", ["DEBUG d", "INFO i", "WARNING w", "ERROR e"]],
    ["INFO", ["INFO i", "WARNING w", "ERROR e"]],
    ["WARNING", ["WARNING w", "ERROR e"]],
    ["ERROR", ["ERROR e"]],
  ] as const
) {
  Deno.test(`log writes each line once and none below ${level}`, async () => {
    const write = () => {
      log.debug("d");
      log.info("i");
      log.warn("w");
      log.error("e");
    };
    assert.deepEqual(await linesOf({ level, write }), expected);
  });
}

Deno.test("startLog() replaces the log before it, so that no line comes twice", async () => {
  const folder = await Deno.makeTempDir();
  await startLog({ level: "INFO", file: `${folder}/first.log` });
  {
    await using _log = await startLog({ level: "INFO", file: `${folder}/second.log` });
    log.info("Once");
  }
  assert.equal(await Deno.readTextFile(`${folder}/first.log`), "");
  assert.match(await Deno.readTextFile(`${folder}/second.log`), /^\S+ INFO Once\n$/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startLog() appends to a file, makes its folder, and lets only the owner read it", async () => {
  const folder = await Deno.makeTempDir();
  const file = `${folder}/logs/a.log`;
  for (const message of ["first", "second"]) {
    await using _log = await startLog({ level: "INFO", file });
    log.info(message);
  }
  assert.match(await Deno.readTextFile(file), /^\S+ INFO first\n\S+ INFO second\n$/);
  if (Deno.build.os !== "windows") assert.equal(((await Deno.stat(file)).mode ?? 0) & 0o777, 0o600);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startLog() says what to do when the file cannot be opened", async () => {
  const folder = await Deno.makeTempDir();
  await assert.rejects(startLog({ level: "INFO", file: folder }), (error) => {
    assert.ok(error instanceof UserError);
    assert.ok(error.message.startsWith(`Cannot open log file "${folder}": `), error.message);
    assert.match(error.message, /; name a file in log_file that this user may write$/);
    return true;
  });
  await Deno.remove(folder);
});

Deno.test("log drops lines after its end", async () => {
  assert.deepEqual(await linesOf({ write: () => {} }), []);
  log.error("Nobody hears this");
});

Deno.test("log goes to standard error without a file and leaves standard output and the folder alone", async () => {
  const folder = await Deno.makeTempDir();
  const code = `
    import { log, registerSecret, startLog } from ${JSON.stringify(import.meta.resolve("../src/log.ts"))};
    registerSecret("stderr-4711");
    await using _log = await startLog({ level: "INFO" });
    log.info("Started", { key: "stderr-4711" });`;
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--quiet", code],
    cwd: folder,
    env: { NO_COLOR: "1" },
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "");
  assert.match(new TextDecoder().decode(stderr), /^\S+ INFO Started key=\[secret\]\n$/);
  assert.deepEqual([...Deno.readDirSync(folder)], []);
  await Deno.remove(folder);
});

Deno.test("log hides secrets in messages, keys, values, errors and nested fields", async () => {
  const secret = 'pl"anted\n<&>é';
  registerSecret(secret);
  const error = new Error(`Login with ${secret} failed`, { cause: { sent: secret } });
  const line = await lineOf(`Message ${secret}`, {
    [secret]: 1,
    value: secret,
    nested: { list: [secret] },
    error,
  });
  assert.equal(
    line,
    'INFO Message [secret] [secret]=1 value=[secret] nested="{\\"list\\":[\\"[secret]\\"]}" ' +
      'error="Login with [secret] failed; caused by {\\"sent\\":\\"[secret]\\"}"',
  );
});

Deno.test("redact() hides a secret in the forms in which it travels", () => {
  const secret = `p&ss <"word'/ü+ 1>`;
  registerSecret(secret);
  const forms = [
    secret,
    JSON.stringify(secret),
    encodeURIComponent(secret),
    new URLSearchParams({ key: secret }).toString(),
    "p&amp;ss &lt;\"word'/ü+ 1&gt;",
    "p&amp;ss &lt;&quot;word'/ü+ 1&gt;",
    "p&amp;ss &lt;&quot;word&apos;/ü+ 1&gt;",
  ];
  for (const form of forms) {
    assert.ok(!redact(`before ${form} after`).includes("word"), form);
    assert.match(redact(`before ${form} after`), /^before .*\[secret\].* after$/);
  }
});

Deno.test("redact() hides a secret inside base64, whatever stands before and behind", () => {
  registerSecret("base64-4711-secret");
  for (const user of ["", "a", "ab", "abc"]) {
    const encoded = btoa(`${user}:base64-4711-secret:tail`);
    assert.match(redact(`Basic ${encoded}`), /^Basic \S*\[secret\]\S*$/);
  }
});

Deno.test("redact() hides the longer of two secrets in full and changes nothing the second time", () => {
  registerSecret("long");
  registerSecret("longer-one");
  registerSecret("secret");
  assert.equal(redact("longer-one long secret"), "[secret] [secret] [secret]");
  assert.equal(redact(redact("longer-one")), "[secret]");
});

Deno.test("redact() takes every character of a secret literally", () => {
  registerSecret("a.c*(d)[e]|$^\\");
  assert.equal(redact("a.c*(d)[e]|$^\\ abc"), "[secret] abc");
});

Deno.test("log cuts a field that is longer than anybody reads", async () => {
  const line = await lineOf("Called", { name: "x".repeat(1_000_000) });
  assert.match(line, /name="x{8000}\.\.\. \(1000000 characters\)"\n?$/);
});

Deno.test("redact() leaves words alone that a short secret is a part of", () => {
  registerSecret("pa55");
  assert.equal(redact("pa55bolt, pa55, user:pa55@host"), "pa55bolt, [secret], user:[secret]@host");
});

Deno.test("registerSecret() ignores values under 4 characters", () => {
  registerSecret("zq");
  registerSecret("");
  assert.equal(redact("zq"), "zq");
});
