import assert from "node:assert/strict";
import { type Access, createGuard } from "../../src/transports/auth.ts";

const KEY = "a-key-of-the-test";
const KEYS = [{ name: "other", key: "another-key", role: "read" }, {
  name: "mine",
  key: KEY,
  role: "admin",
}] as const;

Deno.test("createGuard() tells by the key who calls, and by the path which way", async () => {
  const guard = createGuard({ host: "127.0.0.1", keys: KEYS });
  const headers = { "x-api-key": "another-key" };
  const callerAt = (path: string) =>
    guard({ request: new Request(`http://localhost${path}`, { headers }), remoteAddress: "192.0.2.1" });
  assert.deepEqual(await callerAt("/message"), { name: "other", role: "read", transport: "http" });
  assert.deepEqual(await callerAt("/api/vms"), { name: "other", role: "read", transport: "rest" });
  assert.equal(await callerAt("/message"), await callerAt("/message"));
});

Deno.test("createGuard() compares the whole key", async () => {
  const { show } = start({ keys: KEYS });
  for (const key of ["", KEY.slice(0, -1), `${KEY}x`, KEY.toUpperCase()]) {
    assert.equal((await show({ authorization: `Bearer ${key}` })).status, 401, key);
  }
  assert.equal((await show({ authorization: `Basic ${KEY}` })).status, 401);
  assert.equal((await show({ authorization: `bearer  ${KEY}` })).status, 200);
});

Deno.test("createGuard() slows wrong keys down and then refuses their address", async () => {
  const { show, pauses } = start({ keys: KEYS });
  const statuses = [];
  for (let i = 0; i < 25; i++) statuses.push((await show({ "x-api-key": `guess-${i}` })).status);
  assert.deepEqual(statuses, [...Array(20).fill(401), ...Array(5).fill(429)]);
  assert.deepEqual(pauses, [100, 200, 400, 800, ...Array(4).fill(1000)]);
});

Deno.test("createGuard() does not look at keys of a refused address, so that guessing ends", async () => {
  const { show } = start({ keys: KEYS });
  await guess(show);
  const { status, retryAfter } = await show({ "x-api-key": KEY });
  assert.deepEqual({ status, retryAfter }, { status: 429, retryAfter: "3" });
});

Deno.test("createGuard() keeps serving a key that was right from a refused address before", async () => {
  const { show } = start({ keys: KEYS });
  assert.equal((await show({ "x-api-key": KEY })).status, 200);
  await guess(show);
  assert.equal((await show({ "x-api-key": KEY })).status, 200);
  assert.equal((await show({ "x-api-key": "another-key" })).status, 429);
});

Deno.test("createGuard() serves other addresses while one is refused, and that one again later", async () => {
  const { show, clock } = start({ keys: KEYS });
  await guess(show);
  assert.equal((await show({ "x-api-key": KEY }, "192.0.2.2")).status, 200);
  clock.now += 3000;
  assert.equal((await show({ "x-api-key": KEY })).status, 200);
});

Deno.test("createGuard() takes a request without any key for no guess", async () => {
  const { show } = start({ keys: KEYS });
  for (let i = 0; i < 50; i++) assert.equal((await show({})).status, 401);
  assert.equal((await show({ "x-api-key": KEY })).status, 200);
});

Deno.test("createGuard() names neither product nor release to strangers", async () => {
  const { show } = start({ keys: KEYS });
  assert.equal((await show({})).challenge, "Bearer");
});

interface Shown {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly challenge: string | null;
}

type Show = (headers: Record<string, string>, remoteAddress?: string) => Promise<Shown>;

function start(access: Pick<Access, "keys">) {
  const pauses: number[] = [];
  const clock = { now: 0 };
  const failures = {
    now: () => clock.now,
    pause: (ms: number) => {
      pauses.push(ms);
      return Promise.resolve();
    },
  };
  const guard = createGuard({ host: "127.0.0.1", ...access, failures });
  const show: Show = async (headers, remoteAddress = "192.0.2.1") => {
    const result = await guard({
      request: new Request("http://localhost/message", { headers }),
      remoteAddress,
    });
    if (!(result instanceof Response)) return { status: 200, retryAfter: null, challenge: null };
    const { status, headers: answered } = result;
    return { status, retryAfter: answered.get("retry-after"), challenge: answered.get("www-authenticate") };
  };
  return { show, pauses, clock };
}

async function guess(show: Show): Promise<void> {
  for (let i = 0; i < 20; i++) await show({ "x-api-key": `guess-${i}` });
}
