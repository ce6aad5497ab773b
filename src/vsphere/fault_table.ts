import type { ErrorKind } from "../errors.ts";

/** What a fault means: its kind, the state it reports, the next step. */
export type FaultRow = readonly [kind: ErrorKind, state: string, next: string];

/** Fields of the fault stand in braces and vanish when the server left them out, a part in brackets with its field. */
export const FAULTS: Readonly<Record<string, FaultRow>> = {
  NotAuthenticated: ["denied", "the session is gone", "try again"],
  InvalidLogin: [
    "denied",
    "user name or password is wrong",
    "correct vcenter_user and vcenter_password and restart (no second try is made, because accounts lock)",
  ],
  PasswordExpired: [
    "denied",
    "the password has expired",
    "set a new one in vSphere, then in vcenter_password",
  ],
  NoPermission: [
    "denied",
    "the account lacks the privilege{privilegeId}[ on{object}]",
    "give its role that privilege",
  ],
  RestrictedVersion: [
    "unsupported",
    "the licence of this host makes its API read-only (free ESXi)",
    "assign a paid or evaluation licence",
  ],
  LicenseExpired: ["unsupported", "the licence has expired", "assign a valid licence"],
  NotEnoughLicenses: ["unsupported", "there are not enough licences", "assign a larger licence"],
  InvalidLicense: ["unsupported", "the licence is not valid", "assign a valid licence"],
  RestrictedByAdministrator: [
    "denied",
    "the administrator has restricted this[:{details}]",
    "ask for less at once",
  ],
  NotSupported: [
    "unsupported",
    "the target does not support this operation",
    "check whether it needs vCenter Server or another host",
  ],
  NotImplemented: [
    "unsupported",
    "the target does not implement this operation",
    "check whether it needs vCenter Server or another host",
  ],
  MethodNotFound: ["unsupported", "the target does not know the method{method}", "check its version"],
  MethodDisabled: [
    "conflict",
    "the operation is disabled[ by{source}]",
    "wait until that solution allows it, for example until a backup ends",
  ],
  HostAccessRestrictedToManagementServer: [
    "unsupported",
    "the host only obeys its vCenter Server{managementServer}",
    "connect to that vCenter Server",
  ],
  ManagedObjectNotFound: ["not_found", "the object{obj} no longer exists", "list again"],
  InvalidRequest: [
    "unsupported",
    "the server did not understand the request",
    "report this with the server's version",
  ],
  InvalidArgument: ["invalid", "the server refuses a value[ of{invalidProperty}]", "correct it"],
  InvalidProperty: [
    "unsupported",
    "the server does not know the property{name}",
    "report this with the server's version",
  ],
  InvalidType: [
    "unsupported",
    "the server does not know the type{argument}",
    "report this with the server's version",
  ],
  InvalidName: ["invalid", "the name{name} is not allowed", "choose one of 1 to 80 characters"],
  DuplicateName: ["conflict", "the name{name} is already taken there", "choose another name or folder"],
  AlreadyExists: ["conflict", "it already exists{name}", "choose another name"],
  NotFound: ["not_found", "it does not exist", "list again"],
  InvalidPowerState: [
    "conflict",
    "the power state[ is{existingState} and] does not allow this",
    "change the power state first",
  ],
  QuestionPending: [
    "conflict",
    "the virtual machine waits for an answer[ to{text}]",
    "answer the question first",
  ],
  InvalidState: [
    "conflict",
    "the object is not in a state that allows this",
    "look at its state and its running tasks",
  ],
  TaskInProgress: ["conflict", "another task{task} is running on it", "wait for that task"],
  ConcurrentAccess: ["conflict", "somebody changed it at the same time", "look at it again, then repeat"],
  ResourceInUse: ["conflict", "the resource{type}{name} is in use", "free it first"],
  ToolsUnavailable: [
    "conflict",
    "VMware Tools are not running in the guest",
    "start or install them, or use the hard mode",
  ],
  FileNotFound: ["not_found", "the file{file} does not exist", "check the datastore path"],
  FileAlreadyExists: ["conflict", "the file{file} already exists", "choose another name or remove the file"],
  FileLocked: ["conflict", "the file{file} is locked", "power off or detach whatever uses it"],
  CannotDeleteFile: ["conflict", "the file{file} cannot be deleted", "check whether it is in use"],
  CannotAccessFile: [
    "conflict",
    "the file{file} cannot be accessed",
    "check the datastore and whether another host has it open",
  ],
  NoDiskSpace: [
    "conflict",
    "the datastore{datastore} has no space left",
    "free space or choose another datastore",
  ],
  FileTooLarge: [
    "conflict",
    "the file{file} is too large[ for the datastore{datastore}]",
    "choose another datastore",
  ],
  FileFault: ["conflict", "the file{file} cannot be used", "check the datastore"],
  InvalidDatastore: ["invalid", "the datastore{name} cannot be used", "choose one that the host can access"],
  InvalidDatastorePath: [
    "invalid",
    "the datastore path{datastorePath} is not valid",
    'write it as "[datastore] folder/file"',
  ],
  InaccessibleDatastore: [
    "conflict",
    "the datastore{name} is not accessible[:{detail}]",
    "choose another datastore",
  ],
  InsufficientCpuResourcesFault: [
    "conflict",
    "CPU does not suffice[: unreserved{unreserved} MHz, requested{requested} MHz]",
    "free CPU, lower the reservation or choose another host",
  ],
  InsufficientMemoryResourcesFault: [
    "conflict",
    "memory does not suffice[: unreserved{unreserved} bytes, requested{requested} bytes]",
    "free memory, lower the reservation or choose another host",
  ],
  InvalidDeviceSpec: ["invalid", "the device{property}[, number{deviceIndex},] is not valid", "correct it"],
  InvalidDeviceBacking: [
    "invalid",
    "the backing{property} of a device[, number{deviceIndex},] is not valid",
    "check the network, file or datastore it names",
  ],
  InvalidController: [
    "invalid",
    "a device names a controller[,{controllerKey},] that does not exist",
    "correct it",
  ],
  MissingController: [
    "invalid",
    "a device[, number{deviceIndex},] has no controller",
    "add the controller first",
  ],
  GenericVmConfigFault: ["conflict", "the configuration cannot be applied[:{reason}]", "correct it"],
  UnsupportedGuest: [
    "invalid",
    "this host does not support the guest operating system{unsupportedGuestOS}",
    "choose another guest_id",
  ],
  NotEnoughCpus: [
    "conflict",
    "the host has too few CPUs[:{numCpuDest}, the virtual machine needs{numCpuVm}]",
    "use fewer CPUs",
  ],
  NumVirtualCpusIncompatible: [
    "invalid",
    "this number of CPUs{numCpu} is not possible[:{reason}]",
    "use another number",
  ],
  DeviceNotSupported: ["unsupported", "the device{device} is not supported[:{reason}]", "use another device"],
  CpuHotPlugNotSupported: ["conflict", "CPUs cannot be added while it runs", "power it off first"],
  MemoryHotPlugNotSupported: ["conflict", "memory cannot be added while it runs", "power it off first"],
  CannotAccessNetwork: [
    "conflict",
    "the network{network} is not available on the host",
    "choose another network or host",
  ],
  NoCompatibleHost: [
    "conflict",
    "no host can run it",
    "check networks, datastores and CPU features of the hosts",
  ],
  HotSnapshotMoveNotSupported: [
    "conflict",
    "it has snapshots and cannot be moved while it runs",
    "power it off or remove the snapshots",
  ],
  HostNotConnected: ["unavailable", "the host is not connected to vCenter Server", "reconnect the host"],
  HostNotReachable: ["unavailable", "the host cannot be reached", "check its network"],
  HostConfigFault: ["conflict", "the host's configuration does not allow it[:{text}]", "look at the host"],
  PlatformConfigFault: ["conflict", "the host refuses the configuration[:{text}]", "correct it"],
  HttpFault: ["unavailable", "a transfer failed[ with status{statusCode}]", "try again"],
  SSLVerifyFault: [
    "unavailable",
    "the certificate{thumbprint} is not trusted by the server",
    "correct the trust there",
  ],
  Timedout: ["timeout", "the server gave up waiting", "try again"],
  RequestCanceled: ["cancelled", "it was cancelled", "start it again if it is still wanted"],
  OutOfBounds: ["invalid", "a value[,{argumentName},] is out of bounds", "choose a smaller or larger one"],
  SystemError: [
    "unavailable",
    "the server had an internal error{reason}",
    "try again, and look at the server's log if it stays",
  ],
};

/** Faults of one family end alike; the server's own words say the rest. */
export const FAULT_FAMILIES: readonly (readonly [RegExp, FaultRow])[] = [
  [/^(InvalidGuestLogin|GuestPermissionDenied|GuestAuthenticationChallenge)$/, [
    "denied",
    "the guest refuses these credentials",
    "use other guest credentials",
  ]],
  [/^Guest/, ["conflict", "the guest cannot do this now", "check that it runs and VMware Tools with it"]],
  [/^Insufficient.*Fault$/, [
    "conflict",
    "resources do not suffice",
    "free resources or choose another host",
  ]],
  [/Snapshot|Quiesce/, [
    "conflict",
    "the snapshot operation is not possible",
    "look at the snapshots and disks of the virtual machine",
  ]],
  [/Customiz/, [
    "conflict",
    "the guest cannot be customized like this",
    "check the customization specification and the guest",
  ]],
  [/Migrat|VMotion|Affinity/, [
    "conflict",
    "it cannot be moved like this",
    "check networks, datastores and CPU features of the target",
  ]],
  [/^Ovf/, ["invalid", "the OVF package is not usable", "check the package"]],
  [/^(Dvs|Host|Vmfs|Nas)/, ["conflict", "the host or switch does not allow it", "look at its configuration"]],
  [/^(Invalid|Vm).*Config|DeviceSpec|Unsupported/, [
    "invalid",
    "the configuration is not valid",
    "correct it",
  ]],
];
