import assert from "node:assert/strict";
import { UserError } from "../../src/errors.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { inventoryFeed, told, updateSet } from "../support/inventory_xml.ts";
import { connectSoap, objectXml, retrieved, serveVcenter } from "../support/soap_server.ts";

type Nic = readonly [mac: string, ...ips: readonly string[]];

function nicsXml(nics: readonly Nic[]): string {
  const cards = nics.map(([mac, ...ips]) => {
    const addresses = ips.map((ip) => `<ipAddress>${ip}</ipAddress>`).join("");
    return `<GuestNicInfo>${addresses}<macAddress>${mac}</macAddress></GuestNicInfo>`;
  });
  return `<val xsi:type="ArrayOfGuestNicInfo">${cards.join("")}</val>`;
}

function machine(
  id: string,
  { name = id, host = "", nics = [] }: {
    readonly name?: string;
    readonly host?: string;
    readonly nics?: readonly Nic[];
  },
): string {
  const properties = { name, "guest.hostName": host, "guest.net": nicsXml(nics) };
  return objectXml("VirtualMachine", id, { properties });
}

const inventory = [
  machine("vm-1", {
    host: "Shop.example.com",
    nics: [["00:50:56:01:02:03", "10.0.3.7", "2001:db8::7", "fe80::1", "169.254.1.1"], [
      "00:50:56:01:02:04",
      "10.0.4.7",
    ]],
  }),
  machine("vm-2", { nics: [["00:50:56:01:02:05", "10.0.5.5"]] }),
  machine("vm-3", { nics: [["00:50:56:01:02:06", "10.0.5.5"]] }),
  machine("vm-4", { host: "vm-5.example.com", nics: [["00:50:56:01:02:07", "10.0.6.6"]] }),
  machine("vm-5", { name: "vm-5.example.com" }),
  machine("vm-6", { name: "10.0.6.6" }),
];

async function find(wanted: string) {
  await using server = await serveVcenter({
    WaitForUpdatesEx: inventoryFeed(inventory),
    RetrievePropertiesEx: () => retrieved([]),
  });
  await using vsphere = connectSoap(server);
  return (await findVm(vsphere, wanted)).ref.value;
}

for (
  const [how, wanted, id] of [
    ["its address", "10.0.3.7", "vm-1"],
    ["the address of another card", "10.0.4.7", "vm-1"],
    ["its IPv6 address", "2001:db8::7", "vm-1"],
    ["its IPv6 address in another spelling", "2001:0DB8:0:0::0007", "vm-1"],
    ["its MAC address", "00:50:56:01:02:04", "vm-1"],
    ["its MAC address with dashes", "00-50-56-01-02-03", "vm-1"],
    ["its MAC address with dots", "0050.5601.0203", "vm-1"],
    ["its host name in any case", "shop.EXAMPLE.com", "vm-1"],
    ["a name that another guest says is its own", "vm-5.example.com", "vm-5"],
    ["a name that is the address of another guest", "10.0.6.6", "vm-6"],
  ] as const
) {
  Deno.test(`findVm() finds a machine by ${how}`, async () => {
    assert.equal(await find(wanted), id);
  });
}

for (const address of ["fe80::1", "169.254.1.1"]) {
  Deno.test(`findVm() takes ${address}, which every link has anew, for nobody's address`, async () => {
    await assert.rejects(find(address), { kind: "not_found" });
  });
}

Deno.test("findVm() does not guess between guests of one address", async () => {
  await assert.rejects(find("10.0.5.5"), (error) => {
    assert(error instanceof UserError);
    assert.equal(error.kind, "ambiguous");
    assert.match(error.message, /\(vm-2, .*\(vm-3, /);
    return true;
  });
});

Deno.test("findVm() follows an address from one guest to another", async () => {
  const moved = [["vm-1", []], ["vm-3", [["00:50:56:01:02:06", "10.0.3.7"]]]] as const;
  const changes = moved.map(([id, nics]) =>
    `<objectSet><kind>modify</kind><obj type="VirtualMachine">${id}</obj>` +
    `<changeSet><name>guest.net</name><op>assign</op>${nicsXml(nics)}</changeSet></objectSet>`
  );
  await using server = await serveVcenter({
    WaitForUpdatesEx: (_, body) =>
      body.includes("<version></version>") ? told(inventory) : updateSet(changes, { version: "2" }),
  });
  await using vsphere = connectSoap(server);
  assert.equal((await findVm(vsphere, "10.0.3.7")).ref.value, "vm-1");
  assert.equal((await findVm(vsphere, "10.0.3.7")).ref.value, "vm-3");
  assert.equal((await findVm(vsphere, "10.0.5.5")).ref.value, "vm-2");
});
