import assert from "node:assert/strict";
import { VimFault } from "../../src/vsphere/faults.ts";
import { oncePerLogin } from "../../src/vsphere/session.ts";
import {
  connectSoap,
  fault,
  result,
  serveSoap,
  serveVcenter,
  serviceContent,
  versionList,
} from "../support/soap_server.ts";

const time = {
  method: "CurrentTime",
  target: { type: "ServiceInstance", value: "ServiceInstance" },
} as const;
const vm = { type: "VirtualMachine", value: "vm-1" };
const change = { method: "RefreshStorageInfo", target: vm } as const;

const VERSIONS = "GET /sdk/vimServiceVersions.xml";
const LOGIN = ["RetrieveServiceContent", VERSIONS, "Login"];

Deno.test("Session sends nothing before the first call, and logs out after the last", async () => {
  await using server = await serveVcenter({
    CurrentTime: () => result("CurrentTime", "<returnval>now</returnval>"),
  });
  {
    await using vsphere = connectSoap(server);
    assert.deepEqual(server.methods(), []);
    assert.equal((await vsphere.session.call(time))[0]?.text, "now");
  }
  assert.deepEqual(server.methods(), [...LOGIN, "CurrentTime", "Logout"]);
});

Deno.test("Session that was never used says nothing when it is closed", async () => {
  await using server = await serveVcenter({});
  await connectSoap(server)[Symbol.asyncDispose]();
  assert.deepEqual(server.methods(), []);
});

Deno.test("Session speaks 6.0 first, then the newest shared version, and keeps the cookie", async () => {
  await using server = await serveVcenter({ CurrentTime: () => result("CurrentTime") });
  await using vsphere = connectSoap(server);
  await vsphere.session.call(time);
  const [content, , login, call] = server.requests.map((
    { headers },
  ) => [headers["soapaction"], headers.cookie]);
  assert.deepEqual([content, login, call], [
    ['"urn:vim25/6.0"', undefined],
    ['"urn:vim25/8.0.3.0"', undefined],
    ['"urn:vim25/8.0.3.0"', 'vmware_soap_session="session-1"'],
  ]);
});

for (
  const [what, answer, expected] of [
    ["the newest shared version of a newer server", versionList("9.1.0.0", "8.0.2.0"), "8.0.2.0"],
    ["the server's own version when the list is missing", { status: 404, text: "not here" }, "7.0.3.0"],
    ["the server's own version for a web page", { text: "<!DOCTYPE html><html>log in</html>" }, "7.0.3.0"],
  ] as const
) {
  Deno.test(`Session speaks ${what}`, async () => {
    await using server = await serveVcenter({
      [VERSIONS]: () => answer,
      RetrieveServiceContent: () => serviceContent("7.0.3.0"),
      CurrentTime: () => result("CurrentTime"),
    });
    await using vsphere = connectSoap(server);
    await vsphere.session.call(time);
    assert.equal(server.requests.at(-1)?.headers["soapaction"], `"urn:vim25/${expected}"`);
  });
}

Deno.test("Session makes one login for 20 parallel first calls", async () => {
  await using server = await serveVcenter({ CurrentTime: () => result("CurrentTime") });
  await using vsphere = connectSoap(server);
  await Promise.all(Array.from({ length: 20 }, () => vsphere.session.call(time)));
  assert.equal(server.count("Login"), 1);
  assert.equal(server.count("CurrentTime"), 20);
});

for (const name of ["InvalidLogin", "PasswordExpired"]) {
  Deno.test(`Session makes no second login after ${name}`, async () => {
    await using server = await serveVcenter({
      Login: () => fault(name, { message: "Cannot complete login." }),
    });
    await using vsphere = connectSoap(server);
    const failed = (promise: Promise<unknown>) =>
      assert.rejects(promise, (error) => {
        assert(error instanceof VimFault && error.fault === name);
        assert.match(error.message, /^Cannot log in to "127.0.0.1:\d+" as "administrator@vsphere.local": /);
        assert.doesNotMatch(error.message, /pass</);
        return true;
      });
    await Promise.all(Array.from({ length: 5 }, () => failed(vsphere.session.call(time))));
    await failed(vsphere.session.call(time));
    await failed(vsphere.session.content());
    assert.equal(server.count("Login"), 1);
  });
}

Deno.test("Session tries a login again with the next call when it failed for another reason", async () => {
  const answers = [{ status: 503 }, { drop: "unanswered" as const }, fault("InvalidLocale")];
  await using server = await serveVcenter({
    Login: () => answers.shift() ?? result("Login"),
    CurrentTime: () => result("CurrentTime"),
  });
  await using vsphere = connectSoap(server);
  await assert.rejects(vsphere.session.call(time), /status 503/);
  await assert.rejects(vsphere.session.call(time), /connection broke/);
  await assert.rejects(vsphere.session.call(time), { fault: "InvalidLocale" });
  await vsphere.session.call(time);
  assert.equal(server.count("Login"), 4);
});

Deno.test("Session says so when the server is no vSphere", async () => {
  await using server = await serveSoap((method) => result(method, "<returnval><about/></returnval>"));
  await using vsphere = connectSoap(server);
  await assert.rejects(vsphere.session.call(time), {
    kind: "unavailable",
    message:
      /^Cannot log in to "127.0.0.1:\d+" as ".*": it does not answer like vSphere; check vcenter_host$/,
  });
});

Deno.test("Session.call() ends for a caller who gives up, while the login goes on for the others", async () => {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  await using server = await serveVcenter({
    Login: async () => {
      arrived.resolve();
      await gate.promise;
      return result("Login");
    },
    CurrentTime: () => result("CurrentTime"),
  });
  await using vsphere = connectSoap(server);
  const controller = new AbortController();
  const abandoned = vsphere.session.call({ ...time, signal: controller.signal });
  const other = vsphere.session.call(time);
  await arrived.promise;
  controller.abort(new Error("enough"));
  await assert.rejects(abandoned, /enough/);
  gate.resolve();
  await other;
  assert.equal(server.count("Login"), 1);
});

Deno.test("Session.call() sends nothing for a caller who has gone", async () => {
  await using server = await serveVcenter({});
  await using vsphere = connectSoap(server);
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(vsphere.session.call({ ...time, signal }), /enough/);
  assert.deepEqual(server.methods(), []);
});

Deno.test("Session says which method failed on what unless the caller has words for it", async () => {
  await using server = await serveVcenter({ RefreshStorageInfo: () => fault("NotFound") });
  await using vsphere = connectSoap(server);
  await assert.rejects(vsphere.session.call(change), {
    message: 'Cannot run RefreshStorageInfo on VirtualMachine "vm-1": it does not exist; list again',
  });
});

Deno.test("oncePerLogin() makes one thing per login, and tries again what could not be made", async () => {
  await using server = await serveVcenter({});
  await using vsphere = connectSoap(server);
  let made = 0;
  const make = oncePerLogin(() =>
    ++made === 1 ? Promise.reject(new Error("not yet")) : Promise.resolve(made)
  );
  await vsphere.session.run(async (login) => {
    await assert.rejects(make(login), /not yet/);
    assert.deepEqual(await Promise.all([make(login), make(login)]), [2, 2]);
  });
});

Deno.test("Session.close() bears a server that is dead, and lets nobody in afterwards", async () => {
  const server = await serveVcenter({ CurrentTime: () => result("CurrentTime") });
  const vsphere = connectSoap(server);
  await vsphere.session.call(time);
  await server[Symbol.asyncDispose]();
  await vsphere[Symbol.asyncDispose]();
  await assert.rejects(vsphere.session.call(time), { kind: "cancelled", message: /the session is closed/ });
});

Deno.test("Session.close() does not wait for a server that does not answer", async () => {
  const started = performance.now();
  await using server = await serveVcenter({
    CurrentTime: () => result("CurrentTime"),
    Logout: (_method, _body, client) => client.ended.then(() => ({})),
  });
  {
    await using vsphere = connectSoap(server);
    await vsphere.session.call(time);
  }
  assert(performance.now() - started < 10_000);
});

Deno.test("Session.close() gives up a login in progress and leaves nothing running", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await serveVcenter({
    Login: (_method, _body, client) => {
      arrived.resolve();
      return client.ended.then(() => ({}));
    },
  });
  const vsphere = connectSoap(server);
  const call = assert.rejects(vsphere.session.call(time), { kind: "cancelled" });
  await arrived.promise;
  await vsphere[Symbol.asyncDispose]();
  await call;
});

Deno.test("Session.close() ends calls that have no signal of their own", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await serveVcenter({
    CurrentTime: (_method, _body, client) => {
      arrived.resolve();
      return client.ended.then(() => ({}));
    },
  });
  const vsphere = connectSoap(server);
  const call = assert.rejects(vsphere.session.call(time), { kind: "cancelled" });
  await arrived.promise;
  await vsphere[Symbol.asyncDispose]();
  await call;
});
