import assert from "node:assert/strict";
import { readToolArguments } from "../../src/cli/tool_arguments.ts";

Deno.test("readToolArguments() reads values, switches, lists and names with dashes", () => {
  const words = [
    "--name",
    "web 1",
    "--disk-size-gb=20",
    "--power_on",
    "--fields",
    "a",
    "--fields=b",
    "--note",
    "",
    "--cpu",
    "-5",
  ];
  assert.deepEqual(readToolArguments(words).args, {
    name: "web 1",
    disk_size_gb: "20",
    power_on: true,
    fields: ["a", "b"],
    note: "",
    cpu: "-5",
  });
});

Deno.test("readToolArguments() takes a value with = and line breaks behind the first =", () => {
  assert.deepEqual(readToolArguments(["--notes=a=b\nc"]).args, { notes: "a=b\nc" });
});

Deno.test("readToolArguments() does not take --json for a flag with a value", () => {
  const { args, isJson } = readToolArguments(["--json", "--name", "a"]);
  assert.deepEqual([args, isJson], [{ name: "a" }, true]);
});

for (
  const [word, isOn] of [["", true], ["=yes", true], ["=no", false], ["=false", false], [
    "=0",
    false,
  ]] as const
) {
  Deno.test(`readToolArguments() takes --yes${word} for ${isOn ? "a yes" : "no yes"}`, () => {
    assert.equal(readToolArguments(["--name", "a", `--yes${word}`]).isAgreed, isOn);
  });
}

Deno.test("readToolArguments() takes the last of several words about a switch", () => {
  assert.equal(readToolArguments(["--yes", "--yes=no"]).isAgreed, false);
});

Deno.test("readToolArguments() reads --args", () => {
  const { args, jsonArgs } = readToolArguments(["--args", '{"name":"web-1","cpu":2}']);
  assert.deepEqual([args, jsonArgs], [{}, { name: "web-1", cpu: 2 }]);
});

Deno.test("readToolArguments() keeps a name that every object inherits as a name", () => {
  assert.deepEqual(Object.keys(readToolArguments(["--constructor", "a"]).args), ["constructor"]);
});

for (
  const [words, message] of [
    [["web-1"], /Cannot use "web-1" as an argument of the tool: it belongs to no flag; write --name VALUE/],
    [["-x"], /Cannot use "-x"/],
    [["--args"], /Cannot read flag "--args": its value is missing/],
    [["--args", "[1]"], /Cannot read "--args": it is no JSON object/],
    [["--args", "{name: 1}"], /Cannot read "--args": it is no JSON object/],
    [["--args", "{}", "--name", "a"], /--args stands beside other flags; use one of both/],
    [
      ["--yes="],
      /Cannot read flag "--yes": its value is neither yes nor no; write --yes alone or leave it out/,
    ],
    [["--yes=maybe"], /Cannot read flag "--yes": its value is neither/],
    [["-c"], /Cannot read flag "--config": its value is missing/],
    [["--name", "a", "--name"], /Cannot read flag "--name"/],
  ] as const
) {
  Deno.test(`readToolArguments() refuses "${words.join(" ")}"`, () => {
    assert.throws(() => readToolArguments(words), message);
  });
}
