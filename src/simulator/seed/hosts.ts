import type { Random } from "../core/random.ts";
import type { HostHardware, HostNetworking } from "../world/host.ts";

const GIB = 1024 ** 3;

/** A rack server of some size. */
export function serverHardware(random: Random, memoryGib: number): HostHardware {
  const isDell = random.next() < 0.5;
  return {
    vendor: isDell ? "Dell Inc." : "HPE",
    model: isDell ? "PowerEdge R750" : "ProLiant DL380 Gen10 Plus",
    cpuModel: "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
    sockets: 2,
    coresPerSocket: 32,
    cpuMhz: 2000,
    memoryBytes: memoryGib * GIB,
    uuid: random.uuid(),
  };
}

/** A small machine under a desk. */
export function homelabHardware(random: Random): HostHardware {
  return {
    vendor: "Intel(R) Client Systems",
    model: "NUC12WSKi7",
    cpuModel: "12th Gen Intel(R) Core(TM) i7-1260P",
    sockets: 1,
    coresPerSocket: 12,
    cpuMhz: 2496,
    memoryBytes: 64 * GIB,
    uuid: random.uuid(),
  };
}

/** Two switches: management with the standard networks, storage apart. */
export function serverNetworking(random: Random, managementIp: string): HostNetworking {
  const mac = () => `e4:43:4b:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`;
  return {
    nics: ["vmnic0", "vmnic1", "vmnic2", "vmnic3"].map((device) => ({
      device,
      mac: mac(),
      speedMbit: 25_000,
    })),
    switches: [
      {
        name: "vSwitch0",
        nics: ["vmnic0", "vmnic1"],
        mtu: 1500,
        portGroups: [{ name: "Management Network", vlanId: 0 }, { name: "VM Network", vlanId: 0 }],
      },
      { name: "vSwitch1", nics: ["vmnic2"], mtu: 9000, portGroups: [{ name: "Storage", vlanId: 40 }] },
    ],
    managementIp,
  };
}

/** One switch with a few VLANs. */
export function homelabNetworking(random: Random, managementIp: string): HostNetworking {
  return {
    nics: [{
      device: "vmnic0",
      mac: `48:21:0b:${random.hex(2)}:${random.hex(2)}:${random.hex(2)}`,
      speedMbit: 2500,
    }],
    switches: [{
      name: "vSwitch0",
      nics: ["vmnic0"],
      mtu: 1500,
      portGroups: [
        { name: "Management Network", vlanId: 0 },
        { name: "VM Network", vlanId: 0 },
        { name: "IoT", vlanId: 30 },
        { name: "DMZ", vlanId: 50 },
      ],
    }],
    managementIp,
  };
}
