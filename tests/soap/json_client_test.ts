import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { CertificateError, createFetch, type FetchOptions } from "../../src/soap/fetch.ts";
import { JsonClient } from "../../src/soap/json_client.ts";
import { makeCertificate } from "../support/certificates.ts";
import { serveSoap, type SoapServer } from "../support/soap_server.ts";

function connect(server: SoapServer, tls: FetchOptions["tls"] = { kind: "insecure" }) {
  const fetch = createFetch({ tls });
  const client = new JsonClient({
    url: new URL(server.url),
    fetch,
    timeoutMs: 30_000,
    userAgent: "test/1",
    retryDelaysMs: [0, 0, 0],
  });
  return { client, [Symbol.dispose]: () => fetch[Symbol.dispose]() };
}

const LOOK = { verb: "POST", path: "/rest/look?~action=list", json: { a: ["ä"] }, isRead: true } as const;
const CHANGE = { verb: "POST", path: "/rest/session", isRead: false } as const;

Deno.test("JsonClient.send() sends JSON with type and agent in the headers and reads the answer", async () => {
  await using server = await serveSoap(() => ({ status: 201, text: ' {"b":[1]}\n' }));
  using rest = connect(server);
  const answer = await rest.client.send({ ...LOOK, headers: { "x-own": "1" } });
  assert.deepEqual(answer, { status: 201, json: { b: [1] } });
  const [request] = server.requests;
  assert.equal(request?.method, "POST /rest/look?~action=list");
  assert.equal(request?.body, '{"a":["ä"]}');
  const { accept, "content-type": type, "user-agent": agent, "x-own": own } = request?.headers ?? {};
  assert.deepEqual([accept, type, agent, own], ["application/json", "application/json", "test/1", "1"]);
});

Deno.test("JsonClient.send() sends and reads nothing where there is nothing", async () => {
  await using server = await serveSoap(() => ({ status: 204, text: "" }));
  using rest = connect(server);
  assert.deepEqual(await rest.client.send({ verb: "DELETE", path: "/rest/session", isRead: false }), {
    status: 204,
    json: undefined,
  });
  assert.equal(server.requests[0]?.body, "");
  assert.equal(server.requests[0]?.headers["content-type"], undefined);
});

Deno.test("JsonClient.send() gives a refusal with its JSON, or without when it is a web page", async () => {
  const texts = ['{"type":"not_found"}', "<html>not here</html>"];
  await using server = await serveSoap(() => ({ status: 404, text: texts.shift() ?? "" }));
  using rest = connect(server);
  assert.deepEqual(await rest.client.send(LOOK), { status: 404, json: { type: "not_found" } });
  assert.deepEqual(await rest.client.send(LOOK), { status: 404, json: undefined });
});

for (const text of ["<html>secret</html>", '{"value":"secret', '"secret" more', "{secret}"]) {
  Deno.test(`JsonClient.send() says that ${text.slice(0, 3)}... is no JSON, without quoting it`, async () => {
    await using server = await serveSoap(() => ({ text }));
    using rest = connect(server);
    await assert.rejects(rest.client.send(LOOK), (error) => {
      assert.ok(error instanceof UserError);
      assert.match(
        error.message,
        /^Cannot understand "127.0.0.1:\d+": status 200 at \/rest\/look with something/,
      );
      assert.doesNotMatch(Deno.inspect(error), /secret/);
      return true;
    });
  });
}

Deno.test("JsonClient.send() repeats reads and shares their connection, and sends a write once on its own", async () => {
  const answers = [{ status: 503 }, { drop: "unanswered" as const }];
  await using server = await serveSoap((method) =>
    method.includes("session") ? { drop: "unanswered" } : answers.shift() ?? { text: "1" }
  );
  using rest = connect(server);
  assert.deepEqual(await rest.client.send(LOOK), { status: 200, json: 1 });
  await rest.client.send(LOOK);
  await assert.rejects(rest.client.send(CHANGE), /look before you repeat it$/);
  const numbers = server.requests.map(({ method, connection }) => `${method.split(/[/?]/)[2]} ${connection}`);
  assert.deepEqual(numbers, ["look 1", "look 2", "look 3", "look 3", "session 4"]);
});

Deno.test("JsonClient.send() sends nothing to a server whose certificate is not the pinned one", async () => {
  const certificate = await makeCertificate({ commonName: "localhost", names: ["127.0.0.1"] });
  await using server = await serveSoap(() => ({ text: "1" }), certificate);
  {
    using rest = connect(server, { kind: "pin", thumbprint: certificate.sha256.replaceAll(/\w\w/g, "AA") });
    await assert.rejects(rest.client.send(CHANGE), CertificateError);
    assert.equal(server.requests.length, 0);
  }
  using rest = connect(server, { kind: "pin", thumbprint: certificate.sha256 });
  assert.equal((await rest.client.send(CHANGE)).json, 1);
});
