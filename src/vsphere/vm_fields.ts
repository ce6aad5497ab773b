import { arrayOf, boolean, number, object, one, raw, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { decodeName } from "./names.ts";
import { inGb } from "./units.ts";
import type { Properties, PropertyShape } from "./properties.ts";

/** Properties behind the fields of a VM row; all are leaves, which cost a fraction of the whole objects. */
const shape = {
  name: text,
  "runtime.powerState": word,
  "runtime.connectionState": word,
  "runtime.host": ref,
  "config.template": boolean,
  "summary.config.numCpu": number,
  "summary.config.memorySizeMB": number,
  "summary.config.guestFullName": text,
  "summary.config.instanceUuid": word,
  "summary.config.annotation": text,
  "guest.ipAddress": word,
  "guest.hostName": word,
  "guest.toolsRunningStatus": word,
  "summary.quickStats.overallCpuUsage": number,
  "summary.quickStats.guestMemoryUsage": number,
  "summary.quickStats.uptimeSeconds": number,
  "summary.storage.committed": number,
  datastore: arrayOf(ref),
  network: arrayOf(ref),
  parent: ref,
  parentVApp: ref,
  snapshot: object({ currentSnapshot: one(raw) }),
} as const satisfies PropertyShape;

type Row = Properties<typeof shape>;
type Path = keyof typeof shape;

/** What a field needs beside its properties. */
export interface Naming {
  /** Name of an object for people. */
  readonly name: (object: Moref) => string;
  /** Inventory path of an object. */
  readonly path: (object: Moref) => string;
}

interface VmField {
  readonly paths: readonly Path[];
  readonly value: (row: Partial<Row>, naming: Naming) => unknown;
}

function plain(path: Path): VmField {
  return { paths: [path], value: (row) => row[path] };
}

/** Every field that a row of list_vms can have, in the order of the answer. `name` and `moref` are always there. */
export const VM_FIELDS = {
  power_state: plain("runtime.powerState"),
  cpu_count: plain("summary.config.numCpu"),
  memory_mb: plain("summary.config.memorySizeMB"),
  guest_os: plain("summary.config.guestFullName"),
  ip_address: plain("guest.ipAddress"),
  host: {
    paths: ["runtime.host"],
    value: (row, { name }) => row["runtime.host"] && name(row["runtime.host"]),
  },
  folder: {
    paths: ["parent", "parentVApp"],
    value: ({ parentVApp, parent }, { path }) => {
      const place = parentVApp ?? parent;
      return place && path(place);
    },
  },
  is_template: plain("config.template"),
  connection_state: plain("runtime.connectionState"),
  host_name: plain("guest.hostName"),
  tools_status: plain("guest.toolsRunningStatus"),
  cpu_usage_mhz: plain("summary.quickStats.overallCpuUsage"),
  guest_memory_usage_mb: plain("summary.quickStats.guestMemoryUsage"),
  uptime_seconds: plain("summary.quickStats.uptimeSeconds"),
  storage_used_gb: {
    paths: ["summary.storage.committed"],
    value: ({ "summary.storage.committed": bytes }) => bytes === undefined ? undefined : inGb(bytes),
  },
  datastores: { paths: ["datastore"], value: (row, { name }) => row.datastore?.map(name) },
  networks: { paths: ["network"], value: (row, { name }) => row.network?.map(name) },
  instance_uuid: plain("summary.config.instanceUuid"),
  has_snapshots: { paths: ["snapshot"], value: (row) => row.snapshot !== undefined },
  notes: plain("summary.config.annotation"),
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

/** The properties to ask for. */
export function shapeOf(fields: readonly VmFieldName[]): Partial<typeof shape> {
  const paths = new Set<string>(["name", ...fields.flatMap((field) => VM_FIELDS[field].paths)]);
  return Object.fromEntries(Object.entries(shape).filter(([path]) => paths.has(path)));
}

/** The fields of one row; what the server did not tell is left out. */
export function readVmFields(
  row: Partial<Row>,
  options: { readonly fields: readonly VmFieldName[]; readonly naming: Naming },
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = { name: decodeName(row.name ?? "") };
  for (const field of options.fields) {
    const value = VM_FIELDS[field].value(row, options.naming);
    if (value !== undefined && value !== "") values[field] = value;
  }
  return values;
}
