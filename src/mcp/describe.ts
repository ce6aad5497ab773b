import type { Tool as McpTool } from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import type { Tool } from "../tools/tool.ts";

const ObjectSchema = z.looseObject({
  type: z.literal("object"),
  properties: z.record(z.string(), z.json()),
  required: z.array(z.string()).optional(),
});

/** JSON Schema 2020-12 of an object. */
export type ObjectSchema = z.output<typeof ObjectSchema>;

/** A tool's schemas as clients see them. */
export interface ToolSchemas {
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
}

const known = new WeakMap<Tool, ToolSchemas>();

/** The JSON schemas of a tool, converted once. */
export function schemasOf(tool: Tool): ToolSchemas {
  const schemas = known.get(tool) ?? {
    input: { ...toJsonSchema(tool.input, "input"), additionalProperties: false },
    output: toJsonSchema(tool.output, "output"),
  };
  known.set(tool, schemas);
  return schemas;
}

/** The entry of a tool in `tools/list`. */
export function describeTool(tool: Tool): McpTool {
  const { name, title, description, effect, isIdempotent } = tool;
  const { input, output } = schemasOf(tool);
  return {
    name,
    title,
    description,
    inputSchema: input,
    outputSchema: output,
    annotations: {
      readOnlyHint: effect === "read",
      destructiveHint: effect === "destroy",
      idempotentHint: isIdempotent,
      // The operator's vSphere is a closed world, unlike the web.
      openWorldHint: false,
    },
  };
}

function toJsonSchema(schema: z.ZodObject, io: "input" | "output"): ObjectSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => tidy(jsonSchema),
  });
  return ObjectSchema.parse(json);
}

/** Takes out what costs a model tokens or makes a client refuse an answer after the tool has done its work. */
function tidy(schema: Record<string, unknown>): void {
  const { additionalProperties: others } = schema;
  const hasOtherTypes = typeof others === "object" && others !== null && Object.keys(others).length > 0;
  if (!hasOtherTypes) delete schema.additionalProperties;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
}
