import * as z from "../deps/zod.ts";
import type { Prompt } from "../prompts/prompt.ts";
import type { ResourceTemplate } from "../resources/resource.ts";
import type { Effect, Tool } from "../tools/tool.ts";
import { CONFIRMATION } from "./arguments.ts";
import type { ListedPrompt, ListedResource, ListedTool } from "./listing.ts";
import { ObjectJson, type ObjectSchema } from "./object_schema.ts";

/** A tool as it is listed. */
export function listTool(
  { name, title, description, effect, isIdempotent, input, output }: Tool,
  toolset: string,
): ListedTool {
  return {
    name,
    toolset,
    title,
    description,
    effect,
    isIdempotent,
    input: { ...withConfirmation(toJsonSchema(input, "input"), effect), additionalProperties: false },
    output: toJsonSchema(output, "output"),
  };
}

/** The token is an argument of every tool that destroys, and none of the tool's own. */
function withConfirmation(schema: ObjectSchema, effect: Effect): ObjectSchema {
  if (effect !== "destroy") return schema;
  const confirmation = { type: "string", description: "Token of the plan, once the user has agreed to it" };
  return { ...schema, properties: { ...schema.properties, [CONFIRMATION]: confirmation } };
}

/** A family of resources as it is listed. */
export function listResource(
  { name, toolset, title, description, uriTemplate, variable }: ResourceTemplate,
): ListedResource {
  return { name, toolset, title, description, uriTemplate, variable };
}

/** A prompt as it is listed. */
export function listPrompt(
  { name, title, description, arguments: all, needs }: Prompt,
): ListedPrompt {
  return {
    name,
    title,
    description,
    arguments: all.map(({ name, description, isRequired }) => ({ name, description, isRequired })),
    needs,
  };
}

function toJsonSchema(schema: z.ZodObject, io: "input" | "output"): ObjectSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => tidy(jsonSchema),
  });
  return ObjectJson.parse(json);
}

/** Takes out what costs a model tokens or makes a client refuse an answer after the tool has done its work. */
function tidy(schema: Record<string, unknown>): void {
  const { additionalProperties: others } = schema;
  const hasOtherTypes = typeof others === "object" && others !== null && Object.keys(others).length > 0;
  if (!hasOtherTypes) delete schema.additionalProperties;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  // The server says so when a text is empty or endless.
  delete schema.minLength;
  delete schema.maxLength;
  // Gemini refuses all tools of a request for one keyword that it does not know; descriptions say it in words.
  delete schema.multipleOf;
}
