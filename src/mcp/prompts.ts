import { closest } from "../closest.ts";
import {
  type CompleteResult,
  type GetPromptResult,
  type ListPromptsResult,
  ProtocolError,
  ProtocolErrorCode,
} from "../deps/mcp_server.ts";
import { messageOfPrompt } from "../prompts/message.ts";
import { attempt, completionOf } from "./attempt.ts";
import { cleanString } from "./clean.ts";
import type { ListedPrompt, Listing } from "./listing.ts";
import type { Service } from "./service.ts";

/** What a user types is short; more is a document that somebody wants to pass as an argument. */
const MAX_ARGUMENT = 1000;

/** `prompts/list`. */
export function listPrompts({ prompts }: Listing): ListPromptsResult {
  return {
    prompts: prompts.map(({ name, title, description, arguments: all }) => ({
      name,
      title,
      description,
      arguments: all.map(({ name, description, isRequired }) => ({
        name,
        description,
        required: isRequired,
      })),
    })),
  };
}

/** `prompts/get`. */
export async function getPrompt(
  service: Service,
  { name, given, signal }: {
    readonly name: string;
    readonly given: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
): Promise<GetPromptResult> {
  const listed = listedPrompt(service, name);
  const values = checkedArguments(listed, given);
  const offered = new Set(service.tools.map((tool) => tool.name));
  const text = await attempt(
    async () => messageOfPrompt(await loadPrompt(service, listed), { given: values, offered }),
    { action: `get prompt "${name}"`, signal },
  );
  return { description: listed.description, messages: [{ role: "user", content: { type: "text", text } }] };
}

/** `completion/complete` for an argument of a prompt. */
export async function completePrompt(
  service: Service,
  { name, argument, signal }: {
    readonly name: string;
    readonly argument: { readonly name: string; readonly value: string };
    readonly signal: AbortSignal;
  },
): Promise<CompleteResult> {
  const listed = listedPrompt(service, name);
  const values = await attempt(
    async () => {
      const prompt = await loadPrompt(service, listed);
      const { complete } = prompt.arguments.find((known) => known.name === argument.name) ?? {};
      if (complete === undefined) return [];
      const { vsphere } = await service.load();
      return await complete(argument.value, { vsphere, signal });
    },
    { action: `complete "${argument.value}"`, signal },
  );
  return completionOf(values);
}

function listedPrompt({ prompts }: Listing, name: string): ListedPrompt {
  const listed = prompts.find((prompt) => prompt.name === name);
  if (listed !== undefined) return listed;
  const guess = closest(name, prompts.map((prompt) => prompt.name));
  const next = guess === undefined ? "prompts/list shows what is offered" : `closest: "${guess}"`;
  throw invalid(`Cannot get prompt "${cleanString(name)}": no prompt of this name is offered; ${next}`);
}

async function loadPrompt({ load }: Service, { name }: ListedPrompt) {
  const prompt = (await load()).prompts.find((candidate) => candidate.name === name);
  if (prompt === undefined) throw new Error(`Prompt "${name}" is listed and does not exist`);
  return prompt;
}

/** The arguments in the prompt's order, cleaned, without those that say nothing; throws all that is wrong at once. */
function checkedArguments(
  { name, arguments: known }: ListedPrompt,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const values = known.flatMap((argument) => {
    const value = Object.hasOwn(given, argument.name) ? cleanString(given[argument.name] ?? "").trim() : "";
    return value === "" ? [] : [[argument.name, value] as const];
  });
  const names = known.map((argument) => argument.name);
  const problems = [
    ...Object.keys(given).filter((key) => !names.includes(key))
      .map((key) => `${cleanString(key)}: no argument has this name; it takes ${names.join(", ")}`),
    ...known.filter((argument) => argument.isRequired && !values.some(([key]) => key === argument.name))
      .map((argument) => `${argument.name}: is required and missing`),
    ...values.filter(([, value]) => value.length > MAX_ARGUMENT)
      .map(([key]) => `${key}: has more than ${MAX_ARGUMENT} characters`),
  ];
  if (problems.length === 0) return Object.fromEntries(values);
  const head = `Cannot get prompt "${name}": the arguments do not fit; mend these and ask again`;
  throw invalid([head, ...problems].join("\n"));
}

function invalid(text: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, text);
}
