import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Entity } from "../../src/simulator/world/entity.ts";
import type { Account } from "../../src/simulator/world/session.ts";
import { openRaw } from "./raw_client.ts";

const REST = "/rest/com/vmware/cis/";
const LIST = "tagging/tag-association?~action=list-attached-tags-on-objects";

type Scene = Awaited<ReturnType<typeof openRaw>>;

interface Asked {
  readonly json?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends one call and gives status and value, or status and kind of error. */
async function ask({ simulator }: Scene, line: string, { json, text, headers = {} }: Asked = {}) {
  const [method = "", path = ""] = line.split(" ");
  const body = text ?? (json === undefined ? undefined : JSON.stringify(json));
  const response = await simulator.handle(
    new Request(`http://simulator${REST}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    }),
  );
  const answer = await response.json();
  const { value, type = "" } = answer;
  return response.status === 200
    ? { status: 200, value }
    : { status: response.status, value: type.replace("com.vmware.vapi.std.errors.", "") };
}

function basic({ user, password }: Pick<Account, "user" | "password">) {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

/** Logs in; gives a function that sends calls in the session. */
async function logIn(scene: Scene, account: Account = scene.simulator.admin) {
  const { status, value } = await ask(scene, "POST session", { headers: basic(account) });
  assert.equal(status, 200);
  const headers = { "vmware-api-session-id": String(value) };
  return (line: string, asked: Asked = {}) => ask(scene, line, { headers, ...asked });
}

function objectOf({ simulator }: Scene, name: string) {
  const { ref } = simulator.world.all(Entity).find((entity) => entity.name === name) ?? assert.fail(name);
  return { type: ref.type, id: ref.value };
}

const UNAUTHENTICATED = { status: 401, value: "unauthenticated" };
const INVALID = { status: 400, value: "invalid_argument" };
const NOT_FOUND = { status: 404, value: "not_found" };

Deno.test("the demo's objects have tags of two categories", async () => {
  const scene = await openRaw();
  const call = await logIn(scene);
  const object_id = objectOf(scene, "db-01");
  const { value: [row, ...more] } = await call(`POST ${LIST}`, {
    json: { object_ids: [object_id, objectOf(scene, "web-03"), objectOf(scene, "win11-desktop")] },
  });
  assert.equal(more.length, 1, "an object without tags is left out");
  assert.deepEqual(row.object_id, object_id);
  const names = await Promise.all(row.tag_ids.map(async (id: string) => {
    const { value: tag } = await call(`GET tagging/tag/id:${id}`);
    const { value: category } = await call(`GET tagging/category/id:${tag.category_id}`);
    return `${category.name}/${tag.name}`;
  }));
  assert.deepEqual(names, ["Criticality/critical", "Owner/dba", "Owner/platform"]);
  assert.deepEqual(
    (await call("POST tagging/tag-association?~action=list-attached-tags", { json: { object_id } })).value,
    row.tag_ids,
  );
  const attached = await call(
    `POST tagging/tag-association/id:${row.tag_ids[0]}?~action=list-attached-objects`,
  );
  assert.deepEqual(attached.value.map(({ id }: { readonly id: string }) => id).includes(object_id.id), true);
});

Deno.test("a folder and a cluster of the demo are tagged too", async () => {
  const scene = await openRaw();
  const call = await logIn(scene);
  for (const name of ["Development", "Prod-Cluster", "Web", "nfs-iso"]) {
    const { value } = await call(`POST ${LIST}`, { json: { object_ids: [objectOf(scene, name)] } });
    assert.equal(value.length, 1, name);
  }
});

Deno.test("REST needs a session of its own, which ends by logout, from outside and when it is idle", async () => {
  const scene = await openRaw();
  const { simulator, client, clock } = scene;
  const cookie = /"(.*)"/.exec(client.cookie)?.[1] ?? "";
  assert.deepEqual(await ask(scene, "GET tagging/tag"), UNAUTHENTICATED);
  assert.deepEqual(await ask(scene, "DELETE session"), UNAUTHENTICATED);
  const soap = { "vmware-api-session-id": cookie, cookie: client.cookie };
  assert.deepEqual(await ask(scene, "GET tagging/tag", { headers: soap }), UNAUTHENTICATED);
  const ends = [
    async (call: Awaited<ReturnType<typeof logIn>>) => void await call("DELETE session"),
    () => Promise.resolve(simulator.rest.endSessions()),
    () => clock.turn(31 * 60_000),
  ];
  for (const end of ends) {
    const call = await logIn(scene);
    assert.equal((await call("GET tagging/tag")).status, 200);
    await end(call);
    assert.deepEqual(await call("GET tagging/tag"), UNAUTHENTICATED);
  }
});

Deno.test("REST takes the accounts of SOAP, and a wrong password counts for both", async () => {
  const scene = await openRaw();
  const { user } = scene.simulator.admin;
  for (const headers of [{}, { authorization: "Basic !" }, { authorization: "Bearer x" }]) {
    assert.deepEqual(await ask(scene, "POST session", { headers }), UNAUTHENTICATED);
  }
  await logIn(scene, scene.simulator.reader);
  for (let tries = 0; tries < 5; tries++) {
    const headers = basic({ user, password: "wrong" });
    assert.deepEqual(await ask(scene, "POST session", { headers }), UNAUTHENTICATED);
  }
  scene.client.cookie = "";
  assert.equal((await scene.client.logIn()).fault, "InvalidLogin");
});

Deno.test("wrong ids, services and bodies are refused", async () => {
  const scene = await openRaw();
  const call = await logIn(scene);
  const { value: [tag] } = await call("GET tagging/tag");
  const { value: [category] } = await call("GET tagging/category");
  const [session] = [...scene.simulator.world.objects()].filter(({ ref }) => ref.type === "SessionManager");
  for (
    const line of [
      `GET tagging/tag/id:${category}`,
      `GET tagging/category/id:${tag}`,
      "GET tagging/tag/id:%zz",
    ]
  ) {
    assert.deepEqual(await call(line), NOT_FOUND, line);
  }
  for (
    const line of [
      `GET tagging/tag/${tag}`,
      "GET tagging/toString",
      "PUT tagging/tag",
      `GET ${LIST}`,
      "GET session",
    ]
  ) {
    assert.deepEqual(await call(line), { status: 404, value: "operation_not_found" }, line);
  }
  const { id } = objectOf(scene, "db-01");
  for (
    const object of [{ type: "HostSystem", id }, { type: "SessionManager", id: session?.ref.value ?? "" }]
  ) {
    assert.deepEqual(await call(`POST ${LIST}`, { json: { object_ids: [object] } }), NOT_FOUND);
  }
  const object_ids = [objectOf(scene, "db-01")];
  for (
    const text of ["", "{", "[]", "{}", JSON.stringify({ object_ids, more: 1 }), '{"object_ids":["vm-1"]}']
  ) {
    assert.deepEqual(await call(`POST ${LIST}`, { text }), INVALID, text);
  }
});

Deno.test("tags are made, attached, renamed and detached by who may write", async () => {
  const scene = await openRaw();
  const [call, reader] = [await logIn(scene), await logIn(scene, scene.simulator.reader)];
  const create_spec = {
    name: "Site",
    description: "",
    cardinality: "SINGLE",
    associable_types: ["VirtualMachine"],
  };
  const denied = { status: 403, value: "unauthorized" };
  assert.deepEqual(await reader("POST tagging/category", { json: { create_spec } }), denied);
  const { value: category_id } = await call("POST tagging/category", { json: { create_spec } });
  const make = async (name: string) => {
    const json = { create_spec: { name, description: "", category_id } };
    return await call("POST tagging/tag", { json });
  };
  const [{ value: east }, { value: west }] = [await make("east"), await make("west")];
  assert.deepEqual(await make("east"), { status: 400, value: "already_exists" });
  assert.deepEqual(await call("POST tagging/category", { json: { create_spec } }), {
    status: 400,
    value: "already_exists",
  });
  const object_id = objectOf(scene, "wiki");
  const associate = (action: string, tag: string, object = object_id) =>
    call(`POST tagging/tag-association/id:${tag}?~action=${action}`, { json: { object_id: object } });
  assert.equal((await associate("attach", east)).status, 200);
  assert.deepEqual(await associate("attach", west), INVALID, "the category allows one tag");
  assert.deepEqual(await associate("attach", west, objectOf(scene, "Development")), INVALID, "no folders");
  await associate("detach", east);
  assert.equal((await associate("attach", west)).status, 200);
  const renamed = { json: { update_spec: { name: "north" } } };
  assert.deepEqual(await reader(`PATCH tagging/tag/id:${west}`, renamed), denied);
  await call(`PATCH tagging/tag/id:${west}`, renamed);
  assert.equal((await reader(`GET tagging/tag/id:${west}`)).value.name, "north");
});

Deno.test("the log shows REST calls by service, rules find them by it", async () => {
  const scene = await openRaw();
  const { simulator } = scene;
  const call = await logIn(scene);
  const { value: [tag] } = await call("GET tagging/tag");
  simulator.log.clear();
  await call(`GET tagging/tag/id:${tag}`);
  const [logged] = simulator.log.requests;
  assert.equal(logged?.method, `GET ${REST}tagging/tag`);
  assert.equal(logged?.body, `${REST}tagging/tag/id:${tag}`);
  simulator.rules.add({ method: `GET ${REST}tagging/tag`, status: 500 });
  await assert.rejects(call(`GET tagging/tag/id:${tag}`), SyntaxError, "a web page");
  assert.equal((await call("GET tagging/category")).status, 200);
});

Deno.test("standalone ESXi has no REST services", async () => {
  const { simulator } = await openRaw({ model: "esxi" });
  const request = new Request(`http://simulator${REST}session`, {
    method: "POST",
    headers: basic(simulator.admin),
  });
  assert.equal((await simulator.handle(request)).status, 404);
});
