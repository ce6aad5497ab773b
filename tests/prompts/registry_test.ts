import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { LISTING } from "../../src/mcp/listing.ts";
import { messageOfPrompt, namesIn } from "../../src/prompts/message.ts";
import type { Prompt } from "../../src/prompts/prompt.ts";
import { PROMPTS } from "../../src/prompts/registry.ts";

const folder = new URL("../../src/prompts/", import.meta.url);
const TOOLS = new Set(LISTING.tools.map(({ name }) => name));

Deno.test("PROMPTS hold every file that defines one under the file's name", () => {
  const files = readdirSync(folder)
    .filter((file) => readFileSync(new URL(file, folder), "utf8").includes("export default definePrompt("));
  assert.ok(files.length >= 5);
  assert.deepEqual(PROMPTS.map(({ name }) => name).sort(), files.map((file) => basename(file, ".ts")).sort());
});

for (const prompt of PROMPTS) {
  const { name, needs, mayUse } = prompt;

  Deno.test(`${name} describes itself and each argument`, () => {
    assert.match(name, /^[a-z]+(_[a-z]+)*$/);
    assert.ok(prompt.title.length > 0 && prompt.description.length >= 40);
    for (const { name, description } of prompt.arguments) assert.ok(description.length > 10, name);
  });

  Deno.test(`${name} names tools that exist and that it declares, arguments and fields of theirs`, () => {
    const declared = [...needs, ...mayUse];
    assert.deepEqual(declared.filter((tool) => !TOOLS.has(tool)), []);
    const known = new Set([...declared, ...prompt.arguments.map(({ name }) => name), ...wordsOf(declared)]);
    const texts = linesOf(prompt);
    assert.deepEqual(texts.flatMap(namesIn).filter((word) => !known.has(word)), []);
    // A name without backticks would stand in the message whether it is offered or not.
    const bare = texts.map((text) => text.replaceAll(/`[^`]+`/g, "")).join(" ").match(/\b[a-z]+_[a-z_]+\b/g);
    assert.deepEqual(bare, null);
    const used = new Set(texts.flatMap(namesIn));
    assert.deepEqual(
      [...declared, ...prompt.arguments.map(({ name }) => name)].filter((w) => !used.has(w)),
      [],
    );
  });

  Deno.test(`${name} names no tool that is not offered, and keeps a first step`, () => {
    const given = Object.fromEntries(
      prompt.arguments.filter(({ isRequired }) => isRequired).map(({ name }) => [name, "x"]),
    );
    for (const missing of mayUse) {
      const offered = new Set([...needs, ...mayUse].filter((tool) => tool !== missing));
      const text = messageOfPrompt(prompt, { given, offered });
      assert.ok(!text.includes(`\`${missing}\``), missing);
    }
    const least = messageOfPrompt(prompt, { given, offered: new Set(needs) });
    for (const tool of needs) assert.ok(least.includes(`\`${tool}\``), tool);
    const names = prompt.arguments.filter(({ isRequired }) => !isRequired).map(({ name }) => `\`${name}\``);
    assert.deepEqual(names.filter((argument) => least.includes(argument)), []);
  });

  Deno.test(`${name} asks before anything is changed`, () => {
    const text = messageOfPrompt(prompt, { given: {}, offered: TOOLS });
    assert.match(text, /\n\nLimits:\n- .*\b(agreed|user decides|user to decide)/);
    assert.ok(text.length < 4500, `${text.length} characters`);
  });
}

function linesOf({ goal, steps, evidence, limits }: Prompt): readonly string[] {
  const lines = [...steps, ...evidence, ...limits];
  return [
    goal,
    ...lines.flatMap((line) => typeof line === "string" ? [line] : [line.text, `\`${line.unless}\``]),
  ];
}

/** Names of arguments, of fields of answers, and of the values that an argument may have. */
function wordsOf(tools: readonly string[]): readonly string[] {
  const { tools: listed } = LISTING;
  return listed.filter(({ name }) => tools.includes(name)).flatMap(({ input, output }) =>
    schemaWords([input, output])
  );
}

function schemaWords(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(schemaWords);
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => {
    const words = key === "properties" ? Object.keys(value) : key === "enum" ? value.map(String) : [];
    return [...words, ...schemaWords(value)];
  });
}
