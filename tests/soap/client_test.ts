import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { SoapClient, type SoapClientOptions } from "../../src/soap/client.ts";
import { createEncoder } from "../../src/soap/encode.ts";
import { SoapFault } from "../../src/soap/envelope.ts";
import { CertificateError, ConnectionError, createFetch, type FetchOptions } from "../../src/soap/fetch.ts";
import { makeCertificate } from "../support/certificates.ts";
import { fault, result, serveSoap, type SoapServer } from "../support/soap_server.ts";

const table = { types: {}, methods: { Look: "", Change: "" } };
const target = { type: "Thing", value: "thing-1" };

function connect(server: SoapServer, options: Partial<SoapClientOptions & FetchOptions> = {}) {
  const fetch = createFetch({ tls: options.tls ?? { kind: "insecure" } });
  const client = new SoapClient({
    url: new URL(server.url),
    fetch,
    encoder: createEncoder(table),
    reads: new Set(["Look"]),
    timeoutMs: 30_000,
    userAgent: "test/1",
    retryDelaysMs: [0, 0, 0],
    ...options,
  });
  const call = (method: string, signal?: AbortSignal) =>
    client.call({ method, target, args: {}, version: "8.0.3.0", signal });
  return { client, call, [Symbol.dispose]: () => fetch[Symbol.dispose]() };
}

Deno.test("SoapClient.call() posts with version, type and agent in the headers and gives the returnvals", async () => {
  await using server = await serveSoap((method) =>
    result(method, "<returnval>1</returnval><returnval>2</returnval>")
  );
  using soap = connect(server);
  const values = await soap.call("Look");
  assert.deepEqual(values.map(({ text }) => text), ["1", "2"]);
  const [request] = server.requests;
  assert.equal(request?.headers["soapaction"], '"urn:vim25/8.0.3.0"');
  assert.equal(request?.headers["content-type"], "text/xml; charset=utf-8");
  assert.equal(request?.headers["user-agent"], "test/1");
  assert.match(
    request?.body ?? "",
    /<soapenv:Body><Look xmlns="urn:vim25"><_this type="Thing">thing-1<\/_this>/,
  );
});

Deno.test("SoapClient keeps the cookie verbatim up to the first semicolon, until it is dropped", async () => {
  const headers = { "set-cookie": 'vmware_soap_session="a=b c"; Path=/; HttpOnly' };
  await using server = await serveSoap((method) => ({ ...result(method), headers }));
  using soap = connect(server);
  for (const _ of [1, 2]) await soap.call("Look");
  soap.client.dropCookie();
  await soap.call("Look");
  const sent = server.requests.map(({ headers }) => headers.cookie);
  assert.deepEqual(sent, [undefined, 'vmware_soap_session="a=b c"', undefined]);
});

Deno.test("SoapClient ignores the cookie in a late answer to a request of an older session", async () => {
  const arrived = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  let calls = 0;
  await using server = await serveSoap(async (method) => {
    const number = ++calls;
    if (number === 2) {
      arrived.resolve();
      await gate.promise;
    }
    return { ...result(method), headers: { "set-cookie": `vmware_soap_session=s${number}; Path=/` } };
  });
  using soap = connect(server);
  await soap.call("Change");
  const late = soap.call("Change");
  await arrived.promise;
  soap.client.dropCookie();
  await soap.call("Change");
  gate.resolve();
  await late;
  assert.equal(soap.client.cookie, "vmware_soap_session=s3");
});

Deno.test("SoapClient.call() sends each write on a connection of its own and reads on a shared one", async () => {
  await using server = await serveSoap((method) => result(method));
  using soap = connect(server);
  for (const method of ["Look", "Change", "Look", "Change"]) await soap.call(method);
  const [look, change, lookAgain, changeAgain] = server.requests.map(({ connection }) => connection);
  assert.equal(look, lookAgain);
  assert.equal(new Set([look, change, changeAgain]).size, 3);
});

for (const drop of ["unanswered", "midway"] as const) {
  Deno.test(`SoapClient.call() never repeats a write whose connection breaks ${drop}`, async () => {
    await using server = await serveSoap(() => ({ drop }));
    using soap = connect(server);
    await assert.rejects(
      soap.call("Change"),
      (error) => error instanceof ConnectionError && /look before you repeat it$/.test(error.message),
    );
    assert.equal(server.count("Change"), 1);
  });

  Deno.test(`SoapClient.call() repeats a read whose connection breaks ${drop}`, async () => {
    let left = 2;
    await using server = await serveSoap((method) =>
      left-- > 0 ? { drop } : result(method, "<returnval>1</returnval>")
    );
    using soap = connect(server);
    assert.equal((await soap.call("Look"))[0]?.text, "1");
    assert.equal(server.count("Look"), 3);
  });
}

Deno.test("SoapClient.call() repeats a read as often as there are delays and then fails", async () => {
  await using server = await serveSoap(() => ({ drop: "unanswered" }));
  using soap = connect(server);
  await assert.rejects(soap.call("Look"), { name: "ConnectionError", message: /complete; try again$/ });
  assert.equal(server.count("Look"), 4);
});

Deno.test("SoapClient.call() repeats reads but no writes on status 503", async () => {
  await using server = await serveSoap((method) =>
    server.count(method) === 1 ? { status: 503, text: "no healthy upstream" } : result(method)
  );
  using soap = connect(server);
  await soap.call("Look");
  await assert.rejects(soap.call("Change"), {
    kind: "unavailable",
    message: /^Cannot reach the services of "127.0.0.1:\d+": status 503; .* may have been carried out/,
  });
  assert.deepEqual(server.methods(), ["Look", "Look", "Change"]);
});

Deno.test("SoapClient.call() repeats a write that was refused before a byte of it had left", async () => {
  const certificate = await makeCertificate({ commonName: "localhost", names: ["127.0.0.1"] });
  await using server = await serveSoap((method) => result(method), certificate);
  using soap = connect(server);
  server.refuse(2);
  await soap.call("Change");
  assert.equal(server.count("Change"), 1);
  assert.equal(server.connections(), 3);
});

Deno.test("SoapClient.call() makes no second try with a certificate that is not trusted", async () => {
  const certificate = await makeCertificate({ commonName: "localhost", names: ["127.0.0.1"] });
  await using server = await serveSoap((method) => result(method), certificate);
  using soap = connect(server, { tls: { kind: "verify" } });
  await assert.rejects(soap.call("Look"), CertificateError);
  // The second one only fetches the certificate that the error describes.
  assert.equal(server.connections(), 2);
  assert.equal(server.requests.length, 0);
});

Deno.test("SoapClient.call() throws a fault as it came and does not repeat it", async () => {
  await using server = await serveSoap(() => fault("NotFound", { message: "gone" }));
  using soap = connect(server);
  await assert.rejects(
    soap.call("Look"),
    (error) => error instanceof SoapFault && error.message === "gone" && error.detail?.xsiType === "NotFound",
  );
  assert.equal(server.count("Look"), 1);
});

for (
  const [method, advice] of [
    ["Look", "try again"],
    ["Change", "it may have been carried out, so look before you repeat it"],
  ] as const
) {
  Deno.test(`SoapClient.call() lets go of a ${method} after the time limit and names method, limit and key`, async () => {
    const ended = Promise.withResolvers<void>();
    await using server = await serveSoap(async (_method, _body, client) => {
      await client.ended;
      ended.resolve();
      return {};
    });
    using soap = connect(server, { timeoutMs: 50 });
    const { host } = soap.client.url;
    await assert.rejects(soap.call(method), {
      kind: "timeout",
      message:
        `Cannot finish ${method} on "${host}": no answer within 0.05 s; ${advice}, or raise request_timeout_seconds`,
    });
    await ended.promise;
    assert.equal(server.count(method), 1);
  });
}

Deno.test("SoapClient.call() ends with the caller's reason and lets go of the request", async () => {
  const arrived = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  await using server = await serveSoap(async (_method, _body, client) => {
    arrived.resolve();
    await client.ended;
    ended.resolve();
    return {};
  });
  using soap = connect(server);
  const controller = new AbortController();
  const call = soap.call("Look", controller.signal);
  const reason = new Error("enough");
  arrived.promise.then(() => controller.abort(reason));
  await assert.rejects(call, (error) => error === reason);
  await ended.promise;
  assert.equal(server.count("Look"), 1);
});

Deno.test("SoapClient.call() ends with the caller's reason in the pause before a repetition", async () => {
  const arrived = Promise.withResolvers<void>();
  await using server = await serveSoap(() => {
    arrived.resolve();
    return { drop: "unanswered" };
  });
  using soap = connect(server, { retryDelaysMs: [1e6] });
  const controller = new AbortController();
  arrived.promise.then(() => controller.abort(new Error("enough")));
  await assert.rejects(soap.call("Look", controller.signal), /enough/);
  assert.equal(server.count("Look"), 1);
});

for (
  const [what, text] of [
    ["a web page", "<!DOCTYPE html><html><body>secret</body></html>"],
    ["a web page that is XML", "<html><body>secret</body></html>"],
    ["JSON", '{"secret":1}'],
    ["an envelope cut off", "<Envelope><Body><secret"],
  ] as const
) {
  Deno.test(`SoapClient.call() says that ${what} is no SOAP answer, without quoting it`, async () => {
    await using server = await serveSoap(() => ({ status: 404, text }));
    using soap = connect(server);
    await assert.rejects(soap.call("Look"), (error) => {
      assert(error instanceof UserError);
      assert.match(error.message, /^Cannot understand "127.0.0.1:\d+": status 404 at \/sdk with something/);
      assert.doesNotMatch(error.message, /secret/);
      assert.equal(error.kind, "unavailable");
      return true;
    });
  });
}

Deno.test("SoapClient.getText() gives the text of status 200, nothing for another, and is repeated", async () => {
  let calls = 0;
  await using server = await serveSoap((method) => {
    if (method === "GET /missing") return { status: 404, text: "no" };
    return [{ drop: "unanswered" as const }, { status: 503 }][calls++] ?? { text: "yes" };
  });
  using soap = connect(server);
  assert.equal(await soap.client.getText("/there"), "yes");
  assert.equal(await soap.client.getText("/missing"), undefined);
  assert.deepEqual(server.methods(), ["GET /there", "GET /there", "GET /there", "GET /missing"]);
});
