import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import {
  HOST_FIELDS,
  hostFacts,
  type HostFieldName,
  hostShapeOf,
  type HostSummary,
} from "../../vsphere/host_fields.ts";
import { type HostRow, selectHosts } from "../../vsphere/host_filter.ts";
import { type Mirror, nameOf } from "../../vsphere/inventory/mirror.ts";
import { retrieveById } from "../../vsphere/properties.ts";
import { vmCounter } from "../../vsphere/vm_counts.ts";
import { descending, pageArguments, pageFacts } from "../arguments.ts";
import { managedNote } from "../../vsphere/managed_note.ts";
import { fieldTexts, listText, oneLine } from "../one_line.ts";
import { readPage } from "../read_page.ts";
import { defineTool, type ToolContext } from "../tool.ts";
import { withoutEmpty } from "../../without_empty.ts";

const fieldNames = Object.keys(HOST_FIELDS).filter(isFieldName);
const SORTS = ["cluster", "cpu_usage_percent", "memory_usage_percent", "vm_count", "uptime_seconds"] as const;

const input = z.object({
  name: z.string().min(1).optional().describe("Glob on the name, any case: * and ? are wildcards (esx-*)"),
  cluster: z.string().min(1).optional().describe(
    "Only in this cluster: name, path or moref",
  ),
  datacenter: z.string().min(1).optional().describe(
    "Only in this datacenter: name, path or moref",
  ),
  connection_state: z.enum(["connected", "disconnected", "notResponding"]).optional().describe(
    "Only hosts in this state",
  ),
  maintenance: z.boolean().optional().describe(
    "true: only hosts in maintenance mode; false: only others; omitted: both",
  ),
  fields: z.array(z.enum(fieldNames)).optional().describe(
    "Fields of a row beside name and moref. Default: all",
  ),
  sort_by: z.enum(["name", ...SORTS]).default("name").describe(
    "Field that orders the rows; equal ones by name",
  ),
  descending,
  ...pageArguments,
});

const row = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  cluster: foreign(z.string()).optional(),
  is_standalone: z.boolean().optional(),
  connection_state: z.string().optional(),
  power_state: z.string().optional(),
  in_maintenance: z.boolean().optional(),
  version: z.string().optional(),
  build: z.string().optional(),
  model: foreign(z.string()).optional(),
  cpu_cores: z.number().optional(),
  cpu_total_mhz: z.number().optional(),
  cpu_usage_percent: z.number().optional(),
  memory_mb: z.number().optional(),
  memory_usage_percent: z.number().optional(),
  vm_count: z.number().optional().describe("Templates count"),
  vm_powered_on_count: z.number().optional(),
  uptime_seconds: z.number().optional(),
  overall_status: z.string().optional().describe("green, yellow, red or gray"),
  reboot_required: z.boolean().optional(),
  managed_by: foreign(z.string()).optional().describe("Address of the vCenter Server that manages the host"),
});

const output = z.looseObject({
  hosts: z.array(row),
  ...pageFacts,
  note: foreign(z.string()).optional().describe("What to know before changing such a host"),
});

/** Lists hosts from the inventory in memory; how they do is read for the rows of this page, or of all to sort by it. */
export async function listHosts(
  args: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<z.output<typeof output>> {
  const mirror = await vsphere.inventory.current(signal);
  const factsOf = factReader(mirror);
  const { sort_by, fields = fieldNames } = args;
  const sorting = sort_by === "name" ? [] : [sort_by];
  const page = await readPage<HostRow, HostSummary>(selectHosts(mirror, filterOf(args)), {
    ...args,
    list: "list_hosts",
    readsAll: hostShapeOf(sorting) !== undefined,
    keyOf: (host, summary = {}) => [
      sort_by === "name" ? nameOf(host) : factsOf(host, summary)[sort_by] ?? null,
      nameOf(host),
      host.ref.value,
    ],
    read: (hosts) => readSummaries({ vsphere, signal }, { hosts, fields: [...fields, ...sorting] }),
  });
  const hosts = page.rows.map(({ row: host, reading }) => (
    { name: nameOf(host), moref: host.ref.value, ...only(factsOf(host, reading), fields) }
  ));
  // Who asks a vCenter Server goes through it already.
  const { isVcenter } = await vsphere.session.content(signal);
  const vcenter = isVcenter
    ? undefined
    : hosts.find(({ managed_by }) => managed_by !== undefined)?.managed_by;
  return withoutEmpty({
    hosts,
    total: page.total,
    next_cursor: page.next_cursor,
    note: vcenter === undefined ? undefined : managedNote(vcenter),
  });
}

/** What these fields need, by the id of the host; no request when they need nothing. */
async function readSummaries(
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
  { hosts, fields }: { readonly hosts: readonly HostRow[]; readonly fields: readonly HostFieldName[] },
): Promise<ReadonlyMap<string, HostSummary>> {
  const shape = hostShapeOf(fields);
  if (shape === undefined) return new Map(hosts.map(({ ref }) => [ref.value, {}]));
  return await retrieveById(vsphere.session, hosts.map(({ ref }) => ref), { shape, signal });
}

function factReader(mirror: Mirror) {
  const vmsOn = vmCounter(mirror, "runtime.host");
  return (host: HostRow, summary: HostSummary) => hostFacts(host, { mirror, summary, vms: vmsOn(host.ref) });
}

function filterOf({ name, cluster, datacenter, connection_state, maintenance }: z.output<typeof input>) {
  return { name, cluster, datacenter, connectionState: connection_state, isInMaintenance: maintenance };
}

function only<T extends object>(facts: T, fields: readonly string[]): Partial<T>;
function only(facts: Readonly<Record<string, unknown>>, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => field in facts ? [[field, facts[field]]] : []));
}

function isFieldName(name: string): name is HostFieldName {
  return name in HOST_FIELDS;
}

export default defineTool({
  name: "list_hosts",
  title: "List hosts",
  description:
    "Lists ESXi hosts, ordered by name, with cluster, state, version, load, virtual machines and uptime; filters narrow it. For " +
    "hardware, sensors and NICs of one host use get_host.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: listHosts,
  text: ({ hosts, note, ...page }) =>
    listText(hosts.map(line), { what: "host", ...page }) + (note === undefined ? "" : `\n${oneLine(note)}`),
});

function line(host: z.output<typeof row>): string {
  const { name, moref, ...fields } = host;
  // Every host tells these: a row without them is one of chosen fields, and is to show each of them.
  const isWhole = host.is_standalone !== undefined && host.vm_powered_on_count !== undefined;
  const parts = isWhole ? sentenceParts(host) : fieldTexts(fields);
  return [`${oneLine(name)} (${moref})`, ...parts].join(", ");
}

/** What is as it should be goes without saying. */
function sentenceParts(host: z.output<typeof row>): readonly string[] {
  const { cluster, version = "", build, model, overall_status: status } = host;
  return [
    cluster === undefined ? "standalone" : `cluster ${oneLine(cluster)}`,
    host.connection_state,
    host.power_state !== "poweredOn" && host.power_state !== undefined && `power ${host.power_state}`,
    host.in_maintenance === true && "in maintenance mode",
    version !== "" && `ESXi ${oneLine(version)}${build === undefined ? "" : ` build ${oneLine(build)}`}`,
    model !== undefined && oneLine(model),
    load("CPU", { percent: host.cpu_usage_percent, total: host.cpu_total_mhz, unit: "MHz" }),
    load("memory", { percent: host.memory_usage_percent, total: host.memory_mb, unit: "MB" }),
    `${host.vm_count ?? "?"} VM(s), ${host.vm_powered_on_count ?? "?"} on`,
    host.uptime_seconds !== undefined && `up ${Math.floor(host.uptime_seconds / 86_400)} day(s)`,
    status !== undefined && status !== "green" && `status ${status}`,
    host.reboot_required === true && "reboot required",
  ].filter((part) => typeof part === "string");
}

function load(
  what: string,
  { percent, total, unit }: {
    readonly percent: number | undefined;
    readonly total: number | undefined;
    readonly unit: string;
  },
): string | undefined {
  if (total === undefined) return percent === undefined ? undefined : `${what} ${percent} %`;
  return percent === undefined ? `${what} ${total} ${unit}` : `${what} ${percent} % of ${total} ${unit}`;
}
