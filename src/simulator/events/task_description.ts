import type { DataObject } from "../core/value.ts";

/** The TaskDescription of the TaskManager: what `descriptionId`, `state` and `reason` of a task mean. */
export function taskDescription(): DataObject {
  const methods = Object.entries(METHODS).flatMap(([type, labels]) =>
    Object.entries(labels).map(([name, label]) => element(`${type}.${name}`, label, label))
  );
  return {
    $type: "TaskDescription",
    methodInfo: methods,
    state: Object.entries(STATES).map(([key, [label, summary]]) => element(key, label, summary)),
    reason: Object.entries(REASONS).map(([key, [label, summary]]) => ({
      $type: "TypeDescription",
      label,
      summary,
      key,
    })),
  };
}

/** What a task is called in `descriptionId`, for people; undefined when nobody knows. */
export function taskLabel(descriptionId: string): string | undefined {
  const split = descriptionId.lastIndexOf(".");
  return METHODS[descriptionId.slice(0, split)]?.[descriptionId.slice(split + 1)];
}

function element(key: string, label: string, summary: string): DataObject {
  return { $type: "ElementDescription", label, summary, key };
}

const STATES: Readonly<Record<string, readonly [label: string, summary: string]>> = {
  queued: ["Queued", "Task is queued"],
  running: ["Running", "Task is in progress"],
  success: ["Success", "Task completed successfully"],
  error: ["Error", "Task completed with a failure"],
};

const REASONS: Readonly<Record<string, readonly [label: string, summary: string]>> = {
  TaskReasonSchedule: ["Scheduled task", "Task started by a scheduled task"],
  TaskReasonUser: ["User task", "Task started by a specific user"],
  TaskReasonSystem: ["System task", "Task started by the server"],
  TaskReasonAlarm: ["Alarm task", "Task started by an alarm"],
};

/** Labels by type and method. */
const METHODS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  VirtualMachine: {
    powerOn: "Power On virtual machine",
    powerOff: "Power Off virtual machine",
    reset: "Reset virtual machine",
    suspend: "Suspend virtual machine",
    shutdownGuest: "Initiate guest OS shutdown",
    rebootGuest: "Initiate guest OS reboot",
    standbyGuest: "Initiate guest OS standby",
    terminate: "Hard stop virtual machine",
    answer: "Answer virtual machine question",
    reconfigure: "Reconfigure virtual machine",
    rename: "Rename virtual machine",
    destroy: "Delete virtual machine",
    unregister: "Unregister virtual machine",
    reload: "Reload virtual machine",
    clone: "Clone virtual machine",
    instantClone: "Instant clone virtual machine",
    relocate: "Relocate virtual machine",
    migrate: "Migrate virtual machine",
    customize: "Customize virtual machine guest OS",
    markAsTemplate: "Mark virtual machine as template",
    markAsVirtualMachine: "Mark as virtual machine",
    upgradeVirtualHardware: "Upgrade VM compatibility",
    createSnapshot: "Create virtual machine snapshot",
    createSnapshotEx: "Create virtual machine snapshot",
    removeSnapshot: "Remove snapshot",
    revertToSnapshot: "Revert snapshot",
    revertToCurrentSnapshot: "Revert to current snapshot",
    removeAllSnapshots: "Remove all snapshots",
    consolidateDisks: "Consolidate virtual machine disk files",
    promoteDisks: "Promote virtual machine disks",
    createScreenshot: "Take virtual machine screenshot",
    acquireTicket: "Acquire virtual machine service ticket",
    mountToolsInstaller: "Initiated VMware Tools Installer Mount",
    unmountToolsInstaller: "Unmount tools installer",
    upgradeTools: "Initiated VMware Tools install or upgrade",
    exportVm: "Export OVF template",
  },
  "vm.Snapshot": {
    remove: "Remove snapshot",
    rename: "Rename snapshot",
    revert: "Revert snapshot",
  },
  ManagedEntity: { destroy: "Remove entity", rename: "Rename managed entity" },
  Folder: {
    createVm: "Create virtual machine",
    registerVm: "Register virtual machine",
    createFolder: "Create folder",
    createCluster: "Create cluster",
    createDatacenter: "Create datacenter",
    addStandaloneHost: "Add standalone host",
    moveInto: "Move entities",
    rename: "Rename folder",
    destroy: "Delete folder",
  },
  Datacenter: {
    powerOnVm: "Initialize powering On",
    rename: "Rename datacenter",
    destroy: "Remove datacenter",
  },
  ResourcePool: {
    createResourcePool: "Create resource pool",
    updateConfig: "Update resource pool configuration",
    moveInto: "Move resource pool",
    importVApp: "Deploy OVF template",
    rename: "Rename resource pool",
    destroy: "Delete resource pool",
  },
  HostSystem: {
    enterMaintenanceMode: "Enter maintenance mode",
    exitMaintenanceMode: "Exit maintenance mode",
    reboot: "Initiate host reboot",
    shutdown: "Initiate host shutdown",
    disconnect: "Disconnect host",
    reconnect: "Reconnect host",
  },
  ComputeResource: { reconfigureEx: "Reconfigure compute resource" },
  ClusterComputeResource: { reconfigureEx: "Reconfigure cluster" },
  Drm: { ExecuteVMotionLRO: "Migrate virtual machine", ExecuteVmPowerOnLRO: "Power On virtual machine" },
  Datastore: {
    rename: "Rename datastore",
    destroy: "Remove datastore",
    refreshStorageInfo: "Refresh storage information",
    enterMaintenanceMode: "Enter SDRS maintenance mode",
    exitMaintenanceMode: "Exit SDRS maintenance mode",
  },
  "host.DatastoreBrowser": {
    search: "Search datastore",
    searchSubFolders: "Search datastore with subfolders",
  },
  "host.DatastoreSystem": {
    createVmfsDatastore: "Create VMFS datastore",
    createNasDatastore: "Create NAS datastore",
  },
  FileManager: {
    copyFile: "Copy file",
    moveFile: "Move file",
    deleteFile: "Delete file",
    makeDirectory: "Make Directory",
  },
  VirtualDiskManager: {
    createVirtualDisk: "Create virtual disk",
    deleteVirtualDisk: "Delete virtual disk",
    moveVirtualDisk: "Move virtual disk",
    copyVirtualDisk: "Copy virtual disk",
    extendVirtualDisk: "Extend virtual disk",
    inflateVirtualDisk: "Inflate virtual disk",
    shrinkVirtualDisk: "Shrink virtual disk",
    eagerZeroVirtualDisk: "Zero out virtual disk",
  },
  DistributedVirtualSwitch: {
    addPortgroups: "Add distributed port groups",
    reconfigure: "Reconfigure vSphere Distributed Switch",
  },
  "dvs.DistributedVirtualPortgroup": { reconfigure: "Reconfigure distributed port group" },
  "vm.check.ProvisioningChecker": { checkRelocate: "Check relocate" },
};
