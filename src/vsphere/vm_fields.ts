import { number } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import type { VmRow } from "./inventory/shapes.ts";
import { partOf, type Properties, type PropertyShape } from "./properties.ts";
import { inGb } from "./units.ts";

/** Properties that change with the load: read for the rows that are shown, never kept. */
const loadShape = {
  "summary.quickStats.overallCpuUsage": number,
  "summary.quickStats.guestMemoryUsage": number,
  "summary.quickStats.uptimeSeconds": number,
  "summary.storage.committed": number,
} as const satisfies PropertyShape;

type LoadPath = keyof typeof loadShape;

/** What was read of the load of a machine. */
export type VmLoadRow = Partial<Properties<typeof loadShape>>;

/** What a field needs beside the machine. */
export interface Naming {
  /** Name of an object for people. */
  readonly name: (object: Moref) => string;
  /** Inventory path of an object. */
  readonly path: (object: Moref) => string;
}

interface VmField {
  /** What has to be read first; undefined where the inventory has it. */
  readonly reads?: LoadPath;
  readonly value: (vm: VmRow, sources: Naming & { readonly load: VmLoadRow }) => unknown;
}

function kept(path: keyof VmRow): VmField {
  return { value: (vm) => vm[path] };
}

function read(path: LoadPath): VmField {
  return { reads: path, value: (_, { load }) => load[path] };
}

/** Every field that a row of list_vms can have, in the order of the answer. `name` and `moref` are always there. */
export const VM_FIELDS = {
  power_state: kept("runtime.powerState"),
  cpu_count: kept("summary.config.numCpu"),
  memory_mb: kept("summary.config.memorySizeMB"),
  guest_os: kept("summary.config.guestFullName"),
  ip_address: kept("guest.ipAddress"),
  host: { value: (vm, { name }) => vm["runtime.host"] && name(vm["runtime.host"]) },
  folder: {
    value: ({ parentVApp, parent }, { path }) => {
      const place = parentVApp ?? parent;
      return place && path(place);
    },
  },
  is_template: kept("config.template"),
  connection_state: kept("runtime.connectionState"),
  host_name: kept("guest.hostName"),
  tools_status: kept("guest.toolsRunningStatus"),
  cpu_usage_mhz: read("summary.quickStats.overallCpuUsage"),
  guest_memory_usage_mb: read("summary.quickStats.guestMemoryUsage"),
  uptime_seconds: read("summary.quickStats.uptimeSeconds"),
  storage_used_gb: {
    reads: "summary.storage.committed",
    value: (_, { load: { "summary.storage.committed": bytes } }) =>
      bytes === undefined ? undefined : inGb(bytes),
  },
  datastores: { value: ({ datastore }, { name }) => datastore?.map(name) },
  networks: { value: ({ network }, { name }) => network?.map(name) },
  instance_uuid: kept("summary.config.instanceUuid"),
  has_snapshots: { value: ({ rootSnapshot }) => (rootSnapshot?.length ?? 0) > 0 },
  notes: kept("config.annotation"),
} as const satisfies Readonly<Record<string, VmField>>;

/** Name of a field. */
export type VmFieldName = keyof typeof VM_FIELDS;

/** Fields of a row unless others are asked for. */
export const DEFAULT_VM_FIELDS: readonly VmFieldName[] = [
  "power_state",
  "cpu_count",
  "memory_mb",
  "guest_os",
  "ip_address",
  "host",
];

/** What has to be read of every machine that is shown with these fields; undefined when nothing has. */
export function loadShapeOf(fields: readonly VmFieldName[]): Partial<typeof loadShape> | undefined {
  return partOf(loadShape, fields.flatMap((field) => fieldOf(field).reads ?? []));
}

/** The fields of one row; what the server did not tell is left out. */
export function readVmFields(
  vm: VmRow,
  options: { readonly fields: readonly VmFieldName[]; readonly naming: Naming; readonly load: VmLoadRow },
): Readonly<Record<string, unknown>> {
  const sources = { ...options.naming, load: options.load };
  const values: Record<string, unknown> = {};
  for (const field of options.fields) {
    const value = fieldOf(field).value(vm, sources);
    if (value !== undefined && value !== "") values[field] = value;
  }
  return values;
}

function fieldOf(name: VmFieldName): VmField {
  return VM_FIELDS[name];
}
