import assert from "node:assert/strict";
import { parseConfigFile } from "../../src/config/file.ts";

function settingsOf(path: string, text: string): Readonly<Record<string, string>> {
  const { settings, problems } = parseConfigFile(path, text);
  assert.deepEqual(problems, []);
  return Object.fromEntries([...settings].map(([key, { text }]) => [key, text]));
}

function problemsOf(path: string, text: string): readonly string[] {
  return parseConfigFile(path, text).problems.map(({ key, origin, text }) =>
    `${key ?? "-"} ${origin} ${text}`
  );
}

Deno.test("parseConfigFile() takes values as they are written", () => {
  const text =
    "vcenter_password: 0123\nhttp_port: \"8080\"\ninsecure: yes\nvcenter_user: 1e3\nnetwork: 'it''s'\n";
  assert.deepEqual(settingsOf("config.yaml", text), {
    vcenter_password: "0123",
    http_port: "8080",
    insecure: "yes",
    vcenter_user: "1e3",
    network: "it's",
  });
});

Deno.test("parseConfigFile() gives the line of every key", () => {
  const { settings } = parseConfigFile(
    "/etc/esxi.yml",
    "# a comment\n\nvcenter_host: a\r\nvcenter_user: b\n",
  );
  assert.deepEqual([...settings.values()].map(({ origin }) => origin), [
    "/etc/esxi.yml:3",
    "/etc/esxi.yml:4",
  ]);
});

Deno.test("parseConfigFile() counts a key without value as not given", () => {
  assert.deepEqual(settingsOf("config.yaml", "cluster:\ndatastore: ~\nnetwork: ''\n"), {});
});

Deno.test("parseConfigFile() finds nothing in an empty file or one of comments", () => {
  assert.deepEqual(settingsOf("config.yaml", ""), {});
  assert.deepEqual(settingsOf("config.yaml", "# vcenter_host: x\n"), {});
});

Deno.test("parseConfigFile() reads JSON with tabs, escapes, a byte order mark and null", () => {
  const text =
    '\ufeff{\n\t"vcenter_password": "a\\"\\u00e9\\ud83d\\ude00\\/",\n\t"http_port": 8080,\n\t"cluster": null\n}\n';
  assert.deepEqual(settingsOf("config.json", text), { vcenter_password: 'a"é😀/', http_port: "8080" });
});

Deno.test("parseConfigFile() gives the line of a JSON key", () => {
  assert.deepEqual(problemsOf("config.json", '{\n  "http_port": 1,\n  "http_prot": 2\n}'), [
    "http_prot config.json:3 is an unknown key; write http_port if that is meant, else remove it",
  ]);
});

Deno.test("parseConfigFile() refuses YAML in a file named .json", () => {
  for (
    const text of [
      "vcenter_host: a\n",
      "{vcenter_host: a}",
      '{"vcenter_host": "a",}',
      '# c\n{"vcenter_host": "a"}',
      "",
    ]
  ) {
    assert.deepEqual(problemsOf("c.JSON", text), [
      "- c.JSON is YAML, not JSON; name it .yaml, or write strict JSON without comments",
    ], text);
  }
});

Deno.test("parseConfigFile() names no near key when there is none", () => {
  assert.deepEqual(problemsOf("config.yaml", "colour: red\n"), [
    "colour config.yaml:1 is an unknown key; remove it; --help lists all keys",
  ]);
});

Deno.test("parseConfigFile() knows keys written with dashes", () => {
  assert.deepEqual(problemsOf("config.yaml", "http-port: 1\n"), [
    "http-port config.yaml:1 is an unknown key; write http_port if that is meant, else remove it",
  ]);
});

for (
  const [what, text, expected] of [
    ["a repeated key", "cluster: a\ncluster: b\n", "- c.yaml:2 repeats a key; keep one of them"],
    ["tabs", "cluster:\n\ta\n", "- c.yaml:2 is indented with a tab; use spaces"],
    [
      "a list at the top",
      "- cluster\n",
      "- c.yaml holds no keys; write one `key: value` a line, a space behind the colon",
    ],
    [
      "plain text",
      "hello\n",
      "- c.yaml holds no keys; write one `key: value` a line, a space behind the colon",
    ],
    ["a second document", "cluster: a\n---\ncluster: b\n", "- c.yaml:2 starts a second document; keep one"],
    [
      "a list as value",
      "cluster: [a, b]\n",
      "cluster c.yaml:1 is a list, a map or an alias; write one value, in quotes if it starts with *, [ or {",
    ],
    [
      "an anchor",
      "cluster: &a b\n",
      "cluster c.yaml:1 starts with & or !, which means something else in YAML; put the value in quotes",
    ],
    [
      "a key that is a list",
      "? [a]\n: b\n",
      "- c.yaml:1 has a key that is no word; write `key: value`, a space behind the colon",
    ],
    [
      "an open quote",
      "cluster: 'a\nnetwork: b\n",
      "- c.yaml:3 lacks a quote, a bracket or the colon of a key, here or above; complete it",
    ],
    ["a second colon", "cluster: a: b\n", "- c.yaml:1 has a second colon; put the value in single quotes"],
  ] as const
) {
  Deno.test(`parseConfigFile() refuses ${what}`, () => {
    assert.deepEqual(problemsOf("c.yaml", text), [expected]);
  });
}
