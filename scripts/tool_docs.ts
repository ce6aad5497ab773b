import { listPrompt, listResource, listTool } from "../src/mcp/describe.ts";
import type { ListedTool } from "../src/mcp/listing.ts";
import { markdownTable } from "./markdown.ts";
import type { Prompt } from "../src/prompts/prompt.ts";
import { PROMPTS } from "../src/prompts/registry.ts";
import { RESOURCES } from "../src/resources/registry.ts";
import { TOOLS, TOOLSETS } from "../src/tools/registry.ts";

/** What clients are told of, as the server reads it when it starts. */
export function listing(): string {
  return JSON.stringify({
    tools: listedTools(),
    resources: RESOURCES.map(listResource),
    prompts: PROMPTS.map(listPrompt),
  });
}

/** All tools as they are listed. */
export function listedTools(): readonly ListedTool[] {
  return Object.entries(TOOLSETS).flatMap(([toolset, tools]) => tools.map((tool) => listTool(tool, toolset)));
}

/** The table of all tools: name, effect, purpose. */
export function toolTable(): string {
  return markdownTable(["Tool", "Effect", "Purpose"], [
    ...TOOLS.map(({ name, effect, description }) => [`\`${name}\``, effect, firstSentence(description)]),
    ...RESOURCES.map((
      { uriTemplate, description },
    ) => [`\`${uriTemplate}\``, "resource", firstSentence(description)]),
    ...PROMPTS.map(({ name, description }) => [`\`${name}\``, "prompt", firstSentence(description)]),
  ]);
}

/** The reference of all tools with their arguments. */
export function toolDocument(): string {
  return [
    "<!-- Written by `deno task gen` from src/tools/registry.ts. -->",
    "# Tools",
    "Effects: **read** changes nothing, **write** makes or changes something, **destroy** may lose data or interrupt a " +
    "service. Every answer comes as text and as structured content of the tool's output schema.",
    ...listedTools().map(describe),
    "# Resources",
    ...RESOURCES.map(({ uriTemplate, title, description }) =>
      `## \`${uriTemplate}\`\n\n${title}. ${description}`
    ),
    "# Prompts",
    "A prompt is a message that a user chooses in the client; it tells the model which tools to call, which evidence to " +
    "give and what to ask before. It is offered to callers who are offered all tools that it needs.",
    ...PROMPTS.map(describePrompt),
  ].join("\n\n") + "\n";
}

function describe(tool: ListedTool): string {
  const { input } = tool;
  const rows = Object.entries(input.properties).map(([name, property]) => [
    `\`${name}\``,
    typeOf(property),
    input.required?.includes(name) ? "required" : textOf(property, "default") || "-",
    textOf(property, "description"),
  ]);
  const head = [
    `## \`${tool.name}\``,
    `${tool.title} (${tool.effect}, toolset ${tool.toolset}).`,
    tool.description,
    privilegesText(tool.name),
  ].join("\n\n");
  return rows.length === 0
    ? head
    : `${head}\n\n${markdownTable(["Argument", "Type", "Default", "Meaning"], rows)}`;
}

function describePrompt(prompt: Prompt): string {
  const rows = prompt.arguments.map(({ name, isRequired, description, complete }) => [
    `\`${name}\``,
    isRequired ? "required" : "-",
    complete === undefined ? "no" : "yes",
    description,
  ]);
  return [
    `## \`${prompt.name}\``,
    `${prompt.title}. ${prompt.description}`,
    `Needs: ${prompt.needs.map((name) => `\`${name}\``).join(", ")}.`,
    markdownTable(["Argument", "Default", "Completed", "Meaning"], rows),
  ].join("\n\n");
}

/** What the account needs for a tool, beside reading. */
function privilegesText(name: string): string {
  const { vcenter = [], esxi = [] } = TOOLS.find((tool) => tool.name === name)?.privileges ?? {};
  const list = (ids: readonly string[]) =>
    ids.filter((id) => id !== "System.Read").map((id) => `\`${id}\``).join(", ") || "none but reading";
  return list(vcenter) === list(esxi)
    ? `Privileges: ${list(vcenter)}.`
    : `Privileges on vCenter Server: ${list(vcenter)}; on ESXi: ${list(esxi)}.`;
}

function typeOf(property: unknown): string {
  const values = fieldOf(property, "enum");
  if (Array.isArray(values)) return values.map((value) => `\`${value}\``).join(", ");
  const type = textOf(property, "type");
  return type === "array" ? `list of ${typeOf(fieldOf(property, "items"))}` : type;
}

function textOf(property: unknown, field: string): string {
  const value = fieldOf(property, field);
  return value === undefined ? "" : String(value);
}

function fieldOf(property: unknown, field: string): unknown {
  return typeof property === "object" && property !== null ? Reflect.get(property, field) : undefined;
}

/** The first sentence of a description. */
export function firstSentence(text: string): string {
  return text.split(/(?<=\.) /, 1)[0] ?? text;
}
