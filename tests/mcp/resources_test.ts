import assert from "node:assert/strict";
import { listResources } from "../../src/mcp/resources.ts";
import type { ResourceTemplate } from "../../src/resources/resource.ts";
import { serviceOf, TOOLSET } from "../support/service_of.ts";
import { nowhere } from "../support/nowhere.ts";

const { signal } = new AbortController();

function family(name: string, entries: () => readonly string[]): ResourceTemplate {
  return {
    name,
    title: name,
    description: name,
    toolset: TOOLSET,
    uriTemplate: `${name}://{id}`,
    variable: "id",
    list: () => Promise.resolve(entries().map((id) => ({ uri: `${name}://${id}`, name: id }))),
    complete: () => Promise.resolve([]),
    read: () => Promise.resolve({}),
  };
}

Deno.test("listResources() gives each resource once, page by page, whatever comes and goes meanwhile", async () => {
  let ids = Array.from({ length: 1500 }, (_, at) => `m-${String(at).padStart(4, "0")}`);
  const service = serviceOf({
    tools: [],
    resources: [family("b", () => ids.toReversed()), family("a", () => ["z", "y"])],
    vsphere: nowhere,
  });
  const first = await listResources(service, { signal });
  assert.equal(first.resources.length, 1000);
  assert.equal(first.resources[0]?.uri, "b://m-0000");
  // The last one that was shown is gone, and one comes in before it.
  ids = ["m-0000a", ...ids.filter((id) => id !== "m-0999")];
  const second = await listResources(service, { signal, cursor: first.nextCursor });
  assert.deepEqual(second.resources.slice(0, 1).map(({ uri }) => uri), ["b://m-1000"]);
  assert.deepEqual(second.resources.slice(-3).map(({ uri }) => uri), ["b://m-1499", "a://y", "a://z"]);
  assert.equal(second.resources.length, 502);
  assert.equal(second.nextCursor, undefined);
});

Deno.test("listResources() refuses a cursor that is none", async () => {
  const service = serviceOf({ tools: [], resources: [], vsphere: nowhere });
  await assert.rejects(listResources(service, { signal, cursor: "nonsense" }), {
    message: /^Cannot continue at cursor "nonsense": it is none of ours/,
  });
});
