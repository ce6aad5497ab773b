import assert from "node:assert/strict";
import { UserError } from "../../../src/errors.ts";
import { inventoryFeed, told, updateSet } from "../../support/inventory_xml.ts";
import {
  connectSoap,
  fault,
  objectXml,
  result,
  retrieved,
  serveVcenter,
  type SoapHandler,
} from "../../support/soap_server.ts";

const machine = (id: string, name: string) => objectXml("VirtualMachine", id, { properties: { name } });
const host = objectXml("HostSystem", "host-1", { properties: { name: "esx-1" } });
const INVENTORY = [host, machine("vm-1", "one"), machine("vm-2", "two")];

const names = (vms: Iterable<{ readonly name: string | undefined }>) => [...vms].map(({ name }) => name);

async function stage(answers: Readonly<Record<string, SoapHandler>>) {
  const server = await serveVcenter(answers);
  const vsphere = connectSoap(server);
  return {
    server,
    inventory: vsphere.inventory,
    async [Symbol.asyncDispose]() {
      await vsphere[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

Deno.test("Inventory asks for the next page before it reads this one", async () => {
  const pages = [[host], [machine("vm-1", "one")], [machine("vm-2", "two")]];
  await using on = await stage({
    WaitForUpdatesEx: (_, body) => {
      const at = Number(/<version>(\d*)</.exec(body)?.[1] ?? 0);
      const page = pages[at];
      return page === undefined
        ? result("WaitForUpdatesEx")
        : told(page, { version: String(at + 1), isTruncated: at < 2 });
    },
  });
  assert.deepEqual(names((await on.inventory.current()).vms()), ["one", "two"]);
  assert.equal(on.server.count("WaitForUpdatesEx"), 3);
  assert.deepEqual(names((await on.inventory.current()).vms()), ["one", "two"]);
  assert.equal(on.server.count("WaitForUpdatesEx"), 4);
});

Deno.test("Inventory goes on with a first look that broke off, and nobody is told half of it", async () => {
  const pages = [[host, machine("vm-1", "one")], [machine("vm-2", "two")]];
  let broken = 0;
  await using on = await stage({
    WaitForUpdatesEx: (_, body) => {
      const at = Number(/<version>(\d*)</.exec(body)?.[1] ?? 0);
      if (at === 1 && broken++ === 0) return { text: "<html>busy</html>" };
      return told(pages[at] ?? [], { version: String(at + 1), isTruncated: at === 0 });
    },
  });
  await assert.rejects(on.inventory.current(), { kind: "unavailable" });
  assert.deepEqual(names((await on.inventory.current()).vms()), ["one", "two"]);
  assert.equal(on.server.count("CreateFilter"), 1);
});

for (
  const [what, answer] of [
    ["its version is unknown", fault("InvalidCollectorVersion")],
    [
      "its collector is gone",
      fault("ManagedObjectNotFound", { fields: '<obj type="PropertyCollector">own-1</obj>' }),
    ],
    [
      "its view is gone",
      updateSet([
        '<missingObject><obj type="ContainerView">view-1</obj><fault><fault xsi:type="ManagedObjectNotFound"/></fault></missingObject>',
      ], { version: "2" }),
    ],
    [
      "all objects have left, as when the view has died",
      updateSet(
        ["HostSystem host-1", "VirtualMachine vm-1", "VirtualMachine vm-2"].map((object) => {
          const [type, id] = object.split(" ");
          return `<objectSet><kind>leave</kind><obj type="${type}">${id}</obj></objectSet>`;
        }),
        { version: "2" },
      ),
    ],
    [
      "properties are missing because the session is lost",
      updateSet([
        '<objectSet><kind>modify</kind><obj type="VirtualMachine">vm-1</obj><missingSet><path>name</path>' +
        '<fault><fault xsi:type="NotAuthenticated"/></fault></missingSet></objectSet>',
      ], { version: "2" }),
    ],
  ] as const
) {
  Deno.test(`Inventory begins anew without a word when ${what}`, async () => {
    let looks = 0;
    await using on = await stage({
      WaitForUpdatesEx: (_, body) => {
        if (body.includes("<version></version>")) return told(INVENTORY);
        return ++looks === 1 ? answer : result("WaitForUpdatesEx");
      },
      DestroyPropertyCollector: () => result("DestroyPropertyCollector"),
      DestroyView: () => result("DestroyView"),
    });
    await on.inventory.current();
    assert.deepEqual(names((await on.inventory.current()).vms()), ["one", "two"]);
    assert.equal(on.server.count("CreateFilter"), 2);
    const isLost = what.includes("session");
    assert.equal(on.server.count("Login"), isLost ? 2 : 1);
    // What belongs to a session ends with it; anything else would pile up on the server.
    assert.deepEqual(
      [on.server.count("DestroyPropertyCollector"), on.server.count("DestroyView")],
      isLost ? [0, 0] : [1, 1],
    );
  });
}

Deno.test("Inventory tries once more and then says what is wrong", async () => {
  await using on = await stage({ WaitForUpdatesEx: () => fault("InvalidCollectorVersion") });
  await assert.rejects(on.inventory.current(), UserError);
  assert.equal(on.server.count("CreateFilter"), 2);
});

Deno.test("Inventory reads by itself what changed and was never told", async () => {
  await using on = await stage({
    WaitForUpdatesEx: (_, body) =>
      body.includes("<version></version>") ? told([host]) : updateSet([
        '<objectSet><kind>modify</kind><obj type="VirtualMachine">vm-9</obj><changeSet><name>runtime.powerState</name>' +
        "<op>assign</op><val>poweredOn</val></changeSet></objectSet>",
      ], { version: "2" }),
    RetrievePropertiesEx: () => retrieved([machine("vm-9", "late")]),
  });
  await on.inventory.current();
  assert.deepEqual(names((await on.inventory.current()).vms()), ["late"]);
  assert.equal(on.server.count("RetrievePropertiesEx"), 1);
});

Deno.test("one who gives up does not take the inventory from the others", async () => {
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const answer = inventoryFeed(INVENTORY);
  await using on = await stage({
    WaitForUpdatesEx: async (method, body, more) => {
      onAsked();
      await released;
      return await answer(method, body, more);
    },
  });
  const leaving = new AbortController();
  const [left, stayed] = [on.inventory.current(leaving.signal), on.inventory.current()];
  await asked;
  leaving.abort(new Error("enough"));
  await assert.rejects(left, { message: "enough" });
  release();
  assert.deepEqual(names((await stayed).vms()), ["one", "two"]);
});

Deno.test("who asks during a look hears of what happened since it began", async () => {
  const { promise: asked, resolve: onAsked } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  let looks = 0;
  await using on = await stage({
    WaitForUpdatesEx: async () => {
      if (++looks === 1) return told([host]);
      if (looks === 2) {
        onAsked();
        await released;
        return result("WaitForUpdatesEx");
      }
      return told([machine("vm-1", "new")], { version: "2" });
    },
  });
  await on.inventory.current();
  const early = on.inventory.current();
  await asked;
  const late = on.inventory.current();
  release();
  await early;
  assert.deepEqual(names((await late).vms()), ["new"]);
  assert.equal(looks, 3);
});
