import assert from "node:assert/strict";
import type { Caller } from "../../src/mcp/caller.ts";
import { createServerFactory } from "../../src/mcp/server.ts";
import { ResourceWatcher } from "../../src/mcp/subscriptions.ts";
import { type SessionLimits, Sessions } from "../../src/transports/sessions.ts";
import { ADMIN, READER } from "../support/callers.ts";
import { createStage } from "../support/hand_made_service.ts";

const HOUR_MS = 3_600_000;
const DONE = Promise.resolve();

Deno.test("Sessions.reap() ends sessions that were idle for long", async () => {
  await using sessions = start({ idleMs: HOUR_MS });
  await open(sessions);
  sessions.reap(performance.now() + HOUR_MS - 1000);
  assert.equal(sessions.size, 1);
  sessions.reap(performance.now() + HOUR_MS);
  assert.equal(sessions.size, 0);
});

Deno.test("Sessions.reap() keeps a session with an open stream", async () => {
  await using sessions = start({ idleMs: HOUR_MS });
  const stream = Promise.withResolvers<void>();
  await open(sessions, stream.promise);
  sessions.reap(performance.now() + 2 * HOUR_MS);
  assert.equal(sessions.size, 1);
  stream.resolve();
});

Deno.test("Sessions.fetch() makes room by ending the session that was idle longest", async () => {
  await using sessions = start({ maxSessions: 2 });
  const [first, second] = [await open(sessions), await open(sessions)];
  await ping(sessions, first);
  const third = await open(sessions);
  assert.deepEqual(await Promise.all([first, second, third].map((id) => ping(sessions, id))), [
    200,
    404,
    200,
  ]);
});

Deno.test("Sessions.fetch() answers 503 when every session is busy", async () => {
  await using sessions = start({ maxSessions: 1 });
  const stream = Promise.withResolvers<void>();
  await open(sessions, stream.promise);
  const response = await sessions.fetch(incoming(INITIALIZE));
  assert.equal(response.status, 503);
  stream.resolve();
});

Deno.test("Sessions.fetch() forgets a session that could not be opened", async () => {
  await using sessions = start();
  const request = new Request("http://localhost/message", {
    method: "POST",
    headers: { accept: "text/html" },
  });
  const response = await sessions.fetch({ request, body: INITIALIZE, caller: ADMIN, completed: DONE });
  assert.equal(response.status, 406);
  assert.equal(sessions.size, 0);
});

Deno.test("Sessions.fetch() ends the stream of a cancelled call", async () => {
  const stage = createStage();
  await using sessions = start({}, stage);
  const id = await open(sessions);
  const call = await sessions.fetch(
    incoming({ jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: "wait", arguments: {} } }, {
      id,
    }),
  );
  await stage.started;
  const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } };
  assert.equal((await sessions.fetch(incoming(cancel, { id }))).status, 202);
  assert.equal(await call.text(), "");
  assert.equal(stage.note(), "aborted");
});

Deno.test("Sessions.fetch() ends the stream of a call that its own batch cancels", async () => {
  await using sessions = start();
  const id = await open(sessions);
  const batch = [
    { jsonrpc: "2.0", id: 7, method: "tools/call", params: { name: "wait", arguments: {} } },
    { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 7 } },
  ];
  assert.equal(await (await sessions.fetch(incoming(batch, { id }))).text(), "");
});

Deno.test("Sessions.fetch() holds a burst to the limit of a key, and leaves others their sessions", async () => {
  await using sessions = start({ maxPerCaller: 3, maxSessions: 5 });
  const other = await open(sessions, DONE, READER);
  const stream = Promise.withResolvers<void>();
  const burst = await Promise.all(
    Array.from({ length: 20 }, () => sessions.fetch(incoming(INITIALIZE, { completed: stream.promise }))),
  );
  const statuses = Object.groupBy(burst, ({ status }) => status);
  assert.deepEqual([statuses[200]?.length, statuses[429]?.length], [3, 17]);
  assert.deepEqual([sessions.size, await ping(sessions, other, READER)], [4, 200]);
  for (const response of burst) await response.text();
  stream.resolve();
});

Deno.test("Sessions.fetch() hides a session from everybody but who opened it", async () => {
  await using sessions = start();
  const id = await open(sessions);
  assert.deepEqual([await ping(sessions, id), await ping(sessions, id, READER)], [200, 404]);
});

Deno.test("Sessions.fetch() hides a session from the same name in another role", async () => {
  await using sessions = start();
  const id = await open(sessions);
  assert.equal(await ping(sessions, id, { ...ADMIN, role: "read" }), 404);
});

Deno.test("Sessions.fetch() makes room for a key among its own sessions only", async () => {
  await using sessions = start({ maxPerCaller: 1 });
  const other = await open(sessions, DONE, READER);
  const first = await open(sessions);
  await open(sessions);
  assert.deepEqual([await ping(sessions, other, READER), await ping(sessions, first)], [200, 404]);
  assert.equal(sessions.size, 2);
});

Deno.test("Sessions.fetch() answers 429 when every session of a key is busy", async () => {
  await using sessions = start({ maxPerCaller: 1 });
  const stream = Promise.withResolvers<void>();
  await open(sessions, stream.promise);
  const response = await sessions.fetch(incoming(INITIALIZE));
  assert.deepEqual([response.status, response.headers.get("retry-after")], [429, "60"]);
  await open(sessions, DONE, READER);
  stream.resolve();
});

const INITIALIZE = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "test", version: "1.0.0" } },
};

function start(limits?: SessionLimits, { service } = createStage()): Sessions & AsyncDisposable {
  const shutdown = new AbortController().signal;
  const build = createServerFactory({ service, watcher: new ResourceWatcher(service), shutdown });
  const sessions = new Sessions(build, limits);
  return Object.assign(sessions, { [Symbol.asyncDispose]: () => sessions.close() });
}

function incoming(
  body: unknown,
  { id, caller = ADMIN, completed = DONE }: { id?: string; caller?: Caller; completed?: Promise<void> } = {},
) {
  const headers = new Headers({
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
  });
  if (id !== undefined) headers.set("mcp-session-id", id);
  const request = new Request("http://localhost/message", { method: "POST", headers });
  return { request, body, caller, completed };
}

async function open(sessions: Sessions, completed = DONE, caller = ADMIN): Promise<string> {
  const response = await sessions.fetch(incoming(INITIALIZE, { completed, caller }));
  assert.equal(response.status, 200);
  await response.text();
  return response.headers.get("mcp-session-id") ?? "";
}

async function ping(sessions: Sessions, id: string, caller = ADMIN): Promise<number> {
  const response = await sessions.fetch(incoming({ jsonrpc: "2.0", id: 2, method: "ping" }, { id, caller }));
  await response.text();
  return response.status;
}
