import type { DataObject } from "../core/value.ts";
import type { EventRecord } from "../world/event_log.ts";

/** How bad an event is: `user` for what people have written into the log. */
export type EventCategory = "info" | "warning" | "error" | "user";

/** The category of an event; an EventEx says it itself. */
export function eventCategory({ type, fields }: EventRecord): string {
  if (type === "EventEx") return typeof fields.severity === "string" ? fields.severity : "info";
  return TYPES.get(type)?.category ?? "info";
}

/** The EventDescription of the EventManager. */
export function eventDescription(): DataObject {
  const category = Object.entries(CATEGORIES).map(([key, [label, summary]]) => ({
    $type: "ElementDescription",
    label,
    summary,
    key,
  }));
  return { $type: "EventDescription", category, eventInfo: [...TYPES.values()].map(eventDetail) };
}

interface EventType {
  readonly key: string;
  readonly category: EventCategory;
  readonly description: string;
  readonly format: string;
}

/** Beside an object its name needs no telling. */
function eventDetail({ key, category, description, format }: EventType): DataObject {
  const onDatacenter = format.replace(/ (in|from) \{datacenter\.name\}/, "");
  const onHost = onDatacenter.replace(/ on (host )?\{host\.name\}/, "");
  return {
    $type: "EventDescriptionEventDetail",
    key,
    description,
    category,
    formatOnDatacenter: onDatacenter,
    formatOnComputeResource: onDatacenter,
    formatOnHost: onHost,
    formatOnVm: onHost.replace("{vm.name}", "virtual machine"),
    fullFormat: format,
  };
}

const CATEGORIES: Readonly<Record<EventCategory, readonly [label: string, summary: string]>> = {
  info: ["Information", "Something has happened as it should"],
  warning: ["Warning", "Something may need attention"],
  error: ["Error", "Something has failed"],
  user: ["User", "A message that a user has logged"],
};

/** What an event is about, its text, and its category unless that is info. */
type EventLine = readonly [description: string, format: string, category?: EventCategory];

/** `{vm}`, `{host}` and `{dc}` stand for the names of those objects. */
const LINES: Readonly<Record<string, EventLine>> = {
  UserLoginSessionEvent: ["User login", "User {userName}@{ipAddress} logged in as {userAgent}"],
  UserLogoutSessionEvent: [
    "User logout",
    "User {userName}@{ipAddress} logged out (login time: {loginTime}, number of API invocations: {callCount}, user agent: {userAgent})",
  ],
  BadUsernameSessionEvent: ["Invalid user name", "Cannot login {userName}@{ipAddress}", "error"],
  TaskEvent: ["Task event", "Task: {info.descriptionId}"],
  GeneralEvent: ["General event", "{message}"],
  GeneralUserEvent: ["User event", "User logged event: {message}", "user"],
  VmBeingCreatedEvent: ["Creating VM", "Creating {vm} on host {host} in {dc}"],
  VmCreatedEvent: ["VM created", "Created virtual machine {vm} on {host} in {dc}"],
  VmStartingEvent: ["VM starting", "{vm} on host {host} in {dc} is starting"],
  VmPoweredOnEvent: ["VM powered on", "{vm} on {host} in {dc} is powered on"],
  VmStoppingEvent: ["VM stopping", "{vm} on host {host} in {dc} is stopping"],
  VmPoweredOffEvent: ["VM powered off", "{vm} on {host} in {dc} is powered off"],
  VmSuspendingEvent: ["VM being suspended", "{vm} on {host} in {dc} is being suspended"],
  VmSuspendedEvent: ["VM suspended", "{vm} on {host} in {dc} is suspended"],
  VmResettingEvent: ["VM reset", "{vm} on {host} in {dc} is reset"],
  VmReconfiguredEvent: ["VM reconfigured", "Reconfigured {vm} on {host} in {dc}"],
  VmBeingClonedEvent: [
    "VM being cloned",
    "Cloning {vm} on host {host} in {dc} to {destName} on host {destHost.name}",
  ],
  VmClonedEvent: ["VM cloned", "{sourceVm.name} cloned to {vm} on {host} in {dc}"],
  VmBeingDeployedEvent: [
    "Deploying VM",
    "Deploying {vm} on host {host} in {dc} from template {srcTemplate.name}",
  ],
  VmDeployedEvent: ["VM deployed", "Template {srcTemplate.name} deployed on host {host}"],
  VmRemovedEvent: ["VM removed", "Removed {vm} on {host} from {dc}"],
  VmRenamedEvent: ["VM renamed", "Renamed {vm} from {oldName} to {newName} in {dc}"],
  VmRegisteredEvent: ["VM registered", "Registered {vm} on {host} in {dc}"],
  VmDiscoveredEvent: ["VM discovered", "Discovered {vm} on {host} in {dc}"],
  VmMigratedEvent: [
    "VM migrated",
    "Migration of virtual machine {vm} from {sourceHost.name} to {host} completed",
  ],
  DrsVmMigratedEvent: [
    "DRS VM migrated",
    "DRS migrated {vm} from {sourceHost.name} to {host} in cluster {computeResource.name} in {dc}",
  ],
  VmRelocatedEvent: ["VM relocated", "Completed the relocation of the virtual machine"],
  VmGuestShutdownEvent: ["Guest OS shut down", "Guest OS shut down for {vm} on {host} in {dc}"],
  VmGuestRebootEvent: ["Guest reboot", "Guest OS reboot for {vm} on {host} in {dc}"],
  VmMessageEvent: ["VM information message", "Message on {vm} on {host} in {dc}: {message}"],
  VmUuidAssignedEvent: ["VM UUID assigned", "Assigned new BIOS UUID ({uuid}) to {vm} on {host} in {dc}"],
  VmInstanceUuidAssignedEvent: [
    "Assign a new instance UUID",
    "Assign a new instance UUID ({instanceUuid}) to {vm}",
  ],
  VmMacAssignedEvent: ["VM MAC assigned", "New MAC address ({mac}) assigned to adapter {adapter} for {vm}"],
  EnteringMaintenanceModeEvent: [
    "Entering maintenance mode",
    "Host {host} in {dc} has started to enter maintenance mode",
  ],
  EnteredMaintenanceModeEvent: [
    "Entered maintenance mode",
    "Host {host} in {dc} has entered maintenance mode",
  ],
  ExitMaintenanceModeEvent: ["Exit maintenance mode", "Host {host} in {dc} has exited maintenance mode"],
  HostConnectedEvent: ["Host connected", "Connected to {host} in {dc}"],
  DatastoreFileDeletedEvent: [
    "File or directory deleted",
    "Deletion of file or directory {targetFile} from {datastore.name} was initiated",
  ],
  AlarmStatusChangedEvent: [
    "Alarm status changed",
    "Alarm '{alarm.name}' on {entity.name} changed from {from.@enum.ManagedEntity.Status} to {to.@enum.ManagedEntity.Status}",
  ],
};

const NAMES: Readonly<Record<string, string>> = {
  "{vm}": "{vm.name}",
  "{host}": "{host.name}",
  "{dc}": "{datacenter.name}",
};

const TYPES: ReadonlyMap<string, EventType> = new Map(
  Object.entries(LINES).map(([key, [description, format, category = "info"]]) => [key, {
    key,
    category,
    description,
    format: format.replace(/\{\w+\}/g, (name) => NAMES[name] ?? name),
  }]),
);
