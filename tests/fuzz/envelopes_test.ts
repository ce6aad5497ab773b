import { ADMIN } from "../support/callers.ts";
import assert from "node:assert/strict";
import fc from "fast-check";
import { createMessageEndpoint, type MessageEndpoint } from "../../src/transports/message.ts";
import { assertNoSecret, run } from "./campaign.ts";
import { envelopes, headersFor, INITIALIZE, withoutSecret } from "./envelopes.ts";
import { openThrowAway } from "./throw_away.ts";

const URL_OF_NOBODY = "http://127.0.0.1/message";

/** One POST to the endpoint. */
const posts = envelopes().chain((body) =>
  fc.record({ body: fc.constant(body), headers: headersFor(body), isInSession: fc.boolean() })
);

Deno.test("the message endpoint answers any envelope, and never that the server is at fault", async () => {
  await using target = openThrowAway("vcenter");
  const shutdown = new AbortController();
  const endpoint = createMessageEndpoint(target.service, { sessions: undefined, shutdown: shutdown.signal });
  const session = await openSession(endpoint);
  const statuses = new Set<number>();
  await run({
    subject: "envelopes",
    share: 0.7,
    values: posts,
    async check({ body, headers, isInSession }) {
      const own = isInSession ? { ...headers, "mcp-session-id": session } : headers;
      const { status, text } = await post(endpoint, {
        text: withoutSecret(JSON.stringify(body)),
        headers: own,
      });
      statuses.add(status);
      assert.ok(status < 500, `${status}: ${text}`);
      assert.doesNotMatch(text, /internal error|"code":-32603/i);
      assertNoSecret(text);
    },
  });
  for (const status of [200, 202, 400]) assert.ok(statuses.has(status), `never ${status}`);
  await endpoint.close();
});

async function openSession(endpoint: MessageEndpoint): Promise<string> {
  const response = await endpoint.fetch({
    request: new Request(URL_OF_NOBODY, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    }),
    text: JSON.stringify(INITIALIZE),
    caller: ADMIN,
    completed: new Promise(() => {}),
  });
  await response.text();
  return response.headers.get("mcp-session-id") ?? "";
}

/** Reads the answer to its end, or what has come of it by the time that a call would have ended. */
async function post(
  endpoint: MessageEndpoint,
  { text, headers }: { readonly text: string; readonly headers: Readonly<Record<string, string>> },
): Promise<{ readonly status: number; readonly text: string }> {
  const gone = new AbortController();
  const completed = Promise.withResolvers<void>();
  const request = new Request(URL_OF_NOBODY, { method: "POST", headers, signal: gone.signal });
  const response = await endpoint.fetch({ request, text, caller: ADMIN, completed: completed.promise });
  const read = await readStart(response);
  gone.abort();
  completed.resolve();
  return { status: response.status, text: read };
}

const STREAM_MS = 250;

async function readStart(response: Response): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeUp = new Promise<{ done: true; value?: undefined }>((resolve) => {
    timer = setTimeout(() => resolve({ done: true }), STREAM_MS);
  });
  while (true) {
    const { done, value } = await Promise.race([reader.read(), timeUp]);
    if (done) break;
    text += value;
    // A subscription goes on for good once it is acknowledged.
    if (text.includes("notifications/subscriptions/acknowledged")) break;
  }
  clearTimeout(timer);
  await reader.cancel().catch(() => {});
  return text;
}
