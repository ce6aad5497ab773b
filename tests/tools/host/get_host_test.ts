import assert from "node:assert/strict";
import { Host } from "../../../src/simulator/world/host.ts";
import getHost from "../../../src/tools/host/get_host.ts";
import { contextOf } from "../../support/context.ts";
import type { FarSide } from "../../support/far_side.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { column, rowsOf } from "../../support/rows.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const PROD_2 = "/DC-East/host/Production/Prod-Cluster/esx-prod-02.example.com";

async function get(farSide: FarSide, name: string) {
  await using vsphere = connectTo(farSide);
  return await getHost.call({ name }, contextOf(vsphere));
}

farSideTest("get_host costs two round trips", {}, async (farSide) => {
  await using vsphere = connectTo(farSide);
  const context = contextOf(vsphere);
  const mirror = await vsphere.inventory.current();
  const [first] = mirror.rows("HostSystem");
  assert.ok(first);
  await farSide.clearLog();
  const { structured } = await getHost.call({ name: first.ref.value }, context);
  assert.equal(structured.moref, first.ref.value);
  assert.equal(structured.path, mirror.tree.path(first.ref));
  const methods = (await farSide.log()).map(({ method }) => method);
  assert.deepEqual(methods, ["WaitForUpdatesEx", "RetrievePropertiesEx"]);
});

simulatorTest("get_host tells hardware, product and place", {}, async (simulator) => {
  const { structured: host } = await get(simulator, PROD_2);
  assert.equal(host.name, "esx-prod-02.example.com");
  assert.equal(host.path, PROD_2);
  assert.equal(host.cluster, "Prod-Cluster");
  assert.equal(host.lockdown_mode, "lockdownDisabled");
  assert.deepEqual(host.product, {
    version: "8.0.3",
    build: "24280767",
    full_name: "VMware ESXi 8.0.3 build-24280767",
    license: "VMware ESX Server 8.0",
  });
  assert.deepEqual(host.hardware, {
    vendor: "Dell Inc.",
    model: "PowerEdge R750",
    serial_number: "B8BCCC2",
    uuid: "6d689723-cc76-44b7-ac34-99a87b8bccc2",
    cpu_model: "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
    cpu_sockets: 2,
    cpu_cores: 64,
    cpu_threads: 128,
    cpu_total_mhz: 128_000,
    memory_mb: 786_432,
  });
  assert.ok(typeof host.load === "object" && host.load !== null);
  assert.deepEqual(Object.keys(host.load), [
    "cpu_usage_mhz",
    "cpu_usage_percent",
    "memory_usage_mb",
    "memory_usage_percent",
  ]);
});

simulatorTest(
  "get_host tells network, storage, machines, services and time servers",
  {},
  async (simulator) => {
    const { structured: host } = await get(simulator, "esx-prod-02.example.com");
    const [nic] = rowsOf(host.nics);
    assert.deepEqual(nic, {
      device: "vmnic0",
      is_link_up: true,
      speed_mbit: 25_000,
      is_full_duplex: true,
      mac_address: nic?.mac_address,
      driver: "bnxtnet",
    });
    assert.deepEqual(column(host.nics, "device"), ["vmnic0", "vmnic1", "vmnic2", "vmnic3"]);
    assert.deepEqual(host.vmkernel, [{
      device: "vmk0",
      ip_address: "10.10.0.12",
      subnet_mask: "255.255.255.0",
      is_dhcp: false,
      network: "Management Network",
      mtu: 1500,
      mac_address: nic?.mac_address,
      services: ["management", "vmotion"],
    }]);
    assert.deepEqual(host.datastores, ["gold-01", "gold-02", "nfs-iso", "silver-01", "silver-02"]);
    assert.deepEqual(host.networks, [
      "DSwitch-Prod-DVUplinks",
      "Storage",
      "VM Network",
      "app-vlan120",
      "db-vlan130",
      "dmz-isolated",
      "trunk-appliances",
    ]);
    assert.deepEqual(host.vms, {
      count: 5,
      powered_on_count: 5,
      names: ["app-00033", "db-02", "pg-00037", "pg-00041", "web-02"],
    });
    assert.deepEqual(column(host.running_services, "key"), ["DCUI", "lbtd", "ntpd", "vmsyslogd", "vpxa"]);
    assert.deepEqual(host.ntp_servers, ["ntp1.example.com", "ntp2.example.com"]);
  },
);

simulatorTest(
  "get_host names 50 of many machines and counts all",
  { model: "esxi", vms: 60 },
  async (simulator) => {
    const { structured: host, text } = await get(simulator, "esxi.home.example");
    const { vms } = host;
    assert.ok(typeof vms === "object" && vms !== null && "count" in vms && "names" in vms);
    assert.equal(vms.count, 60);
    assert.ok(Array.isArray(vms.names));
    assert.equal(vms.names.length, 50);
    assert.deepEqual(vms.names, vms.names.toSorted());
    assert.match(text, /\n60 VM\(s\), \d+ on: .* and 50 more\n/);
  },
);

simulatorTest("get_host lists all sensors and says which are not green", {}, async (simulator) => {
  const { structured: host, text } = await get(simulator, "esx-prod-02.example.com");
  assert.ok(typeof host.sensors === "object" && host.sensors !== null && "list" in host.sensors);
  const list = rowsOf(host.sensors.list);
  assert.deepEqual(list.map(({ name, health, unit }) => [name, health, unit]), [
    ["System Board 1 Exhaust Temp", "yellow", "Degrees C"],
    ["VMware Rollup Health State", "yellow", undefined],
    ["Processor 1 Temp", "green", "Degrees C"],
    ["Processor 2 Temp", "green", "Degrees C"],
    ["System Board 1 Inlet Temp", "green", "Degrees C"],
    ["Fan Device 1 Fan1A RPM", "green", "RPM"],
    ["Fan Device 2 Fan2A RPM", "green", "RPM"],
    ["System Board 1 Pwr Consumption", "green", "Watts"],
    ["Power Supply 1 Voltage 1", "green", "Volts"],
    ["Power Supply 2 Voltage 2", "green", "Volts"],
  ]);
  const [exhaust] = list;
  // The simulator tells hundredths of 71 ± 1 °C.
  assert.ok(Number(exhaust?.value) >= 70 && Number(exhaust?.value) <= 72, String(exhaust?.value));
  const lines = text.split("\n");
  const from = lines.indexOf("10 sensor(s), 6 hardware part(s), 2 not green");
  assert.deepEqual(lines.slice(from + 1), [
    `yellow: System Board 1 Exhaust Temp ${exhaust?.value} Degrees C`,
    "yellow: VMware Rollup Health State",
  ]);
  assert.deepEqual(host.hardware_status, {
    cpu: [{ name: "CPU 1", health: "green" }, { name: "CPU 2", health: "green" }],
    memory: ["Proc 1 DIMM 1", "Proc 1 DIMM 2", "Proc 2 DIMM 1", "Proc 2 DIMM 2"]
      .map((name) => ({ name, health: "green" })),
    storage: [],
  });
});

simulatorTest("get_host tells what is known of a host that does not answer", {}, async (simulator) => {
  const { structured: host, text } = await get(simulator, "ESX-EDGE-02.example.com");
  assert.equal(host.connection_state, "notResponding");
  assert.deepEqual(host.load, {});
  for (const part of ["sensors", "nics", "vmkernel", "running_services", "ntp_servers", "boot_time"]) {
    assert.ok(!(part in host), part);
  }
  const why =
    "The host is notResponding: load, sensors and configuration are missing, or as they were seen last; " +
    "check its power, its management network and its connection to vCenter Server";
  assert.equal(host.unavailable, why);
  assert.match(text, /^\/DC-West\/host\/.* is notResponding, power state unknown, standalone, status red, /);
  assert.ok(text.endsWith(`\n${why}`), text);
  assert.ok(!text.includes("undefined"), text);
});

simulatorTest("get_host refuses what is unknown and what is ambiguous", {}, async (simulator) => {
  const [first, second, third] = simulator.simulator.world.all(Host);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  first.name = "twin";
  second.name = "twin";
  third.name = "a%2fb \"&<x>' 🚀\nline";
  await assert.rejects(get(simulator, "esx-edge-03.example.com"), {
    kind: "not_found",
    message: 'Cannot find host "esx-edge-03.example.com": no host has this name, path or id; ' +
      'list_hosts shows the names in use (closest: "esx-edge-01.example.com")',
  });
  await assert.rejects(get(simulator, "twin"), {
    kind: "ambiguous",
    message: 'Cannot tell which host "twin" is: 2 have this name or id; use the path or moref of one: ' +
      `/DC-East/host/Production/Prod-Cluster/twin (${first.ref.value}), ` +
      `/DC-East/host/Production/Prod-Cluster/twin (${second.ref.value})`,
  });
  const { structured, text } = await get(simulator, "a/b \"&<x>' 🚀\nline");
  assert.equal(structured.moref, third.ref.value);
  assert.ok(!/^line/m.test(text), text);
});

farSideTest(
  "get_host says where to change a host that belongs to a vCenter Server",
  // vcsim's ESXi says that it belongs to one, the simulator's that it does not.
  { on: ["vcsim ESXi", "simulator ESXi"] },
  async (farSide) => {
    const { structured, text } = await get(farSide, "ha-host");
    const isManaged = structured.managed_by === "127.0.0.1";
    assert.equal(isManaged, structured.name === "localhost.localdomain");
    assert.equal(
      structured.note,
      isManaged
        ? "The host belongs to vCenter Server 127.0.0.1: make changes through that server, " +
          "which may refuse or undo what is done on the host itself"
        : undefined,
    );
    assert.equal(text.includes("make changes through that server"), isManaged);
  },
);
