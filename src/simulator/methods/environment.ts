import { dataAt, type DataObject, textListAt } from "../core/value.ts";
import { readProperty } from "../properties/read_property.ts";
import { capability } from "../properties/vm_runtime.ts";
import { EnvironmentBrowser } from "../world/environment_browser.ts";
import { type GuestOs, GUESTS } from "../world/guest_os.ts";
import { Host } from "../world/host.ts";
import { method, type MethodTable } from "./method.ts";

/** What can be created where. */
export const ENVIRONMENT_METHODS: MethodTable = {
  QueryConfigOptionEx: method(EnvironmentBrowser, {
    on: "EnvironmentBrowser",
    run: ({ args }) => {
      const ids = textListAt(dataAt(args, "spec"), "guestId");
      const wanted = GUESTS.filter(({ id }) => ids.includes(id));
      return configOption(wanted.length === 0 ? GUESTS : wanted);
    },
  }),
  QueryConfigOptionDescriptor: method(EnvironmentBrowser, {
    on: "EnvironmentBrowser",
    run: ({ target }) =>
      [["vmx-19", false], ["vmx-20", false], ["vmx-21", true]].map(([key, isDefault]) => ({
        $type: "VirtualMachineConfigOptionDescriptor",
        key: String(key),
        description: `ESXi 8.0 virtual machine (${key})`,
        host: [...target.compute.hosts].map(({ ref }) => ref),
        createSupported: true,
        defaultConfigOption: isDefault === true,
        runSupported: true,
        upgradeSupported: true,
      })),
  }),
  QueryConfigTarget: method(EnvironmentBrowser, {
    on: "EnvironmentBrowser",
    run: (call) => {
      const { target: { compute }, reader } = call;
      const wanted = call.maybeObject(Host, "host");
      const hosts = wanted === undefined ? [...compute.hosts] : [wanted];
      const cores = Math.max(...hosts.map(({ hardware }) => hardware.sockets * hardware.coresPerSocket));
      const networks = [...new Set(hosts.flatMap((host) => [...host.networks]))];
      return {
        $type: "ConfigTarget",
        numCpus: cores * 2,
        numCpuCores: cores,
        numNumaNodes: 2,
        maxCpusPerHost: cores * 2,
        smcPresent: false,
        datastore: [...new Set(hosts.flatMap((host) => [...host.datastores]))].map((datastore) => ({
          $type: "VirtualMachineDatastoreInfo",
          name: datastore.name,
          datastore: readProperty(datastore, "summary", reader),
          capability: readProperty(datastore, "capability", reader),
          maxFileSize: 64 * 1024 ** 4,
          maxVirtualDiskCapacity: 62 * 1024 ** 4,
          mode: "readWrite",
          vStorageSupport: "vStorageUnknown",
        })),
        network: networks.filter(({ distributed }) => distributed === undefined).map((network) => ({
          $type: "VirtualMachineNetworkInfo",
          name: network.name,
          network: readProperty(network, "summary", reader),
          vswitch: "vSwitch0",
        })),
        distributedVirtualPortgroup: networks.flatMap(({ distributed, name, ref }) =>
          distributed === undefined ? [] : [{
            $type: "DistributedVirtualPortgroupInfo",
            switchName: distributed.home.name,
            switchUuid: distributed.home.uuid,
            portgroupName: name,
            portgroupKey: ref.value,
            portgroupType: "earlyBinding",
            uplinkPortgroup: distributed.isUplink,
            portgroup: ref,
            networkReservationSupported: true,
          }]
        ),
        maxMemMBOptimalPerf: Math.round(
          Math.max(...hosts.map(({ hardware }) => hardware.memoryBytes)) / 1024 ** 2,
        ),
        autoVmotion: compute.hasDrs,
      };
    },
  }),
};

function configOption(guests: readonly GuestOs[]): DataObject {
  return {
    $type: "VirtualMachineConfigOption",
    version: "vmx-21",
    description: "ESXi 8.0 virtual machine",
    guestOSDescriptor: guests.map(descriptor),
    guestOSDefaultIndex: 0,
    hardwareOptions: { $type: "VirtualHardwareOption" },
    capabilities: capability(),
    datastore: { $type: "DatastoreOption" },
    supportedMonitorType: ["release"],
  };
}

function descriptor(guest: GuestOs): DataObject {
  const isWindows = guest.family === "windowsGuest";
  return {
    $type: "GuestOsDescriptor",
    id: guest.id,
    family: guest.family,
    fullName: guest.fullName,
    supportedMaxCPUs: 768,
    numSupportedPhysicalSockets: guest.maxSockets,
    numSupportedCoresPerSocket: 256,
    supportedMinMemMB: 4,
    supportedMaxMemMB: 24 * 1024 ** 2,
    recommendedMemMB: isWindows ? 4096 : 2048,
    recommendedColorDepth: 32,
    supportedDiskControllerList: [
      ...new Set([guest.diskController, "VirtualLsiLogicSASController", "VirtualAHCIController"]),
    ],
    recommendedSCSIController: guest.diskController,
    recommendedDiskController: guest.diskController,
    supportedNumDisks: 256,
    recommendedDiskSizeMB: isWindows ? 92_160 : 16_384,
    recommendedCdromController: isWindows ? "VirtualAHCIController" : "VirtualIDEController",
    supportedEthernetCard: [
      ...new Set([guest.ethernetCard, "VirtualVmxnet3", "VirtualE1000e", "VirtualE1000"]),
    ],
    recommendedEthernetCard: guest.ethernetCard,
    smcRequired: false,
    supportsWakeOnLan: true,
    supportsVMI: false,
    supportsMemoryHotAdd: true,
    supportsCpuHotAdd: true,
    supportsCpuHotRemove: false,
    supportedFirmware: ["bios", "efi"],
    recommendedFirmware: guest.firmware,
    supports3D: true,
    recommended3D: false,
    smcRecommended: false,
    ich7mRecommended: false,
    usbRecommended: false,
    supportLevel: "supported",
    supportedForCreate: true,
    vRAMSizeInKB: { $type: "IntOption", min: 2048, max: 262_144, defaultValue: 4096 },
    numSupportedFloppyDevices: 2,
    supportsPvscsiControllerForBoot: !isWindows,
    diskUuidEnabled: false,
    supportsHotPlugPCI: true,
    supportsSecureBoot: guest.firmware === "efi",
    numRecommendedPhysicalSockets: 1,
    numRecommendedCoresPerSocket: 1,
  };
}
