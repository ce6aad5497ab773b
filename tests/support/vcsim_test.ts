import assert from "node:assert/strict";
import { request } from "node:https";
import { text } from "node:stream/consumers";
import { TLSSocket } from "node:tls";
import { hasGo, startVcsim, type Vcsim, type VcsimOptions, vcsimTest } from "./vcsim.ts";

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly cookie: string;
}

const content =
  '<RetrieveServiceContent xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this>' +
  "</RetrieveServiceContent>";

const currentTime =
  '<CurrentTime xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></CurrentTime>';

const models: readonly {
  readonly options: VcsimOptions;
  readonly sessionManager: string;
  readonly apiType: string;
}[] = [
  { options: { model: "vpx" }, sessionManager: "SessionManager", apiType: "VirtualCenter" },
  { options: { model: "esx" }, sessionManager: "ha-sessionmgr", apiType: "HostAgent" },
];

for (const { options, sessionManager, apiType } of models) {
  vcsimTest(`startVcsim() serves the ${options.model} model`, options, async (vcsim) => {
    const { text } = await soap(vcsim, content);
    assert.match(text, new RegExp(`<apiType>${apiType}</apiType>`));
    assert.match(text, new RegExp(`>${sessionManager}</sessionManager>`));
    assert.equal((await login(vcsim, { sessionManager })).status, 200);
  });
}

vcsimTest("startVcsim() speaks TLS with the certificate it names", { tls: true }, async (vcsim) => {
  const { status, thumbprint, text } = await httpsSoap(vcsim, content);
  assert.equal(status, 200);
  assert.match(text, /VirtualCenter/);
  assert.equal(thumbprint, vcsim.thumbprint);
});

vcsimTest("startVcsim() makes no VM when asked for none", { vms: 0 }, async (vcsim) => {
  const { cookie } = await login(vcsim);
  assert.equal(await find(vcsim, "/DC0/vm/DC0_H0_VM0", cookie), undefined);
});

vcsimTest("startVcsim() checks the credentials", {}, async (vcsim) => {
  const { status, text } = await login(vcsim, { password: "wrong" });
  assert.equal(status, 500);
  assert.match(text, /InvalidLoginFault/);
});

vcsimTest("startVcsim() gives VMs the states that the simulator leaves empty", {}, async (vcsim) => {
  const { cookie } = await login(vcsim);
  const vm = await find(vcsim, "/DC0/vm/DC0_H0_VM0", cookie);
  const text = await property(vcsim, `VirtualMachine:${vm}:runtime`, cookie);
  assert.match(text, /<faultToleranceState>notConfigured<.*<recordReplayState>inactive</s);
});

const slowPowerOff: VcsimOptions = { args: ["-method-delay", "PowerOff:20000"] };

vcsimTest("startVcsim() keeps a delayed task running and its VM readable", slowPowerOff, async (vcsim) => {
  const { cookie } = await login(vcsim);
  const vm = await find(vcsim, "/DC0/vm/DC0_H0_VM0", cookie);
  const call =
    `<PowerOffVM_Task xmlns="urn:vim25"><_this type="VirtualMachine">${vm}</_this></PowerOffVM_Task>`;
  const task = /type="Task">([^<]+)</.exec((await soap(vcsim, call, cookie)).text)?.[1];
  assert.match(await property(vcsim, `Task:${task}:info.state`, cookie), />running</);
  assert.match(await property(vcsim, `VirtualMachine:${vm}:runtime.powerState`, cookie), />poweredOn</);
});

vcsimTest("Vcsim.log() lists the calls in order with their targets", {}, async (vcsim) => {
  await soap(vcsim, content);
  await login(vcsim);
  const versions = await fetch(`${vcsim.url}/vimServiceVersions.xml`);
  await versions.body?.cancel();
  assert.deepEqual(
    (await vcsim.log()).map(({ verb, path, method, target }) => [verb, path, method, target]),
    [
      ["POST", "/sdk", "RetrieveServiceContent", "ServiceInstance:ServiceInstance"],
      ["POST", "/sdk", "Login", "SessionManager:SessionManager"],
      ["GET", "/sdk/vimServiceVersions.xml", "", ""],
    ],
  );
  await vcsim.clearLog();
  assert.deepEqual(await vcsim.log(), []);
});

vcsimTest("startVcsim() answers empty waits sooner than the stock simulator ever does", {}, async (vcsim) => {
  const { cookie } = await login(vcsim);
  const first = await waitForUpdates(vcsim, "", cookie);
  const version = /<version>([^<]+)</.exec(first.text)?.[1] ?? "";
  assert.notEqual(version, "");
  const times: number[] = [];
  for (let i = 0; i < 30; i++) {
    const start = performance.now();
    await waitForUpdates(vcsim, version, cookie);
    times.push(performance.now() - start);
  }
  // The stock ticker fires after 20 ms at the earliest; the best of many does not depend on the load here.
  assert(Math.min(...times) < 20);
});

vcsimTest("Vcsim.terminateSessions() ends every session", {}, async (vcsim) => {
  const { cookie } = await login(vcsim);
  assert.equal((await soap(vcsim, currentTime, cookie)).status, 200);
  await vcsim.terminateSessions();
  const { status, text } = await soap(vcsim, currentTime, cookie);
  assert.equal(status, 500);
  assert.match(text, /NotAuthenticatedFault/);
});

vcsimTest("Vcsim.fault() fails as many calls as asked, with the fields given", {}, async (vcsim) => {
  const { cookie } = await login(vcsim);
  const fields = { requestedState: "poweredOn", existingState: "suspended" };
  await vcsim.fault({ method: "CurrentTime", fault: "InvalidPowerState", fields, message: "no", count: 1 });
  const { text } = await soap(vcsim, currentTime, cookie);
  assert.match(text, /<faultstring>no<\/faultstring>.*InvalidPowerStateFault.*<existingState>suspended</s);
  assert.equal((await soap(vcsim, currentTime, cookie)).status, 200);
});

vcsimTest("Vcsim.fault() refuses what is no fault", {}, async (vcsim) => {
  await assert.rejects(
    vcsim.fault({ method: "*", fault: "HostConnectSpec" }),
    /"HostConnectSpec" is no fault/,
  );
});

vcsimTest(
  "Vcsim.restart() keeps address and certificate",
  { tls: true },
  async (vcsim) => {
    const { url, thumbprint } = vcsim;
    await vcsim.kill();
    await assert.rejects(httpsSoap(vcsim, content));
    await vcsim.restart();
    assert.deepEqual([vcsim.url, vcsim.thumbprint], [url, thumbprint]);
    assert.equal((await httpsSoap(vcsim, content)).thumbprint, thumbprint);
  },
);

Deno.test("startVcsim() passes on what vcsim says when it cannot start", { ignore: !hasGo }, async () => {
  await assert.rejects(startVcsim({ args: ["-no-such-flag"] }), /exit code 1: .*-no-such-flag/s);
});

vcsimTest("Vcsim's disposal reports a crash", {}, async (vcsim) => {
  const { cookie } = await login(vcsim);
  // Known to end the process: the simulator does not expect a VM on a datastore that does not exist.
  const folder = await find(vcsim, "/DC0/vm", cookie);
  const pool = await find(vcsim, "/DC0/host/DC0_H0/Resources", cookie);
  const call = `<CreateVM_Task xmlns="urn:vim25"><_this type="Folder">${folder}</_this><config><name>a</name>
    <files><vmPathName>[none]</vmPathName></files></config><pool type="ResourcePool">${pool}</pool></CreateVM_Task>`;
  await soap(vcsim, call, cookie).catch(() => {}); // it may end before it answers
  await assert.rejects(
    async () => await vcsim[Symbol.asyncDispose](),
    /vcsim crashed with exit code 2: .*panic/s,
  );
});

interface LoginOptions {
  readonly sessionManager?: string;
  readonly password?: string;
}

function login(vcsim: Vcsim, options: LoginOptions = {}): Promise<Answer> {
  const { sessionManager = "SessionManager", password = vcsim.password } = options;
  return soap(
    vcsim,
    `<Login xmlns="urn:vim25"><_this type="SessionManager">${sessionManager}</_this>
    <userName>${vcsim.user}</userName><password>${password}</password></Login>`,
  );
}

/** The id of what is at an inventory path. */
async function find(vcsim: Vcsim, path: string, cookie: string): Promise<string | undefined> {
  const call = `<FindByInventoryPath xmlns="urn:vim25"><_this type="SearchIndex">SearchIndex</_this>
    <inventoryPath>${path}</inventoryPath></FindByInventoryPath>`;
  const { text } = await soap(vcsim, call, cookie);
  return /<returnval type="[^"]+">([^<]+)</.exec(text)?.[1];
}

/** The XML of a property that is named as type, id and path. */
async function property(vcsim: Vcsim, name: string, cookie: string): Promise<string> {
  const [type, id, path] = name.split(":");
  const call =
    `<RetrieveProperties xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this>
    <specSet><propSet><type>${type}</type><pathSet>${path}</pathSet></propSet>
    <objectSet><obj type="${type}">${id}</obj></objectSet></specSet></RetrieveProperties>`;
  return (await soap(vcsim, call, cookie)).text;
}

function waitForUpdates(vcsim: Vcsim, version: string, cookie: string): Promise<Answer> {
  const call = `<WaitForUpdatesEx xmlns="urn:vim25"><_this type="PropertyCollector">propertyCollector</_this>
    <version>${version}</version><options><maxWaitSeconds>0</maxWaitSeconds></options></WaitForUpdatesEx>`;
  return soap(vcsim, call, cookie);
}

async function soap(vcsim: Vcsim, call: string, cookie = ""): Promise<Answer> {
  const headers = { "content-type": "text/xml; charset=utf-8", cookie };
  const response = await fetch(vcsim.url, { method: "POST", headers, body: envelope(call) });
  return {
    status: response.status,
    text: await response.text(),
    cookie: response.headers.get("set-cookie")?.split(";")[0] ?? "",
  };
}

function httpsSoap(
  vcsim: Vcsim,
  call: string,
): Promise<{ status: number; text: string; thumbprint: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<
    { status: number; text: string; thumbprint: string }
  >();
  const headers = { "content-type": "text/xml; charset=utf-8" };
  const options = { method: "POST", ca: vcsim.certificatePem, agent: false, headers } as const;
  request(vcsim.url, options, (response) => {
    assert(response.socket instanceof TLSSocket);
    const thumbprint = response.socket.getPeerCertificate().fingerprint256;
    text(response).then((text) => resolve({ status: response.statusCode ?? 0, text, thumbprint }), reject);
  }).on("error", reject).end(envelope(call));
  return promise;
}

function envelope(call: string): string {
  return `<Envelope xmlns="http://schemas.xmlsoap.org/soap/envelope/"><Body>${call}</Body></Envelope>`;
}
