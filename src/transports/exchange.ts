import type { IncomingMessage, ServerResponse } from "node:http";
import { countRefusal } from "./metrics.ts";
import { problem } from "./problem.ts";

/** One request as it came in, with its body still on the wire. */
export interface Exchange {
  /** Head of the request; `signal` is aborted when the client is gone before it has the answer. */
  readonly request: Request;
  readonly body: AsyncIterable<Uint8Array>;
  /** Address of the other end of the connection. */
  readonly remoteAddress: string;
  /** Resolves when the answer has been sent or the client is gone. */
  readonly completed: Promise<void>;
}

/** The request in the words of the web platform, or the refusal of a head that makes no sense. */
export function readHead(incoming: IncomingMessage, outgoing: ServerResponse): Exchange | Response {
  const { url: target = "", rawHeaders, socket } = incoming;
  const [host, ...others] = rawHeaders.filter((_, at) =>
    rawHeaders[at - 1]?.toLowerCase() === "host" && at % 2 === 1
  );
  const url = URL.parse(`${isSecure(socket) ? "https" : "http"}://${host}${target}`);
  // Two answers to the question which host is meant are how one server is talked past another.
  if (url === null || host === undefined || others.length > 0 || !target.startsWith("/")) {
    countRefusal("malformed");
    return problem(400, "Cannot serve the request: its Host is no host name; send one that is");
  }
  const method = incoming.method ?? "GET";
  if (NO_REQUESTS.has(method)) {
    countRefusal("malformed");
    return problem(
      405,
      `Cannot ${method} "${url.pathname}": nothing here is asked that way; see /openapi.json`,
    );
  }
  const gone = new AbortController();
  const completed = new Promise<void>((resolve) => {
    outgoing.once("close", () => {
      if (!outgoing.writableFinished) gone.abort(new DOMException("The client is gone", "AbortError"));
      resolve();
    });
  });
  const request = new Request(url, {
    method,
    headers: headersOf(incoming),
    signal: gone.signal,
  });
  return { request, body: incoming, remoteAddress: socket.remoteAddress ?? "", completed };
}

/** The platform makes no request of these methods. */
const NO_REQUESTS: ReadonlySet<string> = new Set(["CONNECT", "TRACE", "TRACK"]);

/** Whether the connection is encrypted. */
export function isSecure(socket: object): boolean {
  return "encrypted" in socket;
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? "", rawHeaders[i + 1] ?? "");
  return headers;
}
