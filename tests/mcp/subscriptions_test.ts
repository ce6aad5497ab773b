import assert from "node:assert/strict";
import { listenRequest, MAX_SUBSCRIPTIONS, ResourceWatcher } from "../../src/mcp/subscriptions.ts";
import type { ResourceTemplate } from "../../src/resources/resource.ts";
import { serviceOf, TOOLSET } from "../support/service_of.ts";
import { nowhere } from "../support/nowhere.ts";

Deno.test("ResourceWatcher reads a resource once for all listeners and tells each of a change", async () => {
  const source = createSource();
  const watcher = new ResourceWatcher(source.service);
  const heard = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stops = heard.map(({ resolve }) => watcher.watch("one://x", "somebody", resolve));
  assert.equal(watcher.size, 1);
  await watcher.ready(["one://x"]);
  assert.equal(source.reads(), 1);
  source.answer({ state: "changed" });
  await Promise.all(heard.map(({ promise }) => promise));
  stops.forEach((stop) => stop());
  assert.equal(watcher.size, 0);
});

Deno.test("ResourceWatcher keeps still while nothing changes", async () => {
  const source = createSource();
  const watcher = new ResourceWatcher(source.service);
  let told = 0;
  const stop = watcher.watch("one://x", "somebody", () => told++);
  await source.readTimes(4);
  assert.equal(told, 0);
  stop();
});

Deno.test("ResourceWatcher tells once that a resource can no longer be read", async () => {
  const source = createSource();
  const watcher = new ResourceWatcher(source.service);
  let told = 0;
  const stop = watcher.watch("one://x", "somebody", () => told++);
  await source.readTimes(2);
  source.answer(new Error("gone"));
  await source.readTimes(6);
  assert.equal(told, 1);
  stop();
});

Deno.test("ResourceWatcher stops reading and aborts a read that runs when the last listener leaves", async () => {
  const source = createSource();
  const watcher = new ResourceWatcher(source.service);
  const [first, second] = [
    watcher.watch("one://x", "somebody", () => {}),
    watcher.watch("one://x", "somebody", () => {}),
  ];
  await watcher.ready(["one://x"]);
  first();
  first();
  assert.equal(source.signal()?.aborted, false);
  second();
  assert.equal(source.signal()?.aborted, true);
  assert.equal(watcher.size, 0);
  await Promise.resolve();
});

Deno.test("ResourceWatcher lets one caller watch so many resources, and others as many", () => {
  const watcher = new ResourceWatcher(createSource().service);
  const stops = Array.from({ length: 200 }, (_, at) => watcher.watch(`one://${at}`, "somebody", () => {}));
  assert.throws(() => watcher.watch("one://x", "somebody", () => {}), {
    message: /Cannot watch "one:\/\/x": "somebody" watches 200 resources already; unsubscribe from some/,
  });
  stops.push(watcher.watch("one://x", "somebody else", () => {}));
  // What is read already costs nothing more.
  stops.push(watcher.watch("one://x", "somebody", () => {}));
  stops.forEach((stop) => stop());
  assert.equal(watcher.size, 0);
});

Deno.test("ResourceWatcher.watchAll() leaves out what does not exist", () => {
  const watcher = new ResourceWatcher(createSource().service);
  const stop = watcher.watchAll(["one://x", "else://y", "one://"], "somebody", () => {});
  assert.equal(watcher.size, 1);
  stop();
});

Deno.test("listenRequest() finds the resources of a request and nothing in other messages", () => {
  const listen = (resourceSubscriptions: unknown) => ({
    jsonrpc: "2.0",
    id: 1,
    method: "subscriptions/listen",
    params: { notifications: { resourceSubscriptions } },
  });
  assert.deepEqual(listenRequest(listen(["a:b", "a:b", "c:d"])), { id: 1, uris: ["a:b", "c:d"] });
  assert.deepEqual(listenRequest(listen(undefined)), { id: 1, uris: [] });
  const many = Array.from({ length: MAX_SUBSCRIPTIONS + 1 }, (_, i) => `a:${i}`);
  assert.equal(listenRequest(listen(many))?.uris.length, MAX_SUBSCRIPTIONS);
  for (const other of [null, 1, [], {}, listen("a:b"), { ...listen([]), method: "tools/list" }]) {
    assert.equal(listenRequest(other), undefined);
  }
});

function createSource() {
  let content: Record<string, unknown> | Error = { state: "as it was" };
  let count = 0;
  let signal: AbortSignal | undefined;
  const waiting: { readonly times: number; readonly resolve: () => void }[] = [];
  const template: ResourceTemplate = {
    name: "one",
    title: "One",
    description: "One",
    toolset: TOOLSET,
    uriTemplate: "one://{name}",
    variable: "name",
    refreshMs: 1,
    list: () => Promise.resolve([]),
    complete: () => Promise.resolve([]),
    read(_, context) {
      signal = context.signal;
      count++;
      waiting.filter(({ times }) => times <= count).forEach(({ resolve }) => resolve());
      return content instanceof Error ? Promise.reject(content) : Promise.resolve(content);
    },
  };
  return {
    service: serviceOf({ tools: [], resources: [template], vsphere: nowhere }),
    reads: () => count,
    signal: () => signal,
    answer: (next: Record<string, unknown> | Error) => content = next,
    readTimes: (times: number) => new Promise<void>((resolve) => waiting.push({ times, resolve })),
  };
}
