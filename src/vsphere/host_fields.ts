import { boolean, number, text, word } from "../soap/decode.ts";
import { withoutEmpty } from "../without_empty.ts";
import { clusterOf, type HostRow } from "./host_filter.ts";
import type { Mirror } from "./inventory/mirror.ts";
import { partOf, type Properties, type PropertyShape } from "./properties.ts";
import { inMb, percentOf } from "./units.ts";
import type { VmCount } from "./vm_counts.ts";

/** What a host is and how it does: read for the rows that are shown, never kept. */
export const hostSummaryShape = {
  "summary.hardware.model": text,
  "summary.hardware.numCpuCores": number,
  "summary.hardware.cpuMhz": number,
  "summary.hardware.memorySize": number,
  "summary.quickStats.overallCpuUsage": number,
  "summary.quickStats.overallMemoryUsage": number,
  "summary.quickStats.uptime": number,
  "summary.config.product.version": word,
  "summary.config.product.build": word,
  "summary.overallStatus": word,
  "summary.rebootRequired": boolean,
  "summary.managementServerIp": word,
} as const satisfies PropertyShape;

type SummaryPath = keyof typeof hostSummaryShape;

/** What was read of a host. */
export type HostSummary = Partial<Properties<typeof hostSummaryShape>>;

const CORES = ["summary.hardware.numCpuCores", "summary.hardware.cpuMhz"] as const;
const CPU_USAGE = "summary.quickStats.overallCpuUsage";
const MEMORY = "summary.hardware.memorySize";
const MEMORY_USAGE = "summary.quickStats.overallMemoryUsage";

/** Every field that a row of list_hosts can have beside `name` and `moref`, with what has to be read for it. */
export const HOST_FIELDS = {
  cluster: [],
  is_standalone: [],
  datacenter: [],
  connection_state: [],
  power_state: [],
  in_maintenance: [],
  version: ["summary.config.product.version"],
  build: ["summary.config.product.build"],
  model: ["summary.hardware.model"],
  cpu_cores: ["summary.hardware.numCpuCores"],
  cpu_total_mhz: CORES,
  cpu_usage_mhz: [CPU_USAGE],
  cpu_usage_percent: [...CORES, CPU_USAGE],
  memory_mb: [MEMORY],
  memory_usage_mb: [MEMORY_USAGE],
  memory_usage_percent: [MEMORY, MEMORY_USAGE],
  vm_count: [],
  vm_powered_on_count: [],
  uptime_seconds: ["summary.quickStats.uptime"],
  overall_status: ["summary.overallStatus"],
  reboot_required: ["summary.rebootRequired"],
  managed_by: ["summary.managementServerIp"],
} as const satisfies Readonly<Record<string, readonly SummaryPath[]>>;

/** Name of a field. */
export type HostFieldName = keyof typeof HOST_FIELDS;

/** What has to be read of every host that is shown with these fields; undefined when nothing has. */
export function hostShapeOf(fields: readonly HostFieldName[]): Partial<typeof hostSummaryShape> | undefined {
  return partOf(hostSummaryShape, fields.flatMap((field) => HOST_FIELDS[field]));
}

/** The value of every field that the host tells, or of which enough was read. */
export interface HostFacts {
  readonly cluster?: string;
  readonly is_standalone: boolean;
  readonly datacenter?: string;
  readonly connection_state?: string;
  readonly power_state?: string;
  readonly in_maintenance?: boolean;
  readonly version?: string;
  readonly build?: string;
  readonly model?: string;
  readonly cpu_cores?: number;
  readonly cpu_total_mhz?: number;
  readonly cpu_usage_mhz?: number;
  readonly cpu_usage_percent?: number;
  readonly memory_mb?: number;
  readonly memory_usage_mb?: number;
  readonly memory_usage_percent?: number;
  /** Templates count. */
  readonly vm_count: number;
  readonly vm_powered_on_count: number;
  readonly uptime_seconds?: number;
  readonly overall_status?: string;
  readonly reboot_required?: boolean;
  readonly managed_by?: string;
}

/** All fields of a host; what the server did not tell is left out. */
export function hostFacts(
  host: HostRow,
  { mirror, summary, vms }: {
    readonly mirror: Mirror;
    readonly summary: HostSummary;
    readonly vms: VmCount;
  },
): HostFacts {
  const cluster = clusterOf(mirror, host);
  const datacenter = mirror.tree.datacenter(host.ref);
  const memoryBytes = summary["summary.hardware.memorySize"];
  return withoutEmpty({
    cluster,
    is_standalone: cluster === undefined,
    datacenter: datacenter && mirror.tree.name(datacenter),
    connection_state: host["runtime.connectionState"],
    power_state: host["runtime.powerState"],
    in_maintenance: host["runtime.inMaintenanceMode"],
    version: summary["summary.config.product.version"],
    build: summary["summary.config.product.build"],
    model: summary["summary.hardware.model"],
    cpu_cores: summary["summary.hardware.numCpuCores"],
    memory_mb: memoryBytes === undefined ? undefined : inMb(memoryBytes),
    ...loadOf(host, summary),
    vm_count: vms.total,
    vm_powered_on_count: vms.poweredOn,
    overall_status: summary["summary.overallStatus"],
    reboot_required: summary["summary.rebootRequired"],
    managed_by: summary["summary.managementServerIp"],
  });
}

/** Of a host that does not answer, vCenter Server tells zeros or what it saw last: nothing of how it is now. */
function loadOf(host: HostRow, summary: HostSummary) {
  const cores = summary["summary.hardware.numCpuCores"];
  const mhz = summary["summary.hardware.cpuMhz"];
  const cpu_total_mhz = cores === undefined || mhz === undefined ? undefined : cores * mhz;
  const isTold = host["runtime.connectionState"] === "connected";
  const cpu_usage_mhz = isTold ? summary[CPU_USAGE] : undefined;
  const memory_usage_mb = isTold ? summary[MEMORY_USAGE] : undefined;
  const bytes = summary[MEMORY];
  return {
    cpu_total_mhz,
    cpu_usage_mhz,
    cpu_usage_percent: percentOf(cpu_usage_mhz, cpu_total_mhz),
    memory_usage_mb,
    memory_usage_percent: percentOf(memory_usage_mb, bytes === undefined ? undefined : inMb(bytes)),
    uptime_seconds: isTold ? summary["summary.quickStats.uptime"] : undefined,
  };
}
