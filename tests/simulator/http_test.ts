import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw } from "./raw_client.ts";

type Scene = Awaited<ReturnType<typeof openRaw>>;

async function ask({ simulator, client }: Scene, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("cookie", client.cookie);
  return await simulator.handle(new Request(`http://simulator${path}`, { ...init, headers }));
}

const FILE = "/folder/notes%20%26%20more/a%2520b%20%F0%9F%9A%80.txt?dcPath=DC-East&dsName=silver-01";

Deno.test("the list of versions needs no login", async () => {
  const scene = await openRaw();
  const response = await scene.simulator.handle(new Request("http://simulator/sdk/vimServiceVersions.xml"));
  assert.match(
    await response.text(),
    /<name>urn:vim25<\/name><version>8\.0\.3\.0<\/version><priorVersions><version>8\.0\.2\.0/,
  );
});

Deno.test("files and screens need the session", async () => {
  const { simulator } = await openRaw();
  for (const path of [FILE, "/screen?id=vm-1"]) {
    const response = await simulator.handle(new Request(`http://simulator${path}`));
    assert.equal(response.status, 401, path);
    await response.body?.cancel();
  }
});

Deno.test("a file goes up, comes down as it was, takes space and gives it back", async () => {
  const scene = await openRaw();
  const { client, clock } = scene;
  const content = new Uint8Array(3_000_000).map((_, at) => at % 251);
  const free = async () =>
    Number((await client.ask("Fetch", `Datastore:${silver(scene)}`, "<prop>summary.freeSpace</prop>")).text);
  const before = await free();
  assert.equal(
    (await ask(scene, FILE, { method: "PUT", body: content })).status,
    404,
    "its folder does not exist",
  );
  const datacenter = '<datacenter type="Datacenter">datacenter-1001</datacenter>';
  await client.ask(
    "MakeDirectory",
    "FileManager:FileManager",
    `<name>[silver-01] notes &amp; more</name>${datacenter}`,
  );
  assert.equal((await ask(scene, FILE, { method: "PUT", body: content })).status, 201);
  assert.equal((await ask(scene, FILE, { method: "PUT", body: content })).status, 200);
  const head = await ask(scene, FILE, { method: "HEAD" });
  assert.equal(head.headers.get("content-length"), String(content.length));
  assert.deepEqual(new Uint8Array(await (await ask(scene, FILE)).arrayBuffer()), content);
  assert.equal(before - await free(), content.length);
  await client.ask(
    "DeleteDatastoreFile_Task",
    "FileManager:FileManager",
    `<name>[silver-01] notes &amp; more</name>${datacenter}`,
  );
  await clock.turn(2000);
  assert.equal((await ask(scene, FILE)).status, 404);
  assert.equal(await free(), before);
});

Deno.test("paths do not lead out of a datastore", async () => {
  const scene = await openRaw();
  for (const path of ["/folder/..%2f..%2fetc/passwd", "/folder/a/..%2f..", "/folder/%2fetc"]) {
    const response = await ask(scene, `${path}?dcPath=DC-East&dsName=silver-01`, {
      method: "PUT",
      body: "x",
    });
    assert.equal(response.status, 404, path);
  }
});

Deno.test("a path that is no UTF-8 is refused", async () => {
  const response = await ask(await openRaw(), "/folder/%zz?dcPath=DC-East&dsName=silver-01");
  assert.equal(response.status, 400);
});

/** So many mebibytes, made as they are read. */
function flood(mebibytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(1024 ** 2).fill(7);
  return ReadableStream.from(Array.from({ length: mebibytes }, () => piece));
}

Deno.test("of a large file the size is kept, and none that does not fit", async () => {
  const scene = await openRaw();
  const path = "/folder/large.iso?dcPath=DC-East&dsName=silver-01";
  assert.equal((await ask(scene, path, { method: "PUT", body: flood(100) })).status, 201);
  const answer = await ask(scene, path);
  assert.equal(answer.headers.get("content-length"), String(100 * 1024 ** 2));
  let bytes = 0;
  for await (const piece of answer.body ?? []) bytes += piece.length;
  assert.equal(bytes, 100 * 1024 ** 2);
  const datastore = scene.simulator.world.all(Datastore).find(({ name }) => name === "silver-01");
  assert.equal(datastore?.files.get("large.iso")?.content, undefined);
  const other = path.replace("large", "larger");
  const headers = { "content-length": String(10 ** 15) };
  assert.equal((await ask(scene, other, { method: "PUT", headers, body: "x" })).status, 507);
  assert.ok(datastore !== undefined);
  // Without a length it is known only at its end.
  datastore.files.put("most", { kind: "other", bytes: datastore.freeBytes - 1024 ** 2, modifiedAt: 0 });
  assert.equal((await ask(scene, other, { method: "PUT", body: flood(2) })).status, 507);
  assert.equal(datastore.files.get("larger.iso"), undefined);
});

Deno.test("the screen of a running machine is a picture", async () => {
  const scene = await openRaw();
  const vms = scene.simulator.world.all(Vm);
  const screen = (state: string) =>
    ask(scene, `/screen?id=${vms.find(({ powerState }) => powerState === state)?.ref.value}`);
  const response = await screen("poweredOn");
  assert.equal(response.headers.get("content-type"), "image/png");
  const bytes = new Uint8Array(await response.arrayBuffer());
  assert.deepEqual([...bytes.slice(1, 4)].map((code) => String.fromCharCode(code)).join(""), "PNG");
  assert.equal((await screen("poweredOff")).status, 500);
  assert.equal((await ask(scene, "/screen?id=vm-0")).status, 404);
});

Deno.test("large answers are packed for who asks for it", async () => {
  const scene = await openRaw();
  const body =
    '<Envelope><Body><RetrieveServiceContent xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></RetrieveServiceContent></Body></Envelope>';
  const packed = await ask(scene, "/sdk", {
    method: "POST",
    body,
    headers: { "accept-encoding": "gzip, deflate" },
  });
  assert.equal(packed.headers.get("content-encoding"), "gzip");
  const plain = await ask(scene, "/sdk", { method: "POST", body });
  assert.equal(plain.headers.get("content-encoding"), null);
  assert.equal(gunzipSync(new Uint8Array(await packed.arrayBuffer())).toString(), await plain.text());
});

function silver({ simulator }: Scene): string {
  return simulator.world.all(Datastore).find(({ name }) => name === "silver-01")?.ref.value ?? "";
}
