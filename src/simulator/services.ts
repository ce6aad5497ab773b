import type { Moref } from "../soap/encode.ts";
import { isoTime, type Value } from "./core/value.ts";
import { EVENT_MANAGER_PROPERTIES } from "./methods/events.ts";
import { PERFORMANCE_PROPERTIES } from "./methods/performance.ts";
import { AUTHORIZATION_PROPERTIES, LICENSE_PROPERTIES } from "./methods/rights.ts";
import { sessionManagerProperties } from "./methods/session.ts";
import { TASK_MANAGER_PROPERTIES } from "./methods/tasks.ts";
import type { Sessions } from "./methods/sessions.ts";
import { API_VERSION } from "./wire/versions.ts";
import { type PropertyTable, ServiceObject } from "./world/managed_object.ts";
import { Folder } from "./world/places.ts";
import type { ModelName, World } from "./world/world.ts";

/** The managers: fields of ServiceContent, their types and what the two kinds of server call them. */
const MANAGERS: readonly (readonly [field: string, type: string, vcenter: string, esxi: string])[] = [
  ["propertyCollector", "PropertyCollector", "propertyCollector", "ha-property-collector"],
  ["viewManager", "ViewManager", "ViewManager", "ViewManager"],
  ["setting", "OptionManager", "VpxSettings", "HostAgentSettings"],
  ["userDirectory", "UserDirectory", "UserDirectory", "ha-user-directory"],
  ["sessionManager", "SessionManager", "SessionManager", "ha-sessionmgr"],
  ["authorizationManager", "AuthorizationManager", "AuthorizationManager", "ha-authmgr"],
  ["perfManager", "PerformanceManager", "PerfMgr", "ha-perfmgr"],
  ["eventManager", "EventManager", "EventManager", "ha-eventmgr"],
  ["taskManager", "TaskManager", "TaskManager", "ha-taskmgr"],
  ["fileManager", "FileManager", "FileManager", "ha-nfc-file-manager"],
  ["virtualDiskManager", "VirtualDiskManager", "virtualDiskManager", "ha-vdiskmanager"],
  ["searchIndex", "SearchIndex", "SearchIndex", "ha-searchindex"],
  ["licenseManager", "LicenseManager", "LicenseManager", "ha-license-manager"],
  ["ovfManager", "OvfManager", "OvfManager", "ha-ovf-manager"],
  [
    "guestOperationsManager",
    "GuestOperationsManager",
    "guestOperationsManager",
    "ha-guest-operations-manager",
  ],
];
const VCENTER_ONLY: readonly (readonly [field: string, type: string, id: string])[] = [
  ["customFieldsManager", "CustomFieldsManager", "CustomFieldsManager"],
  ["alarmManager", "AlarmManager", "AlarmManager"],
  ["extensionManager", "ExtensionManager", "ExtensionManager"],
  ["customizationSpecManager", "CustomizationSpecManager", "CustomizationSpecManager"],
  ["storageResourceManager", "StorageResourceManager", "StorageResourceManager"],
  ["dvSwitchManager", "DistributedVirtualSwitchManager", "DVSManager"],
];

const ESXI_ONLY: readonly (readonly [field: string, type: string, id: string])[] = [
  ["accountManager", "HostLocalAccountManager", "ha-localacctmgr"],
];

/** The reference under which every session has a property collector of its own. */
export function collectorRef(model: ModelName): Moref {
  return {
    type: "PropertyCollector",
    value: model === "vcenter" ? "propertyCollector" : "ha-property-collector",
  };
}

/** Puts the service instance and the managers into a world. */
export function addServices(world: World, sessions: Sessions): void {
  const refs = new Map<string, Moref>();
  const add = (field: string, ref: Moref) => {
    refs.set(field, ref);
    world.add(new ServiceObject(ref, tables(sessions)[ref.type]));
  };
  for (const [field, type, vcenter, esxi] of MANAGERS) {
    add(field, { type, value: world.isVcenter ? vcenter : esxi });
  }
  for (const [field, type, value] of world.isVcenter ? VCENTER_ONLY : ESXI_ONLY) add(field, { type, value });
  const [root] = world.all(Folder).filter(({ parent }) => parent === undefined);
  const content = (): Value => ({
    $type: "ServiceContent",
    ...(root === undefined ? {} : { rootFolder: root.ref }),
    ...Object.fromEntries(refs),
    about: about(world),
  });
  world.add(
    new ServiceObject({ type: "ServiceInstance", value: "ServiceInstance" }, {
      serverClock: (_, reader) => isoTime(reader.world.clock.now()),
      capability: () => ({ $type: "Capability" }),
      content,
    }),
  );
}

function tables(sessions: Sessions): Readonly<Record<string, PropertyTable<void>>> {
  return {
    SessionManager: sessionManagerProperties(() => sessions.all),
    EventManager: EVENT_MANAGER_PROPERTIES,
    TaskManager: TASK_MANAGER_PROPERTIES,
    AuthorizationManager: AUTHORIZATION_PROPERTIES,
    PerformanceManager: PERFORMANCE_PROPERTIES,
    LicenseManager: LICENSE_PROPERTIES,
    OptionManager: { setting: () => [], supportedOption: () => [] },
    CustomFieldsManager: { field: () => [] },
    ExtensionManager: { extensionList: () => [] },
    AlarmManager: { defaultExpression: () => [] },
  };
}

/** AboutInfo: what the server says of itself. */
function about(world: World): Value {
  const isVcenter = world.isVcenter;
  return {
    $type: "AboutInfo",
    name: isVcenter ? "VMware vCenter Server" : "VMware ESXi",
    fullName: isVcenter
      ? "VMware vCenter Server 8.0.3 build-24322831 (simulated)"
      : "VMware ESXi 8.0.3 build-24280767 (simulated)",
    vendor: "VMware, Inc.",
    version: "8.0.3",
    patchLevel: "00300",
    build: isVcenter ? "24322831" : "24280767",
    localeVersion: "INTL",
    localeBuild: "000",
    osType: isVcenter ? "linux-x64" : "vmnix-x86",
    productLineId: isVcenter ? "vpx" : "embeddedEsx",
    apiType: isVcenter ? "VirtualCenter" : "HostAgent",
    apiVersion: API_VERSION,
    instanceUuid: isVcenter ? "0f9a6c1e-5a3c-4d0e-9b53-8f1f6b7a2c11" : undefined,
    licenseProductName: isVcenter ? "VMware VirtualCenter Server" : "VMware ESX Server",
    licenseProductVersion: "8.0",
  };
}
