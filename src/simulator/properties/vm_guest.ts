import { dataAt, type DataObject, numberAt, refAt, textAt } from "../core/value.ts";
import { guestFullName, guestOs } from "../world/guest_os.ts";
import { guestNow } from "../world/guest.ts";
import type { Vm } from "../world/vm.ts";
import type { World } from "../world/world.ts";

/** GuestInfo. */
export function guestInfo(vm: Vm, world: World): DataObject {
  const now = guestNow(vm, world);
  const { toolsRun, hostName, ip } = now;
  return {
    $type: "GuestInfo",
    ...toolsFields(vm, toolsRun),
    toolsVersion: vm.guest.hasTools ? "12421" : "0",
    toolsInstallType: vm.guest.hasTools ? "guestToolsTypeOpenVMTools" : undefined,
    guestId: toolsRun ? vm.guestId : undefined,
    guestFamily: toolsRun ? guestOs(vm.guestId)?.family : undefined,
    guestFullName: toolsRun ? guestFullName(vm.guestId) : undefined,
    hostName,
    ipAddress: ip,
    net: toolsRun ? () => guestNics(vm, ip) : undefined,
    ipStack: ip === undefined ? undefined : () => [ipStack(vm, ip)],
    disk: toolsRun ? () => guestDisks(vm) : undefined,
    screen: { $type: "GuestScreenInfo", width: toolsRun ? 1024 : -1, height: toolsRun ? 768 : -1 },
    guestState: toolsRun ? "running" : "notRunning",
    appHeartbeatStatus: "appStatusGray",
    guestKernelCrashed: false,
    appState: "none",
    guestOperationsReady: toolsRun,
    interactiveGuestOperationsReady: false,
    guestStateChangeSupported: toolsRun,
    hwVersion: vm.version,
  };
}

/** The state of VMware Tools, which guest and summary both tell. */
export function toolsFields(vm: Vm, toolsRun: boolean): Readonly<Record<string, string>> {
  const { hasTools } = vm.guest;
  return {
    toolsStatus: hasTools ? toolsRun ? "toolsOk" : "toolsNotRunning" : "toolsNotInstalled",
    toolsVersionStatus: hasTools ? "guestToolsUnmanaged" : "guestToolsNotInstalled",
    toolsVersionStatus2: hasTools ? "guestToolsUnmanaged" : "guestToolsNotInstalled",
    toolsRunningStatus: toolsRun ? "guestToolsRunning" : "guestToolsNotRunning",
  };
}

function guestNics(vm: Vm, ip: string | undefined): readonly DataObject[] {
  return vm.devices.filter((device) => "macAddress" in device).map((nic, at) => {
    const address = at === 0 ? ip : undefined;
    return {
      $type: "GuestNicInfo",
      network: networkName(vm, nic),
      ipAddress: address === undefined ? [] : [address, "fe80::250:56ff:fe00:1"],
      macAddress: textAt(nic, "macAddress"),
      connected: true,
      deviceConfigId: numberAt(nic, "key") ?? 0,
      ipConfig: address === undefined ? undefined : {
        $type: "NetIpConfigInfo",
        ipAddress: [{
          $type: "NetIpConfigInfoIpAddress",
          ipAddress: address,
          prefixLength: 24,
          state: "preferred",
        }],
      },
    };
  });
}

function networkName(vm: Vm, nic: DataObject): string | undefined {
  const backing = dataAt(nic, "backing");
  const id = refAt(backing, "network")?.value ?? textAt(dataAt(backing, "port"), "portgroupKey");
  return vm.networks.find(({ ref }) => ref.value === id)?.name;
}

function ipStack(vm: Vm, ip: string): DataObject {
  const gateway = ip.replace(/\d+$/, "1");
  return {
    $type: "GuestStackInfo",
    dnsConfig: {
      $type: "NetDnsConfigInfo",
      dhcp: false,
      hostName: vm.guest.hostName ?? "localhost",
      domainName: "example.com",
      ipAddress: ["10.10.0.2"],
      searchDomain: ["example.com"],
    },
    ipRouteConfig: {
      $type: "NetIpRouteConfigInfo",
      ipRoute: [{
        $type: "NetIpRouteConfigInfoIpRoute",
        network: "0.0.0.0",
        prefixLength: 0,
        gateway: { $type: "NetIpRouteConfigInfoGateway", ipAddress: gateway, device: "0" },
      }],
    },
  };
}

function guestDisks(vm: Vm): readonly DataObject[] {
  const isWindows = guestOs(vm.guestId)?.family === "windowsGuest";
  return vm.devices.filter(({ $type }) => $type === "VirtualDisk").map((disk, at) => {
    const capacity = (numberAt(disk, "capacityInKB") ?? 0) * 1024;
    const drive = isWindows
      ? `${String.fromCharCode("C".charCodeAt(0) + at)}:\\`
      : at === 0
      ? "/"
      : `/data${at}`;
    return {
      $type: "GuestDiskInfo",
      diskPath: drive,
      capacity,
      // The fuller, the more its load profile says: known before anything else of it is.
      freeSpace: Math.round(capacity * (0.75 - vm.load.memoryActive / 2)),
      filesystemType: isWindows ? "NTFS" : "ext4",
    };
  });
}
