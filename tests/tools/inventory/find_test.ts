import assert from "node:assert/strict";
import find from "../../../src/tools/inventory/find.ts";
import getVm from "../../../src/tools/vm/get_vm.ts";
import powerOffVm from "../../../src/tools/vm/power_off_vm.ts";
import * as z from "../../../src/deps/zod.ts";
import { runTask } from "../../../src/vsphere/tasks.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { contextOf } from "../../support/context.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectSoap, objectXml, refXml, serveVcenter } from "../../support/soap_server.ts";
import { inventoryFeed } from "../../support/inventory_xml.ts";
import { connectTo } from "../../support/vsphere.ts";

const answer = z.object({
  objects: z.array(z.object({
    kind: z.string(),
    name: z.string(),
    moref: z.string(),
    path: z.string(),
    matched: z.string(),
    value: z.string(),
  })),
  total: z.number(),
});

const nics = (...nics: readonly (readonly [mac: string, ...ips: readonly string[]])[]) =>
  `<val xsi:type="ArrayOfGuestNicInfo">${
    nics.map(([mac, ...ips]) =>
      `<GuestNicInfo><macAddress>${mac}</macAddress>${
        ips.map((ip) => `<ipAddress>${ip}</ipAddress>`).join("")
      }</GuestNicInfo>`
    ).join("")
  }</val>`;

const vmFolder = refXml("Folder", "group-v3");
const NOTE = `${"x".repeat(300)} owner: Ada Lovelace, ${"y".repeat(300)}`;

const INVENTORY = [
  objectXml("Datacenter", "dc-2", { properties: { name: "DC", parent: refXml("Folder", "group-d1") } }),
  objectXml("Folder", "group-v3", { properties: { name: "vm", parent: refXml("Datacenter", "dc-2") } }),
  objectXml("HostSystem", "host-1", {
    properties: { name: "esx-web.example.com", "summary.hardware.uuid": "30303030-0000" },
  }),
  objectXml("Network", "net-1", { properties: { name: "web" } }),
  objectXml("VirtualMachine", "vm-1", {
    properties: {
      name: "web-1",
      parent: vmFolder,
      "summary.config.instanceUuid": "5035B9A5-2a39-4b8c-9e4f-aaaaaaaaaaa1",
      "guest.hostName": "shop.example.com",
      "guest.ipAddress": "10.0.3.7",
      "guest.net": nics(["00:50:56:01:02:03", "10.0.3.7", "2001:db8::7"], ["00:50:56:01:02:04", "10.0.4.7"]),
    },
  }),
  objectXml("VirtualMachine", "vm-2", {
    properties: { name: "my web%2fold", parent: vmFolder, "config.annotation": NOTE },
  }),
  objectXml("ComputeResource", "domain-s9", { properties: { name: "esx-web.example.com" } }),
];

async function look(args: Readonly<Record<string, unknown>>) {
  await using server = await serveVcenter({ WaitForUpdatesEx: inventoryFeed(INVENTORY) });
  await using vsphere = connectSoap(server);
  const { structured, text } = await find.call(args, contextOf(vsphere));
  assert.equal(server.count("WaitForUpdatesEx"), 1);
  return { ...answer.parse(structured), text };
}

for (
  const [query, hits] of [
    // Exact, then those that begin so, then the rest; machines before hosts.
    ["web", ["net-1 name web", "vm-1 name web-1", "vm-2 name my web/old", "host-1 name esx-web.example.com"]],
    ["WEB-1", ["vm-1 name web-1"]],
    ["web/old", ["vm-2 name my web/old"]],
    ["10.0.4.7", ["vm-1 ip_address 10.0.4.7"]],
    ["10.0.", ["vm-1 ip_address 10.0.3.7"]],
    ["2001:0db8:0::7", ["vm-1 ip_address 2001:db8::7"]],
    ["00-50-56-01-02-04", ["vm-1 mac_address 00:50:56:01:02:04"]],
    ["0050.5601.0204", ["vm-1 mac_address 00:50:56:01:02:04"]],
    ["5035b9a5", ["vm-1 instance_uuid 5035B9A5-2a39-4b8c-9e4f-aaaaaaaaaaa1"]],
    ["shop.", ["vm-1 host_name shop.example.com"]],
    ["host-1", ["host-1 moref host-1"]],
    ["30303030", ["host-1 uuid 30303030-0000"]],
    ["*.example.com", ["vm-1 host_name shop.example.com", "host-1 name esx-web.example.com"]],
    ["vm-?", ["vm-2 moref vm-2", "vm-1 moref vm-1"]],
    ["nothing at all", []],
    ["<script>'\"&%2f\n", []],
  ] as const
) {
  Deno.test(`find finds ${JSON.stringify(query)}`, async () => {
    const { objects, total } = await look({ query });
    assert.deepEqual(objects.map(({ moref, matched, value }) => `${moref} ${matched} ${value}`), hits);
    assert.equal(total, hits.length);
  });
}

Deno.test("find shows the part of a long note that fits, and where the object is", async () => {
  const { objects: [hit], text } = await look({ query: "ada lovelace" });
  assert.ok(
    hit !== undefined && hit.value.length <= 126 && hit.value.includes("owner: Ada Lovelace"),
    hit?.value,
  );
  assert.equal(hit.path, "/DC/vm/my web%2fold");
  assert.match(
    text,
    /^1 of 1 object\(s\)\nvm "my web\/old" \(vm-2\) at "\/DC\/vm\/my web%2fold", notes "\.\.\.x/,
  );
});

Deno.test("find keeps to kinds and limit, and counts the others", async () => {
  const { objects, total } = await look({ query: "web", kinds: ["vm", "standalone_host"], limit: 1 });
  assert.deepEqual(objects.map(({ moref }) => moref), ["vm-1"]);
  assert.equal(total, 3);
  assert.match((await look({ query: "zzz" })).text, /^Nothing fits/);
});

farSideTest(
  "find finds a card's MAC address although no guest reports it",
  {},
  async (farSide, { vm: name }) => {
    await using vsphere = connectTo(farSide);
    const context = contextOf(vsphere);
    const { structured } = await getVm.call({ name }, context);
    const { nics: [nic] } = z.object({ nics: z.array(z.object({ mac_address: z.string() })) }).parse(
      structured,
    );
    const { moref } = z.object({ moref: z.string() }).parse(structured);
    await powerOffVm.call({ name, mode: "hard" }, context);
    const mac = nic?.mac_address ?? "";
    const { objects } = answer.parse((await find.call({ query: mac.toUpperCase() }, context)).structured);
    assert.deepEqual(objects.map((hit) => [hit.moref, hit.matched]), [[moref, "mac_address"]]);
    const again = await getVm.call({ name: mac.replaceAll(":", "-") }, context);
    assert.equal(again.structured.moref, moref);
  },
);

simulatorTest(
  "find reads the hardware of machines once and again after a change",
  { vms: 120 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const context = contextOf(vsphere);
    const ask = async () => {
      await simulator.clearLog();
      await find.call({ query: "00:50:56:ff:ff:ff" }, context);
      return (await simulator.log()).filter(({ method }) => method === "RetrievePropertiesEx").length;
    };
    await ask();
    assert.equal(await ask(), 0);
    const [vm] = (await vsphere.inventory.current()).vms();
    assert.ok(vm !== undefined);
    const call = {
      method: "ReconfigVM_Task",
      target: vm.ref,
      args: { spec: { annotation: "changed" } },
    } as const;
    await runTask(vsphere, call, { signal: context.signal, action: "change a note" });
    assert.equal(await ask(), 1);
  },
);
