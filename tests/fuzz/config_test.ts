import assert from "node:assert/strict";
import fc from "fast-check";
import { parseConfigFile } from "../../src/config/file.ts";
import { loadConfig } from "../../src/config/load.ts";
import { ConfigError } from "../../src/config/problem.ts";
import { configKeys } from "../../src/config/schema.ts";
import { assertNoSecret, run, SECRET } from "./campaign.ts";
import { damages } from "../support/xml_documents.ts";
import { hostileText, hostileValue } from "./hostile.ts";

/** No text of this size takes a parser longer, however it is made. */
const SLOW_MS = 2000;

const GOOD: Readonly<Record<string, string>> = {
  vcenter_host: "vcenter.example.com",
  vcenter_user: "root",
  vcenter_password: SECRET,
  api_key: "key-0123456789",
};
const key = fc.constantFrom(
  ...configKeys.map(({ name }) => name),
  ...configKeys.map(({ variable }) => variable),
);
const word = fc.oneof(
  fc.constantFrom(
    "true",
    "no",
    "1",
    "http",
    "stdio",
    "::",
    "127.0.0.1",
    "8080",
    "65536",
    "debug",
    "secret.txt",
  ),
  fc.constantFrom(...configKeys.map(({ example }) => example)),
  fc.constant(SECRET),
  hostileText(),
);

/** A file as people write it, with most of what YAML has. */
const line = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(key, word).map(([key, value]) => `${key}: ${value}`) },
  { weight: 3, arbitrary: fc.tuple(key, word).map(([key, value]) => `${key}: ${JSON.stringify(value)}`) },
  { weight: 1, arbitrary: fc.tuple(key, word).map(([key, value]) => `${key}:${value}`) },
  { weight: 1, arbitrary: fc.tuple(hostileText(), word).map(([key, value]) => `${key}: ${value}`) },
  { weight: 1, arbitrary: fc.tuple(key, word).map(([key, value]) => `${key}: |\n  ${value}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(key, hostileValue()).map(([key, value]) => `${key}: ${shortJson(value)}`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]",
      "vcenter_password: !!binary AAAA",
      "<<: {api_key: x}",
      "? [a]\n: b",
      "---",
      "...",
      "%YAML 9.9",
      "\t- x",
      "# comment",
      "vcenter_user: *nowhere",
      `vcenter_password:${SECRET}`,
      `${SECRET}`,
    ),
  },
);
const whole = fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n"));
const file = fc.oneof(
  whole,
  fc.tuple(whole, fc.array(damages(), { minLength: 1, maxLength: 3 })).map(([text, list]) =>
    list.reduce((damaged, damage) => damage(damaged), text)
  ),
  fc.dictionary(fc.oneof(key, hostileText()), hostileValue(), { maxKeys: 6 }).map((object) =>
    shortJson(object)
  ),
);
const settings = fc.dictionary(key, word, { maxKeys: 4 });
const good = fc.subarray(Object.entries(GOOD), { minLength: 2 }).map((entries) =>
  Object.fromEntries(entries)
);
const sources = fc.record({
  env: fc.tuple(good, settings).map(([known, more]) => ({ ...byVariable(known), ...more })),
  flags: fc.oneof(fc.constant({}), settings),
  file: fc.option(file, { nil: undefined }),
  configFile: fc.constantFrom("config.yaml", "config.json", "CONFIG.JSON"),
  secretFile: fc.oneof(fc.constant(`${SECRET}\n`), hostileText()),
});

Deno.test("loadConfig() gives a configuration or says what is wrong, and repeats no secret", async () => {
  let loaded = 0;
  await run({
    subject: "config",
    share: 1,
    values: sources,
    check({ env, flags, file, configFile, secretFile }) {
      const started = performance.now();
      try {
        loadConfig({
          env,
          flags,
          configFile: file === undefined ? undefined : configFile,
          parseConfigFile,
          readTextFile(path) {
            if (path === configFile) return file ?? "";
            if (path === "secret.txt") return secretFile;
            throw Object.assign(new Error(`no such file: ${path}`), { code: "ENOENT" });
          },
        });
        loaded++;
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        assert.match(error.message, /^Cannot /);
        assertNoSecret(error.message);
      }
      const tookMs = performance.now() - started;
      assert.ok(tookMs < SLOW_MS, `${tookMs} ms`);
    },
  });
  assert.ok(loaded > 0, "nothing that was tried is a configuration");
});

function byVariable(known: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(configKeys.flatMap(({ name, variable }) => {
    const value = known[name];
    return value === undefined ? [] : [[variable, value]];
  }));
}

/** What is nested deeper than this belongs to no file. */
function shortJson(value: unknown): string {
  return JSON.stringify(value).slice(0, 5000);
}
