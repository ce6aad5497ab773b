import { isJsonContentType } from "../deps/mcp_server.ts";
import { callTool } from "../mcp/call.ts";
import type { Caller } from "../mcp/caller.ts";
import type { ListedTool } from "../mcp/listing.ts";
import { decodePercent } from "../mcp/percent.ts";
import type { Service } from "../mcp/service.ts";
import { serviceFor } from "../mcp/service_for.ts";
import { readTextArguments } from "../mcp/text_arguments.ts";
import type { ToolCall } from "../mcp/tool_call.ts";
import { openApi } from "./openapi.ts";
import { json, problem, problemOf } from "./problem.ts";
import { viewsOf } from "./rest_views.ts";

/** A request whose body has been read. */
export interface RestRequest {
  readonly request: Request;
  readonly text: string;
  readonly caller: Caller;
  /** The trace of the client that this request belongs to. */
  readonly trace: ToolCall["trace"];
  /** Aborted when the client is gone or the server shuts down. */
  readonly signal: AbortSignal;
}

type PathParameters = Readonly<Record<string, string>>;

interface Route {
  readonly method: "GET" | "POST";
  /** With parameters in braces. */
  readonly path: string;
  readonly pattern: RegExp;
  readonly answer: (incoming: RestRequest, parameters: PathParameters) => Response | Promise<Response>;
}

/** The plain HTTP interface, made from the tools that the caller sees. */
export function createRest(
  service: Service,
  { hasKey }: { readonly hasKey: boolean },
): (incoming: RestRequest) => Promise<Response> {
  const known = new WeakMap<Service, readonly Route[]>();
  return async (incoming) => {
    const scope = serviceFor(service, incoming.caller);
    const routes = known.get(scope) ?? routesOf(scope, hasKey);
    known.set(scope, routes);
    const { pathname } = new URL(incoming.request.url);
    const here = routes.flatMap((route) => {
      const match = route.pattern.exec(pathname);
      return match === null ? [] : [{ route, parameters: decodeAll(match.groups ?? {}) }];
    });
    if (here.length === 0) {
      return problem(404, `Cannot find "${pathname}": nothing is served there; /openapi.json lists what is`);
    }
    const found = here.find(({ route }) => route.method === incoming.request.method);
    if (found !== undefined) return await found.route.answer(incoming, found.parameters);
    const allow = here.map(({ route }) => route.method).join(", ");
    return problem(405, `Cannot ${incoming.request.method} "${pathname}": allowed here: ${allow}`, {
      headers: { allow },
    });
  };
}

function routesOf(service: Service, hasKey: boolean): readonly Route[] {
  const routes: readonly Omit<Route, "pattern">[] = [
    { method: "GET", path: "/openapi.json", answer: () => json(openApi(service, { hasKey })) },
    { method: "GET", path: "/api/tools", answer: () => json({ tools: service.tools.map(describe) }) },
    {
      method: "POST",
      path: "/api/tools/{tool}",
      answer: (incoming, { tool = "" }) => callWithBody(service, { incoming, name: tool }),
    },
    ...viewsOf(service).map(({ path, tool }): Omit<Route, "pattern"> => ({
      method: "GET",
      path,
      answer: ({ request, ...rest }, parameters) => {
        const args = { ...readTextArguments(tool, new URL(request.url).searchParams), ...parameters };
        return call(service, { name: tool.name, args, ...rest });
      },
    })),
  ];
  return routes.map((route) => ({ ...route, pattern: patternOf(route.path) }));
}

function describe(tool: ListedTool): Record<string, unknown> {
  const { name, title, description, effect, input, output } = tool;
  return { name, title, description, effect, input_schema: input, output_schema: output };
}

function callWithBody(
  service: Service,
  { incoming: { request, text, ...rest }, name }: { readonly incoming: RestRequest; readonly name: string },
): Response | Promise<Response> {
  // A mode or a name that is overlooked there would change what is done.
  if (new URL(request.url).search !== "") {
    return problem(400, "Cannot read the arguments: some stand in the query; send all as JSON in the body");
  }
  if (text.trim() === "") return call(service, { name, args: {}, ...rest });
  if (!isJsonContentType(request.headers.get("content-type"))) {
    return problem(
      415,
      "Cannot read the arguments: their type is not JSON; send Content-Type: application/json",
    );
  }
  let args: unknown;
  try {
    args = JSON.parse(text);
  } catch {
    return problem(400, "Cannot read the arguments: the body is no JSON; send one object");
  }
  return call(service, { name, args, ...rest });
}

async function call(
  service: Service,
  { name, args, caller, signal, trace }: Pick<ToolCall, "name" | "args" | "caller" | "signal" | "trace">,
): Promise<Response> {
  const outcome = await callTool(service, { name, args, caller, signal, trace });
  return outcome.status === "ok" ? json(outcome.structured) : problemOf(outcome);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}

function decodeAll(parameters: PathParameters): PathParameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, decodePercent(value)]));
}
