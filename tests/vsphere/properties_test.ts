import assert from "node:assert/strict";
import { number, ref, text } from "../../src/soap/decode.ts";
import { baseKind, retrieveAll, retrieveObjects, retrieveSelected } from "../../src/vsphere/properties.ts";
import { connectSoap, fault, objectXml, result, retrieved, serveVcenter } from "../support/soap_server.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

const names = { VirtualMachine: { name: text } } as const;
const vm = (id: string) => ({ type: "VirtualMachine", value: id });
const named = (id: string) => objectXml("VirtualMachine", id, { properties: { name: `name of ${id}` } });

Deno.test("retrieveAll() follows the token although the server was never asked for pages that small", async () => {
  const tokens: (string | undefined)[] = [];
  await using server = await serveVcenter({
    RetrievePropertiesEx: () => retrieved([named("vm-1")], "0-1"),
    ContinueRetrievePropertiesEx: (_method, body) => {
      tokens.push(/<token>(.*)<\/token>/.exec(body)?.[1]);
      return tokens.length === 1 ? retrieved([named("vm-2")], "0-2") : retrieved([named("vm-3")]);
    },
  });
  await using vsphere = connectSoap(server);
  const { VirtualMachine } = await retrieveAll(vsphere.session, names);
  assert.deepEqual(VirtualMachine.map(({ name }) => name), ["name of vm-1", "name of vm-2", "name of vm-3"]);
  assert.deepEqual(tokens, ["0-1", "0-2"]);
});

Deno.test("retrieveAll() gives no rows when the answer has no returnval", async () => {
  await using server = await serveVcenter({ RetrievePropertiesEx: () => result("RetrievePropertiesEx") });
  await using vsphere = connectSoap(server);
  assert.deepEqual(await retrieveAll(vsphere.session, { ...names, Datastore: {} }), {
    VirtualMachine: [],
    Datastore: [],
  });
});

Deno.test("retrieveAll() makes the view once and asks for everything in one retrieval", async () => {
  await using server = await serveVcenter({ RetrievePropertiesEx: () => retrieved([]) });
  await using vsphere = connectSoap(server);
  await Promise.all([
    retrieveAll(vsphere.session, names),
    retrieveAll(vsphere.session, { ...names, HostSystem: { name: text } }),
  ]);
  await retrieveAll(vsphere.session, names);
  assert.equal(server.count("CreateContainerView"), 1);
  assert.equal(server.count("RetrievePropertiesEx"), 3);
  assert.match(
    server.requests.at(-1)?.body ?? "",
    /<objectSet><obj type="ContainerView">view-1<\/obj><skip>true/,
  );
});

Deno.test("retrieveAll() puts subclasses under their base kind and vApps also under their own", async () => {
  const types = [
    "ClusterComputeResource",
    "DistributedVirtualPortgroup",
    "OpaqueNetwork",
    "StoragePod",
    "VirtualApp",
  ];
  await using server = await serveVcenter({
    RetrievePropertiesEx: () =>
      retrieved(types.map((type) => objectXml(type, type, { properties: { name: type } }))),
  });
  await using vsphere = connectSoap(server);
  const shape = { name: text };
  const rows = await retrieveAll(vsphere.session, {
    ComputeResource: shape,
    Network: shape,
    Folder: shape,
    ResourcePool: shape,
    VirtualApp: shape,
  });
  assert.deepEqual(Object.values(rows).map((rows) => rows.map(({ ref }) => ref.type)), [
    ["ClusterComputeResource"],
    ["DistributedVirtualPortgroup", "OpaqueNetwork"],
    ["StoragePod"],
    ["VirtualApp"],
    ["VirtualApp"],
  ]);
  assert.equal(baseKind("VmwareDistributedVirtualSwitch"), "DistributedVirtualSwitch");
  assert.equal(baseKind("HostSystem"), "HostSystem");
});

Deno.test("retrieveAll() tells what could not be read and why, and leaves the rest", async () => {
  const inaccessible = objectXml("VirtualMachine", "vm-1", {
    properties: { name: "lost", unasked: "x" },
    missing: { "config.hardware.numCPU": "InvalidProperty", parent: "ManagedObjectNotFound" },
  });
  await using server = await serveVcenter({ RetrievePropertiesEx: () => retrieved([inaccessible]) });
  await using vsphere = connectSoap(server);
  const shape = { name: text, "config.hardware.numCPU": number, parent: ref } as const;
  const [row] = (await retrieveAll(vsphere.session, { VirtualMachine: shape })).VirtualMachine;
  assert.equal(row?.name, "lost");
  assert.equal(row["config.hardware.numCPU"], undefined);
  assert.deepEqual([...row.missing], [["config.hardware.numCPU", "InvalidProperty"], [
    "parent",
    "ManagedObjectNotFound",
  ]]);
});

for (
  const [what, lost] of [
    ["a fault", fault("NotAuthenticated")],
    [
      "properties missing",
      retrieved([objectXml("VirtualMachine", "vm-1", { missing: { name: "NotAuthenticated" } })]),
    ],
    [
      "a view that is gone",
      fault("ManagedObjectNotFound", { fields: '<obj type="ContainerView">view-1</obj>' }),
    ],
  ] as const
) {
  Deno.test(`retrieveAll() takes ${what} for a lost session and makes a new view`, async () => {
    const answers = [lost];
    await using server = await serveVcenter({
      RetrievePropertiesEx: () => answers.shift() ?? retrieved([named("vm-1")]),
    });
    await using vsphere = connectSoap(server);
    assert.equal((await retrieveAll(vsphere.session, names)).VirtualMachine.length, 1);
    assert.equal(server.count("Login"), 2);
    assert.match(server.requests.at(-1)?.body ?? "", />view-2</);
  });
}

Deno.test("retrieveAll() reads the others when an object is deleted meanwhile, without a new login", async () => {
  const gone = fault("ManagedObjectNotFound", { fields: '<obj type="VirtualMachine">vm-2</obj>' });
  const answers = [gone];
  await using server = await serveVcenter({
    RetrievePropertiesEx: () => answers.shift() ?? retrieved([named("vm-1")]),
  });
  await using vsphere = connectSoap(server);
  assert.equal((await retrieveAll(vsphere.session, names)).VirtualMachine.length, 1);
  assert.equal(server.count("Login"), 1);
});

Deno.test("retrieveAll() fails when the session is lost in the middle of a second try", async () => {
  await using server = await serveVcenter({
    RetrievePropertiesEx: () => retrieved([named("vm-1")], "0-1"),
    ContinueRetrievePropertiesEx: () => fault("NotAuthenticated"),
  });
  await using vsphere = connectSoap(server);
  await assert.rejects(retrieveAll(vsphere.session, names), { fault: "NotAuthenticated" });
  assert.equal(server.count("Login"), 2);
});

Deno.test("retrieveObjects() answers in the order it was asked, without what is gone, and asks for every type", async () => {
  const objects = [
    objectXml("HostSystem", "host-1", { properties: { name: "esx" } }),
    objectXml("VirtualMachine", "vm-2", { missing: { name: "ManagedObjectNotFound" } }),
    named("vm-1"),
  ];
  await using server = await serveVcenter({ RetrievePropertiesEx: () => retrieved(objects) });
  await using vsphere = connectSoap(server);
  const refs = [vm("vm-1"), vm("vm-2"), { type: "HostSystem", value: "host-1" }, vm("vm-3")];
  const rows = await retrieveObjects(vsphere.session, refs, { shape: { name: text } });
  assert.deepEqual(rows.map(({ name }) => name), ["name of vm-1", "esx"]);
  const body = server.requests.at(-1)?.body ?? "";
  assert.match(body, /<propSet><type>VirtualMachine<.*<propSet><type>HostSystem</);
  assert.match(body, /<reportMissingObjectsInResults>true</);
});

Deno.test("retrieveObjects() asks nothing about nothing", async () => {
  await using server = await serveVcenter({});
  await using vsphere = connectSoap(server);
  assert.deepEqual(await retrieveObjects(vsphere.session, [], { shape: { name: text } }), []);
  assert.deepEqual(server.methods(), []);
});

Deno.test("retrieveSelected() reads each type by its own shape, and asks nothing about nothing", async () => {
  const objects = [
    objectXml("Network", "network-1", { properties: { name: "lan" } }),
    objectXml("DistributedVirtualPortgroup", "dvportgroup-1", { properties: { name: "dv", key: "9" } }),
    objectXml("DistributedVirtualPortgroup", "dvportgroup-2", { missing: { name: "ManagedObjectNotFound" } }),
  ];
  await using server = await serveVcenter({ RetrievePropertiesEx: () => retrieved(objects) });
  await using vsphere = connectSoap(server);
  const shapes = {
    Network: { name: text },
    DistributedVirtualPortgroup: { name: text, key: number },
  } as const;
  const obj = { type: "Network", value: "network-1" };
  const rows = await retrieveSelected(vsphere.session, [{ obj, skip: false }], { shapes });
  assert.deepEqual(rows.Network.map(({ name }) => name), ["lan"]);
  assert.deepEqual(rows.DistributedVirtualPortgroup.map(({ name, key }) => [name, key]), [["dv", 9]]);
  assert.equal(server.count("RetrievePropertiesEx"), 1);
  const none = await retrieveSelected(vsphere.session, [], { shapes });
  assert.deepEqual(none, { Network: [], DistributedVirtualPortgroup: [] });
  assert.equal(server.count("RetrievePropertiesEx"), 1);
});

for (const model of ["vpx", "esx"] as const) {
  vcsimTest(`retrieveSelected() follows a traversal on ${model}`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const [vm] = (await retrieveAll(vsphere.session, names)).VirtualMachine;
    assert.ok(vm);
    const selectSet = [{ $type: "TraversalSpec", type: "VirtualMachine", path: "datastore", skip: false }];
    const objectSet = [{ obj: vm.ref, skip: false, selectSet }];
    const rows = await retrieveSelected(vsphere.session, objectSet, {
      shapes: { VirtualMachine: { name: text }, Datastore: { name: text } },
    });
    assert.deepEqual(rows.VirtualMachine.map(({ name }) => name), [vm.name]);
    assert.deepEqual(rows.Datastore.map(({ name }) => name), ["LocalDS_0"]);
  });
}

vcsimTest("retrieveAll() reads 1,010 objects in two pages", { vms: 505 }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { VirtualMachine } = await retrieveAll(vsphere.session, names);
  assert.equal(VirtualMachine.length, 1010);
  assert.equal(new Set(VirtualMachine.map(({ name }) => name)).size, 1010);
  const log = await vcsim.log();
  assert.equal(log.filter(({ method }) => method.endsWith("RetrievePropertiesEx")).length, 2);
});

vcsimTest("retrieveAll() of an empty ESXi host gives no machine", { model: "esx", vms: 0 }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  assert.deepEqual(await retrieveAll(vsphere.session, names), { VirtualMachine: [] });
});
