import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { Validator } from "npm:@seriousme/openapi-schema-validator@2.11.0";
import { startHttp } from "../support/product.ts";
import { farSideTest, VCENTERS } from "../support/far_sides.ts";
import { readable } from "./answers.ts";
import { makeVms } from "./far_side.ts";

farSideTest("the plain HTTP interface lists and calls every tool", {}, async (farSide, { vm: name }) => {
  await using server = await startHttp({ farSide });
  const { body: { tools } } = await ask(server, "/api/tools");
  assert.ok(tools.length >= 9);
  for (const { name, effect, description, input_schema, output_schema } of tools) {
    assert.match(effect, /^(read|write|destroy)$/, name);
    assert.ok(description.length > 40);
    assert.deepEqual([input_schema.type, output_schema.type], ["object", "object"]);
    const { status, body } = await ask(server, `/api/tools/${name}`, { no_such_argument: 1 });
    assert.deepEqual([status, body.kind], [400, "invalid"], name);
  }
  const { status, body } = await ask(server, "/api/tools/power_off_vm", { name });
  assert.equal(status, 200);
  assert.partialDeepStrictEqual(body, {
    name,
    power_state_before: "poweredOn",
    power_state: "poweredOff",
    status: "done",
  });
});

farSideTest(
  "the plain HTTP interface has views of machines, whatever their names",
  {},
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide });
    const list = await ask(server, `/api/vms?limit=1&fields=power_state&name=${name}`);
    assert.equal(list.status, 200);
    assert.partialDeepStrictEqual(list.body, { total: 1, vms: [{ name, power_state: "poweredOn" }] });
    const odd = ["a & b <c>", "sl/ash", "100%", "ünï 🚀 ?#"];
    await makeVms(farSide, odd.map((name) => ({ name })));
    for (const vmName of [name, ...odd]) {
      const path = `/api/vms/${encodeURIComponent(vmName)}`;
      const vm = await ask(server, path);
      assert.deepEqual([vm.status, vm.body.name], [200, vmName]);
      const stats = await ask(server, `${path}/stats`);
      assert.deepEqual([stats.status, stats.body.vm], [200, vmName]);
      // Of what never ran, vcsim alone has samples.
      if (vmName === name) assert.equal(typeof stats.body.network_transmit_KBps, "number");
    }
  },
);

farSideTest("the plain HTTP interface has views of places", {}, async (farSide, { vm: name, datastore }) => {
  await using server = await startHttp({ farSide });
  const stores = await ask(server, `/api/datastores?name=${datastore}`);
  assert.partialDeepStrictEqual(stores.body, { total: 1, datastores: [{ name: datastore }] });
  const hosts = z.object({ hosts: z.array(z.object({ name: z.string() })) }).parse(
    (await ask(server, "/api/hosts")).body,
  );
  const host = hosts.hosts[0]?.name ?? "";
  assert.equal((await ask(server, `/api/hosts/${encodeURIComponent(host)}`)).body.name, host);
  assert.equal((await ask(server, "/api/networks?limit=1")).status, 200);
  assert.equal((await ask(server, "/api/inventory?depth=0")).status, 200);
  assert.partialDeepStrictEqual((await ask(server, `/api/find?query=${name}`)).body, {
    objects: [{ kind: "vm", name }],
  });
});

farSideTest(
  "the plain HTTP interface answers failures as problems with a fitting status",
  // A name is unique in its folder, and ESXi has one.
  { on: VCENTERS },
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide });
    await makeVms(farSide, [{ name: "twin" }, { name: "twin", folder: "other" }]);
    const cases = [
      { path: "/api/vms/nobody", status: 404, kind: "not_found" },
      { path: "/api/vms/twin", status: 409, kind: "ambiguous" },
      { path: "/api/vms?limit=0", status: 400, kind: "invalid" },
      { path: "/api/tools/delete_vm", body: { name }, status: 409, kind: "conflict" },
      { path: "/api/tools/delete_vm", body: {}, status: 400, kind: "invalid" },
      { path: "/api/tools/no_such_tool", body: {}, status: 404, kind: "unknown_tool" },
      { path: "/api/nothing", status: 404 },
      { path: "/api/vms", body: {}, status: 405 },
      { path: "/api/tools/delete_vm", status: 405 },
    ];
    for (const { path, body: args, status, kind } of cases) {
      const { type, body, ...answer } = await ask(server, path, args);
      assert.deepEqual([answer.status, body.status, body.kind, type], [
        status,
        status,
        kind,
        "application/problem+json",
      ], path);
      assert.match(readable(body.detail), /^Cannot /);
    }
    await farSide.fault({ method: "WaitForUpdatesEx", fault: "NoPermission", count: 1 });
    assert.equal((await ask(server, "/api/vms")).status, 403);
    await farSide.kill();
    assert.equal((await ask(server, "/api/vms")).status, 502);
  },
);

farSideTest("the plain HTTP interface describes itself in valid OpenAPI", {}, async (farSide) => {
  await using server = await startHttp({ farSide });
  const { body } = await ask(server, "/openapi.json");
  const { valid, errors } = await new Validator().validate(body);
  assert.ok(valid, JSON.stringify(errors));
  assert.match(body.openapi, /^3\.1\./);
  const { body: { tools } } = await ask(server, "/api/tools");
  for (const { name } of tools) assert.ok(`/api/tools/${name}` in body.paths, name);
  for (const path of ["/api/tools", "/api/vms", "/api/vms/{name}", "/api/vms/{name}/stats"]) {
    assert.ok("get" in body.paths[path], path);
  }
});

/** GET, or POST when there are arguments. */
async function ask({ url }: { readonly url: string }, path: string, args?: unknown) {
  const init = args === undefined
    ? {}
    : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(args) };
  const response = await fetch(new URL(path, url), init);
  return { status: response.status, type: response.headers.get("content-type"), body: await response.json() };
}
