import assert from "node:assert/strict";
import { text } from "../../src/soap/decode.ts";
import { VimFault } from "../../src/vsphere/faults.ts";
import { retrieveAll, retrieveObjects } from "../../src/vsphere/properties.ts";
import { connectSoap, fault, result, serveVcenter } from "../support/soap_server.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

const time = {
  method: "CurrentTime",
  target: { type: "ServiceInstance", value: "ServiceInstance" },
} as const;
const change = { method: "RefreshStorageInfo", target: { type: "VirtualMachine", value: "vm-1" } } as const;

Deno.test("Session logs in again once for 10 parallel callers, without the old cookie", async () => {
  let isLost = false;
  await using server = await serveVcenter({
    Login: () => {
      isLost = false;
      return { ...result("Login"), headers: { "set-cookie": "vmware_soap_session=s; Path=/" } };
    },
    CurrentTime: () => isLost ? fault("NotAuthenticated") : result("CurrentTime"),
  });
  await using vsphere = connectSoap(server);
  await vsphere.session.call(time);
  isLost = true;
  await Promise.all(Array.from({ length: 10 }, () => vsphere.session.call(time)));
  assert.equal(server.count("Login"), 2);
  const logins = server.requests.filter(({ method }) =>
    method === "RetrieveServiceContent" || method === "Login"
  );
  assert(logins.every(({ headers }) => headers.cookie === undefined));
});

Deno.test("Session repeats a write once that found the session lost, and only once", async () => {
  const answers = [
    fault("NotAuthenticated"),
    result("RefreshStorageInfo"),
    fault("NotAuthenticated"),
    fault("NotAuthenticated"),
  ];
  await using server = await serveVcenter({ RefreshStorageInfo: () => answers.shift() ?? fault("NotFound") });
  await using vsphere = connectSoap(server);
  await vsphere.session.call(change);
  assert.equal(server.count("RefreshStorageInfo"), 2);
  await assert.rejects(vsphere.session.call({ ...change, action: 'refresh "web-1"' }), {
    fault: "NotAuthenticated",
    message: 'Cannot refresh "web-1": the session is gone; try again',
  });
  assert.equal(server.count("RefreshStorageInfo"), 4);
  assert.equal(
    new Set(
      server.requests.filter(({ method }) => method === "RefreshStorageInfo").map((it) => it.connection),
    ).size,
    4,
  );
});

Deno.test("Session refuses calls under a login that another one has replaced", async () => {
  await using server = await serveVcenter({
    CurrentTime: () => result("CurrentTime"),
    RefreshStorageInfo: () => result("R"),
  });
  await using vsphere = connectSoap(server);
  const { session } = vsphere;
  const eras: unknown[] = [];
  let isFirst = true;
  await session.run(async (login) => {
    eras.push(login);
    if (!isFirst) return await login.call(time);
    isFirst = false;
    // Another caller finds the session lost and logs in again, between two calls of this work.
    let isLost = true;
    await session.run(() => {
      if (!isLost) return Promise.resolve();
      isLost = false;
      throw new VimFault("denied", "Cannot look: lost; try again", { fault: "NotAuthenticated" });
    });
    return await login.call(change);
  });
  assert.equal(new Set(eras).size, 2);
  assert.equal(server.count("RefreshStorageInfo"), 0);
  assert.equal(server.count("Login"), 2);
});

for (const model of ["vpx", "esx"] as const) {
  vcsimTest(
    `Session survives its end from outside on the ${model} model, in both shapes`,
    { model },
    async (vcsim) => {
      await using vsphere = connectTo(vcsim);
      const { session } = vsphere;
      const shapes = { VirtualMachine: { name: text } };
      const rows = await retrieveAll(session, shapes);
      const refs = rows.VirtualMachine.map(({ ref }) => ref);
      assert(refs.length > 0);
      await vcsim.terminateSessions();
      await vcsim.clearLog();
      // retrieveObjects meets missingSet, CurrentTime nothing at all, and the view of retrieveAll is gone.
      const found = await Promise.all([
        ...Array.from({ length: 5 }, () => retrieveObjects(session, refs, { shape: { name: text } })),
        ...Array.from({ length: 5 }, async () => (await retrieveAll(session, shapes)).VirtualMachine),
      ]);
      assert(
        found.every((rows) => rows.length === refs.length && rows.every(({ name }) => name !== undefined)),
      );
      const log = await vcsim.log();
      const count = (method: string) => log.filter((request) => request.method === method).length;
      assert.equal(count("Login"), 1);
      assert.equal(count("CreateContainerView"), 1);
    },
  );
}

vcsimTest("Session works again after the server was killed and started anew", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim, { retryDelaysMs: [] });
  await vsphere.session.call(time);
  await vcsim.kill();
  await assert.rejects(vsphere.session.call(time), { name: "ConnectionError" });
  await vcsim.restart();
  assert.equal(
    (await retrieveAll(vsphere.session, { VirtualMachine: { name: text } })).VirtualMachine.length,
    4,
  );
});
