import type { DataObject } from "../core/value.ts";
import { READ_PRIVILEGES } from "../world/session.ts";
import type { World } from "../world/world.ts";

/** A privilege of vSphere. */
export interface Privilege {
  /** `VirtualMachine.Interact.PowerOn` */
  readonly id: string;
  /** `VirtualMachine.Interact` */
  readonly group: string;
  /** `PowerOn` */
  readonly name: string;
}

/** A role that a server comes with. */
export interface Role {
  readonly id: number;
  readonly name: string;
  readonly label: string;
  readonly summary: string;
  readonly has: (privilege: Privilege) => boolean;
  /** It exists on a vCenter Server alone. */
  readonly isVcenterOnly?: boolean;
}

const named = (...ids: readonly string[]) => ({ id }: Privilege) => ids.includes(id);

/** The system roles, those that may most first. */
export const ROLES: readonly Role[] = [
  { id: -1, name: "Admin", label: "Administrator", summary: "Full access rights", has: () => true },
  {
    id: -2,
    name: "ReadOnly",
    label: "Read-only",
    summary: "See details of objects, but not make changes",
    has: named(...READ_PRIVILEGES),
  },
  {
    id: -3,
    name: "View",
    label: "View",
    summary: "Visibility access (cannot be granted)",
    has: named("System.Anonymous", "System.View"),
  },
  {
    id: -4,
    name: "Anonymous",
    label: "Anonymous",
    summary: "Not logged-in user (cannot be granted)",
    has: named("System.Anonymous"),
  },
  {
    id: -5,
    name: "NoAccess",
    label: "No access",
    summary: "Used for restricting granted access",
    has: () => false,
  },
  {
    id: -6,
    name: "NoCryptoAdmin",
    label: "No cryptography administrator",
    summary: "Full access without Cryptographic operations privileges",
    has: ({ group }) => group !== "Cryptographer",
    isVcenterOnly: true,
  },
];

/** Privileges by group as vSphere 8 has them. */
const GROUPS: Readonly<Record<string, string>> = {
  Alarm: "Acknowledge Create Delete DisableActions Edit SetStatus ToggleEnableOnEntity",
  Authorization: "ModifyPermissions ModifyPrivileges ModifyRoles ReassignRolePermissions",
  Certificate: "Manage",
  Cns: "Searchable",
  ContentLibrary: `AddLibraryItem CheckInTemplate CheckOutTemplate CreateLocalLibrary
    CreateSubscribedLibrary DeleteLibraryItem DeleteLocalLibrary DeleteSubscribedLibrary DownloadSession
    EvictLibraryItem EvictSubscribedLibrary GetConfiguration ImportStorage ReadStorage SyncLibrary
    SyncLibraryItem TypeIntrospection UpdateConfiguration UpdateLibrary UpdateLibraryItem
    UpdateLocalLibrary UpdateSession UpdateSubscribedLibrary`,
  Cryptographer: `Access AddDisk Clone Decrypt Encrypt EncryptNew ManageEncryptionPolicy ManageKeyServers
    ManageKeys Migrate ReadKeyServersInfo Recrypt RegisterHost RegisterVM`,
  DVPortgroup: "Create Delete Modify PolicyOp ScopeOp",
  DVSwitch: `Create Delete HostOp Modify Move PolicyOp PortConfig PortSetting ResourceManagement
    Vspan`,
  Datacenter: `Create Delete IpPoolConfig IpPoolQueryAllocations IpPoolReleaseIp Move Reconfigure
    Rename`,
  Datastore: `AllocateSpace Browse Config Delete DeleteFile FileManagement Move Rename
    UpdateVirtualMachineFiles UpdateVirtualMachineMetadata`,
  EAM: "Config Modify View",
  Extension: "Register Unregister Update",
  ExternalStatsProvider: "Register Unregister Update",
  Folder: "Create Delete Move Rename",
  Global: `CancelTask CapacityPlanning Diagnostics DisableMethods EnableMethods GlobalTag Health Licenses
    LogEvent ManageCustomFields Proxy ScriptAction ServiceManagers SetCustomField Settings SystemTag
    VCServer`,
  HealthUpdateProvider: "Register Unregister Update",
  "Host.Cim": "CimInteraction",
  "Host.Config": `AdvancedConfig AuthenticationStore AutoStart Connection DateTime Firmware GuestStore
    HyperThreading Image Maintenance Memory NetService Network Nvdimm Patch PciPassthru Power ProductLocker
    Quarantine Resources Settings Snmp Storage SystemManagement`,
  "Host.Hbr": "HbrManagement",
  "Host.Inventory": `AddHostToCluster AddStandaloneHost CreateCluster DeleteCluster EditCluster MoveCluster
    MoveHost RemoveHostFromCluster RenameCluster`,
  "Host.Local": "CreateVM DeleteVM InstallAgent ManageUserGroups ReconfigVM",
  "InventoryService.Tagging": `AttachTag CreateCategory CreateTag DeleteCategory DeleteTag EditCategory
    EditTag ModifyUsedByForCategory ModifyUsedByForTag ObjectAttachable`,
  Network: "Assign Config Delete Move",
  Performance: "ModifyIntervals",
  Profile: "Clear Create Delete Edit Export View",
  Resource: `ApplyRecommendation AssignVAppToPool AssignVMToPool ColdMigrate CreatePool DeletePool EditPool
    HotMigrate MovePool QueryVMotion RenamePool`,
  ScheduledTask: "Create Delete Edit Run",
  Sessions: "CollectPrivilegeChecks GlobalMessage ImpersonateUser TerminateSession ValidateSession",
  StoragePod: "Config",
  StorageProfile: "Apply Update View",
  StorageViews: "ConfigureService View",
  System: "Anonymous Read View",
  Task: "Create Update",
  VApp: `ApplicationConfig AssignResourcePool AssignVApp AssignVM Clone Create Delete Export
    ExtractOvfEnvironment Import InstanceConfig ManagedByConfig Move PowerOff PowerOn PullFromUrls Rename
    ResourceConfig Suspend Unregister`,
  "VirtualMachine.Config": `AddExistingDisk AddNewDisk AddRemoveDevice AdvancedConfig Annotation CPUCount
    ChangeTracking DiskExtend DiskLease EditDevice HostUSBDevice ManagedBy Memory MksControl
    QueryFTCompatibility QueryUnownedFiles RawDevice ReloadFromPath RemoveDisk Rename ResetGuestInfo Resource
    Settings SwapPlacement ToggleForkParent UpgradeVirtualHardware`,
  "VirtualMachine.GuestOperations": "Execute Modify ModifyAliases Query QueryAliases",
  "VirtualMachine.Hbr": "ConfigureReplication MonitorReplication ReplicaManagement",
  "VirtualMachine.Interact": `AnswerQuestion Backup ConsoleInteract CreateScreenshot CreateSecondary
    DefragmentAllDisks DeviceConnection DisableSecondary DnD EnableSecondary GuestControl MakePrimary Pause
    PowerOff PowerOn PutUsbScanCodes Record Replay Reset SESparseMaintenance SetCDMedia SetFloppyMedia Suspend
    SuspendToMemory TerminateFaultTolerantVM ToolsInstall TurnOffFaultTolerance`,
  "VirtualMachine.Inventory": "Create CreateFromExisting Delete Move Register Unregister",
  "VirtualMachine.Namespace": "Event EventNotify Management ModifyContent Query ReadContent",
  "VirtualMachine.Provisioning": `Clone CloneTemplate CreateTemplateFromVM Customize DeployTemplate
    DiskRandomAccess DiskRandomRead FileRandomAccess GetVmFiles MarkAsTemplate MarkAsVM ModifyCustSpecs
    PromoteDisks PutVmFiles ReadCustSpecs`,
  "VirtualMachine.State": "CreateSnapshot RemoveSnapshot RenameSnapshot RevertToSnapshot",
  vService: "CreateDependency DestroyDependency ReconfigureDependency UpdateDependency",
};

/** All privileges. */
export const PRIVILEGES: readonly Privilege[] = Object.entries(GROUPS).flatMap(([group, names]) =>
  names.split(/\s+/).map((name) => ({ id: `${group}.${name}`, group, name }))
);

/** The AuthorizationDescription of the AuthorizationManager. */
export function authorizationDescription(): DataObject {
  const groups = new Set(PRIVILEGES.map(({ group }) => group));
  return {
    $type: "AuthorizationDescription",
    privilege: PRIVILEGES.map(({ id, name }) => element(id, name)),
    privilegeGroup: [...groups].map((group) => element(group, group.split(".").at(-1) ?? group)),
  };
}

function element(key: string, name: string): DataObject {
  const label = name.replace(/([a-z])(?=[A-Z])/g, "$1 ");
  return { $type: "ElementDescription", label, summary: label, key };
}

/** What a licence is for. */
export interface LicenceFacts {
  readonly key: string;
  readonly edition: string;
  readonly name: string;
  readonly product: "VMware ESX Server" | "VMware VirtualCenter Server";
  readonly costUnit: string;
  /** 0 when there is no limit. */
  readonly total: number;
  /** What is counted as used: sockets of hosts, or the server itself. */
  readonly counts: "sockets" | "servers" | "nothing";
}

const ESX = { product: "VMware ESX Server", costUnit: "cpuPackage", counts: "sockets" } as const;
const ENTERPRISE: LicenceFacts = {
  ...ESX,
  key: "00000-00000-00000-00000-00001",
  edition: "esx.enterprisePlus.cpuPackage",
  name: "vSphere 8 Enterprise Plus",
  total: 64,
};
const VCENTER: LicenceFacts = {
  key: "00000-00000-00000-00000-00002",
  edition: "vc.standard.instance",
  name: "vCenter Server 8 Standard",
  product: "VMware VirtualCenter Server",
  costUnit: "server",
  total: 1,
  counts: "servers",
};
const EVALUATION: LicenceFacts = {
  ...ESX,
  key: "00000-00000-00000-00000-00000",
  edition: "eval",
  name: "Evaluation Mode",
  total: 0,
};
const FREE: LicenceFacts = {
  ...ESX,
  key: "00000-00000-00000-00000-00003",
  edition: "esxBasic",
  name: "VMware vSphere 8 Hypervisor",
  total: 0,
};

/** The licences of a server; those of hosts come first. */
export function licencesOf(
  { licence, isVcenter }: Pick<World, "licence" | "isVcenter">,
): readonly [LicenceFacts, ...LicenceFacts[]] {
  if (licence === "evaluation") return [EVALUATION];
  if (licence === "free") return [FREE];
  return isVcenter ? [ENTERPRISE, VCENTER] : [ENTERPRISE];
}

/** A licence that the server makes nothing of. */
export function unknownLicence(key: string): LicenceFacts {
  return { ...ESX, key, edition: "", name: "", total: 0, counts: "nothing" };
}
