import { readProperty } from "../../src/simulator/properties/read_property.ts";
import assert from "node:assert/strict";
import {
  dataAt,
  dataListAt,
  isData,
  isList,
  made,
  numberAt,
  refAt,
  refListAt,
  textAt,
  textListAt,
  type Value,
} from "../../src/simulator/core/value.ts";
import { writeTyped } from "../../src/simulator/core/write.ts";
import { isKnownType, MANAGED, SCHEMA } from "../../src/simulator/wire/schema.ts";
import type { WireField } from "../../src/soap/schema.ts";
import { GIB, makePlaces, read } from "./property_places.ts";

Deno.test("every property of every kind of object is written at old and new versions", () => {
  for (const world of [makePlaces("vcenter").world, makePlaces("esxi").world]) {
    for (const object of world.objects()) {
      for (const field of MANAGED.typeOf(object.ref.type).fields) {
        const value = made(readProperty(object, field.name, { world, session: undefined }));
        if (value === undefined) continue;
        const place = `${object.ref.type}.${field.name}`;
        assert.deepEqual(misfits(value, { ...field, name: place }), []);
        for (const version of ["6.7", "8.0.3.0"]) {
          assert.match(writeTyped("val", value, { field, version }), /^<val .*>$/s, place);
        }
      }
    }
  }
});

Deno.test("properties that a kind of object must have are there on connected hosts", () => {
  const places = makePlaces("vcenter");
  const unset = new Set<string>();
  for (const object of places.world.objects()) {
    if (object === places.lost || object.ref.value.endsWith(`-${places.lost.ref.value}`)) continue;
    for (const { name, isOptional } of MANAGED.typeOf(object.ref.type).fields) {
      const isSet =
        made(readProperty(object, name, { world: places.world, session: undefined })) !== undefined;
      if (!isOptional && !isSet) unset.add(`${object.ref.type}.${name}`);
    }
  }
  const expected = ["HostNetworkSystem.consoleIpRouteConfig", "VmwareDistributedVirtualSwitch.capability"];
  assert.deepEqual(
    [...unset].filter((place) => !/\.self$/.test(place)).sort(),
    expected,
  );
});

Deno.test("a cluster sums up its hosts, and leaves out those that cannot run machines", () => {
  const { world, cluster } = makePlaces("vcenter");
  const { usageSummary: _, ...summary } = read(world, cluster, "summary");
  assert.deepEqual(summary, {
    $type: "ClusterComputeResourceSummary",
    totalCpu: 192_000,
    totalMemory: 1536 * GIB,
    numCpuCores: 96,
    numCpuThreads: 192,
    effectiveCpu: 128_000,
    effectiveMemory: 996_146,
    numHosts: 3,
    numEffectiveHosts: 2,
    overallStatus: "green",
    currentFailoverLevel: 1,
    numVmotions: 0,
    currentEVCModeKey: "intel-icelake",
  });
  const usage = dataAt(read(world, cluster, "summary"), "usageSummary");
  assert.deepEqual(
    ["cpuReservationMhz", "memReservationMB", "poweredOffVmCount", "totalVmCount"].map((name) =>
      numberAt(usage, name)
    ),
    [3000, 1024, 1, 3],
  );
});

Deno.test("only clusters have drsConfig and dasConfig", () => {
  const { world, cluster, alone } = makePlaces("vcenter");
  for (const property of ["configuration", "configurationEx"]) {
    const config = read(world, cluster, property);
    for (const name of ["drsConfig", "dasConfig"]) assert.equal(dataAt(config, name)?.enabled, true);
  }
  assert.deepEqual(Object.keys(read(world, alone, "configurationEx")), [
    "$type",
    "vmSwapPlacement",
    "spbmEnabled",
  ]);
  assert.equal(read(world, alone, "summary").$type, "ComputeResourceSummary");
});

Deno.test("a pool may give away its reservation and what is left above it", () => {
  const { world, cluster, pool } = makePlaces("vcenter");
  const cpu = dataAt(read(world, pool, "runtime"), "cpu");
  assert.deepEqual({ ...cpu, overallUsage: 0 }, {
    $type: "ResourcePoolResourceUsage",
    reservationUsed: 3000,
    reservationUsedForVm: 3000,
    // 7,000 of its own and 118,000 above, but its limit is 40,000.
    unreservedForPool: 37_000,
    unreservedForVm: 37_000,
    overallUsage: 0,
    maxUsage: 40_000,
  });
  const above = dataAt(read(world, cluster.pool, "runtime"), "cpu");
  assert.deepEqual(
    ["reservationUsed", "reservationUsedForVm", "unreservedForPool", "maxUsage"].map((name) =>
      numberAt(above, name)
    ),
    [10_000, 0, 118_000, 128_000],
  );
  assert.equal(numberAt(above, "overallUsage"), numberAt(cpu, "overallUsage"));
  const memory = dataAt(read(world, pool, "runtime"), "memory");
  assert.equal(numberAt(memory, "reservationUsed"), GIB);
  const allocation = dataAt(read(world, pool, "config"), "cpuAllocation");
  assert.deepEqual([allocation?.reservation, allocation?.limit], [10_000, 40_000]);
  assert.equal(textAt(dataAt(allocation, "shares"), "level"), "high");
});

Deno.test("a datastore tells its space and who mounts it", () => {
  const { world, shared, first, second, lost, vms } = makePlaces("vcenter");
  const summary = read(world, shared, "summary");
  const used = vms.reduce((sum, { committedBytes }) => sum + committedBytes, 0);
  assert.equal(numberAt(summary, "capacity"), 2048 * GIB);
  assert.equal(numberAt(summary, "freeSpace"), 1848 * GIB - used);
  assert.deepEqual([summary.accessible, summary.multipleHostAccess, summary.type], [true, true, "VMFS"]);
  const info = read(world, shared, "info");
  assert.equal(info.$type, "VmfsDatastoreInfo");
  assert.equal(textAt(dataAt(info, "vmfs"), "uuid"), shared.uuid);
  const hosts = made(readProperty(shared, "host", { world, session: undefined }));
  assert.ok(isList(hosts));
  const mounts = hosts.map(made).filter(isData);
  assert.deepEqual(mounts.map((mount) => [refAt(mount, "key"), dataAt(mount, "mountInfo")?.accessible]), [
    [first.ref, true],
    [second.ref, true],
    [lost.ref, false],
  ]);
  assert.equal(dataAt(mounts[0], "mountInfo")?.accessMode, "readWrite");
});

Deno.test("a datastore that cannot be reached has no free space", () => {
  const { world, broken, nfs } = makePlaces("vcenter");
  const { accessible, freeSpace, multipleHostAccess } = read(world, broken, "summary");
  assert.deepEqual([accessible, made(freeSpace), multipleHostAccess], [false, 0, false]);
  const nas = dataAt(read(world, nfs, "info"), "nas");
  assert.deepEqual([nas?.remoteHost, nas?.remotePath], ["nas.example.com", "/export/iso"]);
});

Deno.test("a datastore cluster sums up its datastores", () => {
  const { world, pod, shared } = makePlaces("vcenter");
  const { capacity, freeSpace } = read(world, pod, "summary");
  assert.equal(capacity, 3072 * GIB);
  assert.equal(freeSpace, shared.freeBytes);
  const config = dataAt(dataAt(read(world, pod, "podStorageDrsEntry"), "storageDrsConfig"), "podConfig");
  assert.equal(config?.enabled, true);
});

Deno.test("a datacenter lists the datastores and networks of all its folders", () => {
  const { world, datacenter, ...places } = makePlaces("vcenter");
  const { shared, broken, nfs, standard, uplinks, tagged, hidden } = places;
  const listed = (property: string) =>
    made(readProperty(datacenter, property, { world, session: undefined }));
  assert.deepEqual(listed("datastore"), [shared, broken, nfs].map(({ ref }) => ref));
  assert.deepEqual(listed("network"), [standard, uplinks, tagged, hidden].map(({ ref }) => ref));
});

Deno.test("port groups tell their VLANs", () => {
  const { world, uplinks, tagged, hidden } = makePlaces("vcenter");
  const vlans = [uplinks, tagged, hidden].map((group) =>
    dataAt(dataAt(read(world, group, "config"), "defaultPortConfig"), "vlan")
  );
  const range = (start: number, end: number) => ({ $type: "NumericRange", start, end });
  const prefix = "VmwareDistributedVirtualSwitch";
  assert.deepEqual(vlans, [
    { $type: `${prefix}TrunkVlanSpec`, inherited: false, vlanId: [range(0, 99), range(200, 4094)] },
    { $type: `${prefix}VlanIdSpec`, inherited: false, vlanId: 20 },
    { $type: `${prefix}PvlanSpec`, inherited: false, pvlanId: 31 },
  ]);
});

Deno.test("the group of the uplinks is marked, and hosts have their ports in it", () => {
  const { world, home, uplinks, tagged, standard, second } = makePlaces("vcenter");
  const tags = [uplinks, tagged, standard].map((group) =>
    made(readProperty(group, "tag", { world, session: undefined }))
  );
  assert.deepEqual(tags, [[{ $type: "Tag", key: "SYSTEM/DVS.UPLINKPG" }], [], []]);
  assert.equal(made(readProperty(tagged, "key", { world, session: undefined })), tagged.ref.value);
  const keys = made(readProperty(uplinks, "portKeys", { world, session: undefined }));
  assert.deepEqual(keys, ["0", "1", "2", "3", "4", "5"]);
  const config = read(world, home, "config");
  assert.deepEqual(refListAt(config, "uplinkPortgroup"), [uplinks.ref]);
  // Two a host, and eight in each of the other groups.
  assert.equal(numberAt(config, "numPorts"), 22);
  const member = dataListAt(config, "host").find((one) =>
    refAt(dataAt(one, "config"), "host") === second.ref
  );
  assert.deepEqual(textListAt(member, "uplinkPortKey"), ["2", "3"]);
  const { uuid, portgroupName } = read(world, home, "summary");
  assert.deepEqual([uuid, portgroupName], [home.uuid, ["dvs-uplinks", "tagged", "hidden"]]);
});

/** Where a value is not what its field declares: numbers that are not whole or too big, lists, wrong scalars. */
function misfits(value: Value | undefined, field: WireField): readonly string[] {
  const known = made(value);
  if (known === undefined) return [];
  if (isList(known) !== field.isArray) return [`${field.name} is ${isList(known) ? "a" : "no"} list`];
  if (isList(known)) return known.flatMap((item) => misfits(item, { ...field, isArray: false }));
  if (isData(known)) {
    if (!isKnownType(known.$type)) return [`${field.name} is an unknown ${known.$type}`];
    const { fields, lineage } = SCHEMA.typeOf(known.$type);
    return [
      ...(field.type === "anyType" || lineage.includes(field.type)
        ? []
        : [`${field.name} is ${known.$type}`]),
      ...fields.flatMap((one) => misfits(known[one.name], { ...one, name: `${field.name}.${one.name}` })),
    ];
  }
  const range = RANGES[field.type];
  const isFine = range !== undefined
    ? typeof known === "number" && Number.isSafeInteger(known) && known >= -range && known < range
    : field.type === "boolean"
    ? typeof known === "boolean"
    : field.type === "ref"
    ? typeof known === "object"
    : field.type === "anyType" || typeof known === "string";
  return isFine ? [] : [`${field.name} of type ${field.type} is ${JSON.stringify(known)}`];
}

const RANGES: Readonly<Record<string, number>> = {
  byte: 2 ** 7,
  short: 2 ** 15,
  int: 2 ** 31,
  long: 2 ** 63,
};
