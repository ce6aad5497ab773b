import { readProperty } from "../../src/simulator/properties/read_property.ts";
import assert from "node:assert/strict";
import { dataAt, dataListAt, made, numberAt, textAt, textListAt } from "../../src/simulator/core/value.ts";
import { hostLoad, vmLoad } from "../../src/simulator/perf/load.ts";
import type { ManagedObject } from "../../src/simulator/world/managed_object.ts";
import { GIB, makePlaces, NOON, read } from "./property_places.ts";

Deno.test("a host tells the load of its machines and its own", () => {
  const { world, first, vms } = makePlaces("vcenter");
  const summary = read(world, first, "summary");
  const stats = dataAt(summary, "quickStats");
  const load = hostLoad(first, NOON);
  assert.equal(numberAt(stats, "overallCpuUsage"), load.cpuMhz);
  assert.equal(numberAt(stats, "overallMemoryUsage"), Math.round(load.consumedKb / 1024));
  const ofMachines = vms.reduce((sum, vm) => sum + (vm.host === first ? vmLoad(vm, NOON).cpuMhz : 0), 0);
  assert.ok(ofMachines > 0 && ofMachines < load.cpuMhz, `${ofMachines} of ${load.cpuMhz}`);
  assert.equal(numberAt(stats, "uptime"), 10 * 86_400);
  assert.equal(textAt(summary, "managementServerIp"), "10.10.0.5");
  const hardware = dataAt(summary, "hardware");
  assert.equal(numberAt(hardware, "numCpuCores"), 32);
  assert.equal(numberAt(hardware, "numCpuThreads"), 64);
  assert.equal(numberAt(hardware, "memorySize"), 512 * GIB);
  assert.equal(textAt(dataAt(dataAt(summary, "config"), "product"), "version"), "8.0.3");
});

Deno.test("a standalone host has no vCenter Server", () => {
  const { world, first } = makePlaces("esxi");
  assert.equal(textAt(read(world, first, "summary"), "managementServerIp"), undefined);
});

Deno.test("a host that is not connected has neither configuration nor load", () => {
  const { world, lost } = makePlaces("vcenter");
  for (const property of ["config", "hardware"]) {
    assert.equal(made(readProperty(lost, property, { world, session: undefined })), undefined);
  }
  const summary = read(world, lost, "summary");
  const stats = dataAt(summary, "quickStats");
  assert.deepEqual([stats?.overallCpuUsage, stats?.overallMemoryUsage, stats?.uptime], [0, 0, 0]);
  const { healthSystemRuntime, bootTime, connectionState } = read(world, lost, "runtime");
  assert.deepEqual([healthSystemRuntime, bootTime, connectionState], [undefined, undefined, "disconnected"]);
});

Deno.test("sensors are in hundredths of their unit, and one of a yellow host is yellow", () => {
  const { world, first, warm } = makePlaces("vcenter");
  const sensorsOf = (host: ManagedObject) =>
    dataListAt(
      dataAt(dataAt(read(world, host, "runtime"), "healthSystemRuntime"), "systemHealthInfo"),
      "numericSensorInfo",
    );
  const kinds = sensorsOf(first).map((sensor) =>
    [
      textAt(sensor, "sensorType"),
      textAt(sensor, "baseUnits"),
      numberAt(sensor, "unitModifier"),
    ].join(" ")
  );
  assert.deepEqual(kinds, [
    "system  0",
    ...Array(4).fill("temperature Degrees C -2"),
    ...Array(2).fill("fan RPM -2"),
    "power Watts -2",
    ...Array(2).fill("voltage Volts -2"),
  ]);
  const [, processor] = sensorsOf(first);
  assert.equal(textAt(processor, "name"), "Processor 1 Temp");
  const celsius = (numberAt(processor, "currentReading") ?? 0) / 100;
  assert.ok(celsius > 30 && celsius < 85, `${celsius}`);
  const notGreen = (host: ManagedObject) =>
    sensorsOf(host).filter((sensor) => textAt(dataAt(sensor, "healthState"), "key") !== "green")
      .map((sensor) => `${textAt(sensor, "name")} ${textAt(dataAt(sensor, "healthState"), "key")}`);
  assert.deepEqual(notGreen(first), []);
  assert.deepEqual(notGreen(warm), [
    "VMware Rollup Health State yellow",
    "System Board 1 Exhaust Temp yellow",
  ]);
});

Deno.test("a host tells its switches, port groups and interface", () => {
  const { world, first, home } = makePlaces("vcenter");
  const network = dataAt(read(world, first, "config"), "network");
  const specs = dataListAt(network, "portgroup").map((group) => dataAt(group, "spec"));
  assert.deepEqual(specs.map((spec) => [textAt(spec, "name"), numberAt(spec, "vlanId")]), [
    ["Management Network", 0],
    ["VM Network", 12],
  ]);
  const [nic] = dataListAt(network, "vnic");
  assert.equal(textAt(nic, "portgroup"), "Management Network");
  assert.equal(textAt(dataAt(dataAt(nic, "spec"), "ip"), "ipAddress"), "10.10.0.11");
  const [proxy] = dataListAt(network, "proxySwitch");
  assert.equal(textAt(proxy, "dvsUuid"), home.uuid);
  assert.deepEqual(
    textListAt(proxy, "pnic"),
    ["vmnic2", "vmnic3"].map((name) => `key-vim.host.PhysicalNic-${name}`),
  );
  const dns = dataAt(network, "dnsConfig");
  assert.deepEqual([textAt(dns, "hostName"), textAt(dns, "domainName")], ["esx1", "example.com"]);
});

Deno.test("a host names its managers, and they tell what the host tells", () => {
  const { world, first } = makePlaces("vcenter");
  const { $type: _, ...managers } = read(world, first, "configManager");
  assert.deepEqual(managers.networkSystem, {
    type: "HostNetworkSystem",
    value: `networkSystem-${first.ref.value}`,
  });
  assert.deepEqual(Object.keys(managers).sort(), [
    ...["autoStartManager", "datastoreSystem", "dateTimeSystem", "firewallSystem", "healthStatusSystem"],
    ...["networkSystem", "serviceSystem", "storageSystem", "virtualNicManager"],
  ]);
  const system = first.managers.get("networkSystem");
  assert.ok(system !== undefined);
  assert.deepEqual(read(world, system, "networkInfo"), dataAt(read(world, first, "config"), "network"));
});
