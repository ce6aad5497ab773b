import { FOREIGN } from "../foreign.ts";
import { instructionsOf } from "../mcp/instructions.ts";
import type { ListedTool } from "../mcp/listing.ts";
import type { Service } from "../mcp/service.ts";
import { NAME, VERSION } from "../version.ts";
import { type View, viewsOf } from "./rest_views.ts";

/** What OpenAPI calls an object of any kind. */
type Part = Record<string, unknown>;

/** The OpenAPI 3.1 description of the plain HTTP interface. */
export function openApi(service: Service, { hasKey }: { readonly hasKey: boolean }): Part {
  return {
    openapi: "3.1.0",
    info: { title: NAME, version: VERSION, description: `${instructionsOf(service)} ${MARKED}` },
    servers: [{ url: "/" }],
    security: hasKey ? [{ bearer: [] }, { apiKey: [] }] : [],
    paths: {
      "/api/tools": {
        get: operation({ operationId: "list_tools", summary: "List tools" }, { type: "object" }),
      },
      ...Object.fromEntries(
        service.tools.map((tool) => [`/api/tools/${tool.name}`, { post: toolOperation(tool) }]),
      ),
      ...Object.fromEntries(viewsOf(service).map((view) => [view.path, { get: viewOperation(view) }])),
    },
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer" },
        apiKey: { type: "apiKey", in: "header", name: "X-API-Key" },
      },
      schemas: { Problem: PROBLEM },
    },
  };
}

const MARKED =
  `Texts of fields with ${FOREIGN}, and those of fields that no schema names, were written by others.`;

const PROBLEM = {
  type: "object",
  description: "What went wrong, as RFC 9457 has it",
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string", description: "What went wrong and what to do next" },
    kind: { type: "string", description: "The kind of failure, such as not_found" },
    details: {
      type: "object",
      description: "Facts beside the text, such as the candidates of an ambiguous name",
    },
    error_id: { type: "string", description: "Finds an internal error in the server's log" },
  },
  required: ["type", "title", "status", "detail"],
} as const;

function toolOperation(tool: ListedTool): Part {
  const { input, output } = tool;
  const isRequired = (input.required ?? []).length > 0;
  const request = { required: isRequired, content: { "application/json": { schema: input } } };
  return { ...operation({ operationId: tool.name, ...textsOf(tool) }, output), requestBody: request };
}

function viewOperation({ path, tool }: View): Part {
  const { input, output } = tool;
  const parameters = Object.entries(input.properties).map(([name, schema]) => {
    const isInPath = path.includes(`{${name}}`);
    const isRequired = isInPath || (input.required ?? []).includes(name);
    return { name, in: isInPath ? "path" : "query", required: isRequired, schema };
  });
  const operationId = `get${path.replace(/\W+/g, "_").replace(/_$/, "")}`;
  return { ...operation({ operationId, ...textsOf(tool) }, output), parameters };
}

function textsOf({ title, description }: ListedTool): Part {
  return { summary: title, description };
}

function operation(head: Part, output: Part): Part {
  return {
    ...head,
    responses: {
      200: { description: "The answer", content: { "application/json": { schema: output } } },
      default: {
        description: "What went wrong",
        content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}
