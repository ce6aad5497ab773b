import fc from "fast-check";
import { SECRET } from "./campaign.ts";
import { hostileText, hostileValue } from "./hostile.ts";

/** The newest revision of the protocol, which every request names. */
export const MODERN = "2026-07-28";

const VERSIONS = [MODERN, "2025-11-25", "2024-11-05", "1999-01-01", ""] as const;
const MODERN_META = {
  "io.modelcontextprotocol/protocolVersion": MODERN,
  "io.modelcontextprotocol/clientCapabilities": {},
  "io.modelcontextprotocol/clientInfo": { name: "fuzz", version: "1.0.0" },
};

/** A message that opens a session of the older revisions. */
export const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "fuzz", version: "1.0.0" } },
};

/** Methods with parameters that are right for them. */
const REQUESTS: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ["initialize", INITIALIZE.params],
  ["ping", {}],
  ["server/discover", {}],
  ["tools/list", {}],
  ["tools/list", { cursor: "1" }],
  ["tools/call", { name: "get_vm", arguments: { name: "web-02" } }],
  ["tools/call", { name: "list_hosts", arguments: { limit: 1 } }],
  ["tools/call", { name: "nobody" }],
  ["resources/list", {}],
  ["resources/templates/list", {}],
  ["resources/read", { uri: "vm://web-02" }],
  ["resources/read", { uri: "vm://%zz" }],
  ["resources/read", { uri: "file:///etc/passwd" }],
  ["resources/subscribe", { uri: "vm://web-02" }],
  ["resources/unsubscribe", { uri: "vm://web-02" }],
  ["completion/complete", {
    ref: { type: "ref/resource", uri: "vm://{vm_name}" },
    argument: { name: "vm_name", value: "w" },
  }],
  ["subscriptions/listen", { notifications: { resourceSubscriptions: ["vm://web-02"] } }],
  ["logging/setLevel", { level: "debug" }],
  ["prompts/list", {}],
  ["tasks/get", { taskId: "x" }],
  ["no/such/method", {}],
  ["notifications/initialized", {}],
  ["notifications/cancelled", { requestId: 2 }],
  ["notifications/progress", { progressToken: 1, progress: 1 }],
  ["notifications/roots/list_changed", {}],
];

const request = fc.constantFrom(...REQUESTS);
const id = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 1e6 }) },
  { weight: 1, arbitrary: hostileValue() },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

const proper = fc.record({ id: fc.integer({ min: 0, max: 1e6 }), request, isModern: fc.boolean() })
  .map(({ id, request: [method, params], isModern }) => ({
    jsonrpc: "2.0",
    ...(method.startsWith("notifications/") ? {} : { id }),
    method,
    params: isModern ? { ...params, _meta: MODERN_META } : params,
  }));

const meta = fc.oneof(
  fc.constant(MODERN_META),
  fc.record({
    "io.modelcontextprotocol/protocolVersion": fc.oneof(fc.constantFrom(...VERSIONS), hostileValue()),
    "io.modelcontextprotocol/clientCapabilities": hostileValue(),
    progressToken: hostileValue(),
  }, { requiredKeys: [] }),
  hostileValue(),
);

/** Right in most of its parts. */
const bent = fc.record({
  version: fc.oneof({ weight: 5, arbitrary: fc.constant("2.0") }, { weight: 1, arbitrary: hostileValue() }),
  id,
  request,
  method: fc.option(fc.oneof(hostileText(), hostileValue()), { freq: 4, nil: undefined }),
  key: fc.constantFrom(
    "name",
    "arguments",
    "uri",
    "cursor",
    "ref",
    "argument",
    "capabilities",
    "notifications",
  ),
  value: hostileValue(),
  params: fc.option(hostileValue(), { freq: 5, nil: undefined }),
  meta: fc.option(meta, { freq: 2, nil: undefined }),
  more: fc.option(fc.dictionary(hostileText(), hostileValue(), { maxKeys: 2 }), { freq: 3, nil: undefined }),
}).map(({ version, id, request: [method, own], key, value, params, meta, more, method: other }) => ({
  jsonrpc: version,
  ...(id === undefined ? {} : { id }),
  method: other ?? method,
  params: params ?? { ...own, [key]: value, ...(meta === undefined ? {} : { _meta: meta }) },
  ...more,
}));

const answers = fc.record({ id, result: hostileValue(), error: hostileValue() }, { requiredKeys: ["id"] })
  .map((answer) => ({ jsonrpc: "2.0", ...answer }));

/** Envelopes: right, bent, answers that nobody asked for, several at once, and anything. */
export function envelopes(): fc.Arbitrary<unknown> {
  const one = fc.oneof(
    { weight: 4, arbitrary: proper },
    { weight: 8, arbitrary: bent },
    { weight: 1, arbitrary: answers },
  );
  return fc.oneof(
    { weight: 12, arbitrary: one },
    { weight: 1, arbitrary: fc.array(one, { maxLength: 4 }) },
    { weight: 1, arbitrary: hostileValue() },
  );
}

/** What callers send comes back to them, as an id has to: where that is so, the secret is the server's own. */
export function withoutSecret(text: string): string {
  return text.replaceAll(SECRET, "x");
}

/** Headers of a POST to the endpoint: those that the revision wants, or some of them, or others. */
export function headersFor(body: unknown): fc.Arbitrary<Readonly<Record<string, string>>> {
  const { method, name, isModern } = called(body);
  const modern = {
    "mcp-protocol-version": MODERN,
    "mcp-method": method,
    ...(name === undefined ? {} : { "mcp-name": name }),
  };
  const own = isModern ? modern : {};
  return fc.tuple(
    mostly("application/json", ["application/json; charset=utf-8", "text/plain", "", "*/*"]),
    mostly("application/json, text/event-stream", ["application/json", "text/html", "*/*", ""]),
    fc.oneof(
      { weight: 15, arbitrary: fc.constant(own) },
      { weight: 1, arbitrary: fc.constantFrom(modern, {}) },
      {
        weight: 1,
        arbitrary: fc.constantFrom(...VERSIONS).map((version) => ({ "mcp-protocol-version": version })),
      },
      { weight: 1, arbitrary: visible().map((text) => ({ ...modern, "mcp-method": text })) },
      { weight: 1, arbitrary: visible().map((text) => ({ ...modern, "mcp-name": text })) },
      { weight: 1, arbitrary: visible().map((text) => ({ ...own, "last-event-id": text })) },
    ),
  ).map(([type, accept, more]) => ({ "content-type": type, accept, ...more }));
}

function mostly(right: string, others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 15, arbitrary: fc.constant(right) }, {
    weight: 1,
    arbitrary: fc.constantFrom(...others),
  });
}

interface Called {
  readonly method: string;
  readonly name?: string;
  readonly isModern: boolean;
}

function called(body: unknown): Called {
  if (typeof body !== "object" || body === null || !("method" in body)) {
    return { method: "ping", isModern: false };
  }
  const method = headerText(body.method);
  if (!("params" in body) || typeof body.params !== "object" || body.params === null) {
    return { method, isModern: false };
  }
  const isModern = "_meta" in body.params;
  if ("name" in body.params) return { method, isModern, name: headerText(body.params.name) };
  return "uri" in body.params
    ? { method, isModern, name: headerText(body.params.uri) }
    : { method, isModern };
}

function visible(): fc.Arbitrary<string> {
  return hostileText().map(headerText);
}

/** What a header can carry of a value. */
function headerText(value: unknown): string {
  const text = typeof value === "string" ? value : typeof value;
  return withoutSecret(text).replace(/[^\x21-\x7e]/g, "").slice(0, 500);
}
