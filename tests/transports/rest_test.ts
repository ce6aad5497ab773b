import assert from "node:assert/strict";
import { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
import { oneKey } from "../support/callers.ts";
import { startHttp } from "../support/hand_made_http.ts";

Deno.test("GET /api/tools lists every tool with effect and schemas", async () => {
  await using server = await startHttp();
  const { status, body } = await ask(server, "/api/tools");
  assert.equal(status, 200);
  assert.equal(body.tools.length, server.stage.service.tools.length);
  const { description: _, ...echo } = body.tools[0];
  assert.deepEqual(echo, {
    name: "echo",
    title: "Echo",
    effect: "read",
    input_schema: {
      type: "object",
      properties: {
        text: { type: "string", description: "What to say, such as hello" },
        times: { type: "integer", minimum: 1, maximum: 5, default: 1, description: "How often" },
        big: { type: "integer" },
      },
      required: ["text"],
      additionalProperties: false,
    },
    output_schema: {
      type: "object",
      properties: {
        said: { type: "string" },
        inner: { type: "object", properties: { times: { type: "number" } }, required: ["times"] },
      },
      required: ["said", "inner"],
    },
  });
});

Deno.test("POST /api/tools/{tool} answers with the structured content", async () => {
  await using server = await startHttp();
  const { status, body } = await ask(server, "/api/tools/echo", { body: '{"text":"hi"}' });
  assert.equal(status, 200);
  assert.deepEqual(body, { said: "hi", inner: { times: 1, extra: 1 }, extra: 2 });
});

Deno.test("POST /api/tools/{tool} takes an empty body as no arguments", async () => {
  await using server = await startHttp();
  const { status, body } = await ask(server, "/api/tools/list_vms", { body: "" });
  assert.equal(status, 200);
  assert.deepEqual(body, { args: { limit: 50 } });
});

Deno.test("POST /api/tools/{tool} answers failures as problems with a fitting status", async () => {
  await using server = await startHttp();
  const cases = [
    { tool: "deny", body: '{"kind":"conflict"}', status: 409, kind: "conflict" },
    { tool: "deny", body: '{"kind":"ambiguous"}', status: 409, kind: "ambiguous" },
    { tool: "deny", body: '{"kind":"not_found"}', status: 404, kind: "not_found" },
    { tool: "deny", body: '{"kind":"unavailable"}', status: 502, kind: "unavailable" },
    { tool: "deny", body: '{"kind":"else"}', status: 400, kind: "invalid" },
    { tool: "echo", body: "[1]", status: 400, kind: "invalid" },
    { tool: "echo", body: "null", status: 400, kind: "invalid" },
    { tool: "crash", body: "{}", status: 500, kind: "internal" },
    { tool: "ecko", body: "{}", status: 404, kind: "unknown_tool" },
    { tool: "echo", body: "{", status: 400, kind: undefined },
  ];
  for (const { tool, body, status, kind } of cases) {
    const answer = await ask(server, `/api/tools/${tool}`, { body });
    assert.equal(answer.status, status, `${tool} ${body}`);
    assert.equal(answer.type, "application/problem+json");
    assert.equal(answer.body.status, status);
    assert.equal(answer.body.kind, kind);
    assert.match(answer.body.detail, /^Cannot /);
  }
});

Deno.test("POST /api/tools/{tool} refuses what is no JSON by its type", async () => {
  await using server = await startHttp();
  const { status } = await ask(server, "/api/tools/echo", {
    body: "text=hi",
    type: "application/x-www-form-urlencoded",
  });
  assert.equal(status, 415);
});

Deno.test("POST /api/tools/{tool} overlooks no argument in the query", async () => {
  await using server = await startHttp();
  const { status, body } = await ask(server, "/api/tools/echo?text=other", { body: '{"text":"hi"}' });
  assert.equal(status, 400);
  assert.match(String(body.detail), /some stand in the query; send all as JSON in the body/);
});

Deno.test("GET /api/vms takes arguments of every type from the query", async () => {
  await using server = await startHttp();
  const query = "?name=web*&template=true&limit=7&fields=name,host&fields=ip";
  const { body } = await ask(server, `/api/vms${query}`);
  assert.deepEqual(body.args, { name: "web*", template: true, limit: 7, fields: ["name", "host", "ip"] });
});

Deno.test("GET /api/vms refuses arguments that do not fit", async () => {
  await using server = await startHttp();
  const { status, body } = await ask(server, "/api/vms?limit=many&template=maybe&fied=x&name=a&name=b");
  assert.equal(status, 400);
  assert.deepEqual(body.details.problems.map((line: string) => line.split(":")[0]), [
    "fied",
    "name",
    "template",
    "limit",
  ]);
});

Deno.test("GET /api/vms/{name} takes names with any character", async () => {
  await using server = await startHttp();
  for (const name of ["web-1", "a b/c", 'q"&<%', "ünï 🚀", "x?y#z"]) {
    const { status, body } = await ask(server, `/api/vms/${encodeURIComponent(name)}`);
    assert.equal(status, 200);
    assert.equal(body.name, name);
  }
});

Deno.test("createRest() serves only the views whose tools exist", async () => {
  await using server = await startHttp();
  assert.equal((await ask(server, "/api/vms/web-1/stats")).status, 404);
});

Deno.test("createRest() tells a wrong path from a wrong method", async () => {
  await using server = await startHttp();
  const lost = await ask(server, "/api/vmz");
  assert.equal(lost.status, 404);
  assert.equal(lost.type, "application/problem+json");
  const wrong = await ask(server, "/api/vms", { body: "{}" });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.allow, "GET");
});

Deno.test("createRest() aborts the call of a client that is gone", async () => {
  await using server = await startHttp();
  const caller = new AbortController();
  const call = fetch(new URL("/api/tools/wait", server.url), { method: "POST", signal: caller.signal });
  await server.stage.started;
  caller.abort();
  await assert.rejects(call);
  await server.stage.ended;
  assert.equal(server.stage.note(), "aborted");
});

Deno.test("GET /openapi.json describes every route validly", async () => {
  await using server = await startHttp();
  const { body } = await ask(server, "/openapi.json");
  const result = await new Validator().validate(structuredClone(body));
  assert.ok(result.valid, JSON.stringify(result.errors, null, 2));
  assert.equal(body.openapi, "3.1.0");
  assert.deepEqual(Object.keys(body.paths), [
    "/api/tools",
    ...server.stage.service.tools.map(({ name }) => `/api/tools/${name}`),
    "/api/vms",
    "/api/vms/{name}",
  ]);
  assert.deepEqual(body.paths["/api/vms/{name}"].get.parameters, [
    { name: "name", in: "path", required: true, schema: { type: "string" } },
  ]);
  assert.deepEqual(body.security, []);
});

Deno.test("GET /openapi.json says how the key is sent", async () => {
  await using server = await startHttp({ keys: oneKey("a-key-of-the-test") });
  const response = await fetch(new URL("/openapi.json", server.url), {
    headers: { "x-api-key": "a-key-of-the-test" },
  });
  assert.deepEqual((await response.json()).security, [{ bearer: [] }, { apiKey: [] }]);
});

async function ask(
  { url }: { readonly url: string },
  path: string,
  { body, type = "application/json" }: { readonly body?: string; readonly type?: string } = {},
) {
  const init = body === undefined ? {} : { method: "POST", headers: { "content-type": type }, body };
  const response = await fetch(new URL(path, url), init);
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    allow: response.headers.get("allow"),
    body: await response.json(),
  };
}
