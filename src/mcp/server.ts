import {
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
  type Tool as McpTool,
} from "../deps/mcp_server.ts";
import { messageOf } from "../errors.ts";
import { type TraceCarrier, traceIn } from "../instruments.ts";
import { log } from "../log.ts";
import type { Progress } from "../tools/tool.ts";
import { NAME, VERSION } from "../version.ts";
import { abridged } from "./abridge.ts";
import { answerOf, askHuman, askThrough } from "./asking.ts";
import { attempt } from "./attempt.ts";
import { callTool } from "./call.ts";
import type { Caller } from "./caller.ts";
import { clientFacts } from "./client_facts.ts";
import type { ListedTool } from "./listing.ts";
import { instructionsOf } from "./instructions.ts";
import { completePrompt, getPrompt, listPrompts } from "./prompts.ts";
import { completeVariable, listResources, listTemplates, matchResource, readResource } from "./resources.ts";
import { failureFacts, toToolResult } from "./result.ts";
import type { Service } from "./service.ts";
import { serviceFor } from "./service_for.ts";
import { StrictServer } from "./strict_server.ts";
import { MAX_SUBSCRIPTIONS, type ResourceWatcher } from "./subscriptions.ts";

/** The lists that do not depend on the target change only with a restart. */
const STATIC_LIST = { ttlMs: 300_000, cacheScope: "private" } as const;

/** What the servers of one transport share. */
export interface ServerParts {
  readonly service: Service;
  readonly watcher: ResourceWatcher;
  /** Aborted when running calls have to be answered now because the process ends. */
  readonly shutdown: AbortSignal;
}

/** What is offered to whom. */
interface Audience {
  readonly service: Service;
  readonly caller: Caller;
}

/** A function that makes one MCP server per connection or request; cheap, since schemas are converted once. */
export function createServerFactory(
  { service: whole, watcher, shutdown }: ServerParts,
): (caller: Caller) => Server {
  return (caller) => {
    const service = serviceFor(whole, caller);
    const server = new StrictServer({ name: NAME, title: "ESXi MCP Server", version: VERSION }, {
      instructions: instructionsOf(service),
      capabilities: { tools: {}, resources: { subscribe: true }, prompts: {}, completions: {} },
      cacheHints: {
        "tools/list": STATIC_LIST,
        "resources/templates/list": STATIC_LIST,
        "prompts/list": STATIC_LIST,
        "server/discover": STATIC_LIST,
      },
    });
    server.onerror = (error) => log.debug("protocol error", { error: messageOf(error) });
    addTools(server, { service, caller, shutdown });
    addResources(server, { service, caller });
    addPrompts(server, { service, caller });
    addSubscriptions(server, { service, watcher, caller });
    return server;
  };
}

function addTools(
  server: Server,
  { service, caller, shutdown }: {
    readonly service: Service;
    readonly caller: Caller;
    readonly shutdown: AbortSignal;
  },
): void {
  server.setRequestHandler("tools/list", () => {
    service.onListed?.();
    return { tools: service.tools.map(toMcpTool) };
  });
  server.setRequestHandler("tools/call", async ({ params }, context) => {
    const { client, canAsk, asksItself } = clientFacts(server, context);
    const signal = AbortSignal.any([context.mcpReq.signal, shutdown]);
    const call = {
      name: params.name,
      args: params.arguments ?? {},
      signal,
      progress: progressReporter(context),
      caller,
      client,
      canAsk,
      trace: traceOf(context),
    };
    let outcome = await callTool(service, { ...call, answer: answerOf(context) });
    // When the object has changed meanwhile, there is another plan to ask for.
    while (canAsk && outcome.status === "failed" && outcome.kind === "confirmation_required") {
      if (asksItself) return askHuman(outcome);
      outcome = await callTool(service, {
        ...call,
        answer: await askThrough(server, outcome, { ...context, signal }),
      });
    }
    if (outcome.status === "failed" && outcome.kind === "unknown_tool") {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, outcome.message, failureFacts(outcome));
    }
    return toToolResult(outcome);
  });
}

/** What the client says in the message comes before what stands in the HTTP request, which a proxy may have written. */
function traceOf({ mcpReq: { _meta: meta = {} }, http }: ServerContext): TraceCarrier | undefined {
  return "traceparent" in meta
    ? { traceparent: meta.traceparent, tracestate: meta.tracestate }
    : traceIn(http?.req?.headers);
}

/** The entry of a tool in `tools/list`. */
export function toMcpTool(
  { name, title, description, effect, isIdempotent, input, output }: ListedTool,
): McpTool {
  return {
    name,
    title,
    description,
    inputSchema: input,
    outputSchema: abridged(output),
    annotations: {
      readOnlyHint: effect === "read",
      destructiveHint: effect === "destroy",
      idempotentHint: isIdempotent,
      // The operator's vSphere is a closed world, unlike the web.
      openWorldHint: false,
    },
  };
}

function addResources(server: Server, { service, caller }: Audience): void {
  server.setRequestHandler(
    "resources/list",
    ({ params }, { mcpReq: { signal } }) =>
      inPlace(
        { service, caller },
        { action: "list resources", signal },
        () => listResources(service, { cursor: params?.cursor, signal }),
      ),
  );
  server.setRequestHandler("resources/templates/list", () => listTemplates(service));
  server.setRequestHandler(
    "resources/read",
    ({ params: { uri } }, { mcpReq: { signal } }) =>
      inPlace(
        { service, caller },
        { action: `read resource "${uri}"`, signal },
        () => readResource(service, uri, signal),
      ),
  );
  server.setRequestHandler(
    "completion/complete",
    ({ params: { ref, argument } }, { mcpReq: { signal } }) =>
      inPlace(
        { service, caller },
        { action: "complete the argument", signal },
        () =>
          ref.type === "ref/prompt"
            ? completePrompt(service, { name: ref.name, argument, signal })
            : completeVariable(service, { uri: ref.uri, argument, signal }),
      ),
  );
}

function addPrompts(server: Server, { service, caller }: Audience): void {
  server.setRequestHandler("prompts/list", () => listPrompts(service));
  server.setRequestHandler(
    "prompts/get",
    ({ params: { name, arguments: given = {} } }, { mcpReq: { signal } }) =>
      inPlace(
        { service, caller },
        { action: `get prompt "${name}"`, signal },
        () => getPrompt(service, { name, given, signal }),
      ),
  );
}

/** The same work is behind these as behind calls of tools, and the same places bound it. */
async function inPlace<T>(
  { service, caller }: Audience,
  at: { readonly action: string; readonly signal: AbortSignal },
  run: () => Promise<T>,
): Promise<T> {
  const { safeguards: { places } } = await service.load();
  using _place = await attempt(() => places.enter(caller.name, at), at);
  return await run();
}

/** The older eras subscribe on the connection; since 2026-07-28 the transport serves `subscriptions/listen`. */
function addSubscriptions(
  server: Server,
  { service, watcher, caller }: Omit<ServerParts, "shutdown"> & { readonly caller: Caller },
): void {
  const stops = new Map<string, () => void>();
  server.setRequestHandler("resources/subscribe", async ({ params: { uri } }) => {
    if (stops.has(uri)) return {};
    matchResource(service, uri);
    if (stops.size >= MAX_SUBSCRIPTIONS) {
      const text =
        `Cannot subscribe to "${uri}": ${MAX_SUBSCRIPTIONS} subscriptions are open; unsubscribe from one`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, text);
    }
    stops.set(
      uri,
      watcher.watch(uri, caller.name, () => {
        server.sendResourceUpdated({ uri }).catch(ignoreClosed);
      }),
    );
    await watcher.ready([uri]);
    return {};
  });
  server.setRequestHandler("resources/unsubscribe", ({ params: { uri } }) => {
    stops.get(uri)?.();
    stops.delete(uri);
    return {};
  });
  server.onclose = () => stops.forEach((stop) => stop());
}

/** Reports progress under the caller's token, always rising as the protocol demands. */
function progressReporter({ mcpReq }: ServerContext): (update: Progress) => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let last = -1;
  return ({ percent = last, message }) => {
    const next = percent > last ? Math.min(percent, 100) : last + (100 - last) / 1000;
    if (next <= last) return;
    last = Math.max(next, 0);
    const params = { progressToken, progress: last, total: 100, message };
    mcpReq.notify({ method: "notifications/progress", params }).catch(ignoreClosed);
  };
}

function ignoreClosed(error: unknown): void {
  log.debug("notification not delivered", { error: messageOf(error) });
}
