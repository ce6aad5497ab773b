import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import {
  API,
  ATTACHED,
  CATEGORY,
  CRITICAL,
  isRest,
  json,
  LOGIN,
  LOGOUT,
  readOne,
  refusal,
  ROWS,
  serveRest,
  SESSION_ID,
  TAG,
} from "../support/rest_server.ts";
import { connectSoap, type SoapAnswer } from "../support/soap_server.ts";

Deno.test("RestSession logs in with user and password, sends the id with each call, and ends the session", async () => {
  await using server = await serveRest();
  const password = "pä:ss<&>wörd";
  {
    await using vsphere = connectSoap(server, { password });
    assert.deepEqual(await readOne(vsphere), CRITICAL);
  }
  const rest = server.requests.filter(({ method }) => isRest(method));
  assert.deepEqual(rest.map(({ method }) => method), [LOGIN, ATTACHED, TAG, CATEGORY, LOGOUT]);
  const [, base64 = ""] = /^Basic (.+)$/.exec(rest[0]?.headers.authorization ?? "") ?? [];
  assert.equal(Buffer.from(base64, "base64").toString(), `administrator@vsphere.local:${password}`);
  const sent = rest.map(({ headers }) => headers["vmware-api-session-id"]);
  assert.deepEqual(sent, [undefined, ...Array(4).fill(SESSION_ID)]);
  assert.equal(rest.filter(({ headers }) => headers.authorization !== undefined).length, 1);
  assert.equal(rest.filter(({ headers }) => headers.cookie !== undefined).length, 0);
  assert.deepEqual(JSON.parse(rest[1]?.body ?? ""), { object_ids: [{ type: "VirtualMachine", id: "vm-1" }] });
});

Deno.test("RestSession speaks the newer form where the older one answers 404", async () => {
  await using server = await serveRest({}, API);
  {
    await using vsphere = connectSoap(server);
    assert.deepEqual(await readOne(vsphere), CRITICAL);
  }
  assert.deepEqual(server.methods().filter(isRest), Object.keys(API));
});

Deno.test("RestSession logs in again in the newer form", async () => {
  const answers = [refusal(401, "unauthenticated")];
  const path = "POST /api/cis/tagging/tag-association?action=list-attached-tags-on-objects";
  await using server = await serveRest({ [path]: () => answers.shift() ?? json(ROWS) }, API);
  await using vsphere = connectSoap(server);
  assert.deepEqual(await readOne(vsphere), CRITICAL);
  assert.equal(server.count("POST /api/session"), 2);
});

Deno.test("RestSession says so where there are no REST services", async () => {
  await using server = await serveRest({ "POST /api/session": () => ({ status: 404, text: "" }) }, API);
  await using vsphere = connectSoap(server);
  await assert.rejects(readOne(vsphere), {
    kind: "unsupported",
    message: /^Cannot read tags of "127.0.0.1:\d+": it has no REST services \(status 404 at .*\); tags need /,
  });
});

for (const status of [401, 403]) {
  Deno.test(`RestSession makes no second login after status ${status}`, async () => {
    await using server = await serveRest({ [LOGIN]: () => refusal(status, "unauthenticated") });
    await using vsphere = connectSoap(server);
    const denied = () =>
      assert.rejects(readOne(vsphere), {
        kind: "denied",
        message:
          /^Cannot read tags of ".*": its REST services refuse the user name "administrator@vsphere.local" or the password; /,
      });
    await Promise.all(Array.from({ length: 5 }, denied));
    await denied();
    assert.equal(server.count(LOGIN), 1);
  });
}

Deno.test("RestSession gives up when each new session is lost at once", async () => {
  await using server = await serveRest({ [ATTACHED]: () => refusal(401, "unauthenticated") });
  await using vsphere = connectSoap(server);
  await assert.rejects(readOne(vsphere), {
    kind: "denied",
    message: /status 401 \(unauthenticated\) right after login; /,
  });
  assert.equal(server.count(LOGIN), 2);
});

Deno.test("RestSession logs in with the next read when a login failed for another reason", async () => {
  const answers: SoapAnswer[] = [
    { status: 503 },
    { drop: "unanswered" },
    refusal(500, "internal_server_error"),
  ];
  await using server = await serveRest({ [LOGIN]: () => answers.shift() ?? json({ value: SESSION_ID }) });
  await using vsphere = connectSoap(server);
  await assert.rejects(readOne(vsphere), { kind: "unavailable", message: /status 503; they are starting/ });
  await assert.rejects(readOne(vsphere), { kind: "unavailable", message: /connection broke/ });
  await assert.rejects(readOne(vsphere), {
    kind: "unavailable",
    message: /status 500 \(internal_server_error\); /,
  });
  assert.deepEqual(await readOne(vsphere), CRITICAL);
  // A login that broke may have counted as a try: it is never sent again by itself.
  assert.equal(server.count(LOGIN), 4);
});

Deno.test("RestSession repeats reads whose connection breaks, and no login", async () => {
  const answers: SoapAnswer[] = [{ drop: "unanswered" }, { drop: "midway" }, { status: 503 }];
  await using server = await serveRest({ [ATTACHED]: () => answers.shift() ?? json({ value: ROWS }) });
  await using vsphere = connectSoap(server);
  assert.deepEqual(await readOne(vsphere), CRITICAL);
  assert.equal(server.count(ATTACHED), 4);
  assert.equal(server.count(LOGIN), 1);
});

Deno.test("RestSession keeps the time limit of requests", async () => {
  await using server = await serveRest({
    [ATTACHED]: (_method, _body, client) => client.ended.then(() => ({})),
  });
  await using vsphere = connectSoap(server, { requestTimeoutMs: 100 });
  await assert.rejects(readOne(vsphere), {
    kind: "timeout",
    message:
      /^Cannot finish POST \/rest\/com\/vmware\/cis\/tagging\/tag-association on .* within 0.1 s; try again/,
  });
});

Deno.test("RestSession.run() ends for a caller who gives up, while the login goes on for the others", async () => {
  const [arrived, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await using server = await serveRest({
    [LOGIN]: async () => {
      arrived.resolve();
      await gate.promise;
      return json({ value: SESSION_ID });
    },
  });
  await using vsphere = connectSoap(server);
  const controller = new AbortController();
  const abandoned = readOne(vsphere, controller.signal);
  const other = readOne(vsphere);
  await arrived.promise;
  controller.abort(new Error("enough"));
  await assert.rejects(abandoned, /enough/);
  gate.resolve();
  assert.deepEqual(await other, CRITICAL);
  assert.equal(server.count(LOGIN), 1);
});

Deno.test("RestSession.close() gives up a login in progress and leaves nothing running", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await serveRest({
    [LOGIN]: (_method, _body, client) => {
      arrived.resolve();
      return client.ended.then(() => ({}));
    },
  });
  const vsphere = connectSoap(server);
  const reading = assert.rejects(readOne(vsphere), { kind: "cancelled", message: /the session is closed/ });
  await arrived.promise;
  await vsphere[Symbol.asyncDispose]();
  await reading;
});

Deno.test("RestSession.close() bears a server that is dead", async () => {
  const server = await serveRest();
  const vsphere = connectSoap(server);
  await readOne(vsphere);
  await server[Symbol.asyncDispose]();
  await vsphere[Symbol.asyncDispose]();
  await assert.rejects(readOne(vsphere), { kind: "cancelled" });
});
