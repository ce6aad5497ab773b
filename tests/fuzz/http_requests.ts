import fc from "fast-check";
import { SECRET } from "./campaign.ts";
import { envelopes, withoutSecret } from "./envelopes.ts";
import { hostileText, hostileValue } from "./hostile.ts";

/** A request as bytes, and what to expect of it. */
export interface RawRequest {
  readonly bytes: Uint8Array;
  readonly method: string;
  /** Its end comes before what it has promised. */
  readonly isCut: boolean;
}

/** Sent by those who may call. */
export const KEY = "fuzz-key-0123456789";

const METHODS = ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "PROPFIND", "get", "X"] as const;
const PATHS = [
  "/message",
  "/healthz",
  "/openapi.json",
  "/api/tools",
  "/api/tools/get_vm",
  "/api/tools/list_vms",
  "/api/tools/nobody",
  "/api/vms",
  "/api/vms/web-02",
  "/api/vms/web-02/stats",
  "/api/hosts",
  "/api/datastores",
  "/api/networks",
  "/api/inventory",
  "/api/find",
  "/",
  "/nowhere",
  "*",
  "http://127.0.0.1/api/vms",
] as const;
const PARAMETERS = ["name", "limit", "fields", "query", "depth", "cursor", "template", "__proto__"] as const;

const query = fc.array(fc.tuple(fc.constantFrom(...PARAMETERS), hostileText()), { maxLength: 3 })
  .map((pairs) => pairs.map(([key, value]) => `${key}=${encoded(value)}`).join("&"));

const target = fc.tuple(
  fc.constantFrom(...PATHS),
  fc.option(hostileText(), { freq: 4, nil: undefined }),
  fc.option(query, { nil: undefined }),
  fc.boolean(),
).map(([path, more, query, isEncoded]) => {
  const tail = more === undefined ? "" : `/${isEncoded ? encoded(more) : inTarget(more)}`;
  return `${path}${tail}${query === undefined ? "" : `?${query}`}`.slice(0, 60_000);
});

const headers = fc.record({
  host: mostly("127.0.0.1", ["localhost", "evil.example", "", "[", "127.0.0.1:99999", "a b"]),
  key: mostly(`authorization: Bearer ${KEY}`, [
    `x-api-key: ${KEY}`,
    "authorization: Bearer wrong",
    `authorization: Bearer ${SECRET}`,
    "authorization:",
    "authorization: Basic !!!",
  ]),
  type: mostly("application/json", [
    "text/plain",
    "",
    "application/json; charset=utf-16",
    "multipart/form-data",
  ]),
  more: fc.array(
    fc.tuple(
      fc.constantFrom(
        "origin",
        "accept",
        "x-forwarded-for",
        "cookie",
        "mcp-session-id",
        "mcp-protocol-version",
        "accept-encoding",
        "x-" + "y".repeat(200),
        "range",
        "if-none-match",
      ),
      hostileText().map(inHeader),
    ),
    { maxLength: 3 },
  ),
});

const body = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ name: hostileText(), limit: hostileValue() }).map((args) => JSON.stringify(args)),
  },
  { weight: 4, arbitrary: envelopes().map((envelope) => JSON.stringify(envelope)).filter(isAnsweredAtOnce) },
  { weight: 2, arbitrary: hostileValue().map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: hostileText() },
  {
    weight: 1,
    arbitrary: fc.constantFrom("", "{", "[".repeat(50_000), '{"a":'.repeat(50_000), '{"name":"\ud800"}'),
  },
);

/** How the length of the body is told, rightly or not. */
const frame = fc.oneof(
  { weight: 12, arbitrary: fc.constant("length") },
  { weight: 2, arbitrary: fc.constantFrom("chunked", "none") },
  { weight: 1, arbitrary: fc.constantFrom("short", "long", "negative", "both", "bad chunk", "huge") },
);

/** Requests: most are whole and a few break the rules of HTTP itself. */
export function requests(): fc.Arbitrary<RawRequest> {
  const method = fc.oneof(
    { weight: 3, arbitrary: fc.constant("GET") },
    { weight: 4, arbitrary: fc.constant("POST") },
    { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
  );
  return fc.record({ method, target, headers, body, frame }).map(
    ({ method, target, headers: { host, key, type, more }, body, frame }) => {
      const text = withoutSecret(body);
      const { lines, payload, isCut } = framed(frame, text);
      const head = [
        `${method} ${withoutSecret(target)} HTTP/1.1`,
        `host: ${host}`,
        key,
        `content-type: ${type}`,
        "accept: application/json, text/event-stream",
        ...more.map(([name, value]) => `${name}: ${withoutSecret(value)}`),
        ...lines,
      ];
      return { bytes: latin1(`${head.join("\r\n")}\r\n\r\n`, payload), method, isCut };
    },
  );
}

interface Framed {
  readonly lines: readonly string[];
  readonly payload: Uint8Array;
  readonly isCut: boolean;
}

function framed(frame: string, text: string): Framed {
  const payload = new TextEncoder().encode(text);
  const { length } = payload;
  const none = new Uint8Array();
  const chunks = new TextEncoder().encode(`${length.toString(16)}\r\n${text}\r\n0\r\n\r\n`);
  switch (frame) {
    case "chunked":
      return {
        lines: ["transfer-encoding: chunked"],
        payload: length === 0 ? chunks.subarray(4) : chunks,
        isCut: false,
      };
    case "none":
      return { lines: [], payload: none, isCut: false };
    case "short":
      return { lines: [`content-length: ${length >> 1}`], payload, isCut: true };
    case "long":
      return { lines: [`content-length: ${length + 100}`], payload, isCut: true };
    case "negative":
      return { lines: ["content-length: -1"], payload, isCut: true };
    case "both":
      return { lines: [`content-length: ${length}`, "transfer-encoding: chunked"], payload, isCut: true };
    case "bad chunk":
      return {
        lines: ["transfer-encoding: chunked"],
        payload: chunks.map((byte) => byte === 13 ? 0 : byte),
        isCut: true,
      };
    case "huge":
      return { lines: ["content-length: 5000000"], payload, isCut: true };
    default:
      return { lines: [`content-length: ${length}`], payload, isCut: false };
  }
}

function mostly(right: string, others: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof({ weight: 12, arbitrary: fc.constant(right) }, {
    weight: 1,
    arbitrary: fc.constantFrom(...others),
  });
}

/** A stream of news has no end that one could wait for. */
function isAnsweredAtOnce(envelope: string): boolean {
  return !envelope.includes("subscriptions/listen");
}

function encoded(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** What may stand in the first line of a request, however strange. */
function inTarget(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "");
}

function inHeader(text: string): string {
  return text.replace(/[\r\n]/g, "").replaceAll("\0", "").slice(0, 8000);
}

function latin1(head: string, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + payload.length);
  for (let at = 0; at < head.length; at++) bytes[at] = head.charCodeAt(at) & 0xff;
  bytes.set(payload, head.length);
  return bytes;
}
