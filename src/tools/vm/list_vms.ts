import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import type { Mirror } from "../../vsphere/inventory/mirror.ts";
import { nameOf } from "../../vsphere/inventory/mirror.ts";
import type { VmRow } from "../../vsphere/inventory/shapes.ts";
import { retrieveById } from "../../vsphere/properties.ts";
import {
  DEFAULT_VM_FIELDS,
  loadShapeOf,
  type Naming,
  readVmFields,
  VM_FIELDS,
  type VmFieldName,
  type VmLoadRow,
} from "../../vsphere/vm_fields.ts";
import { selectVms, type VmFilter } from "../../vsphere/vm_filter.ts";
import { descending, pageArguments, pageFacts } from "../arguments.ts";
import { listText, oneLine } from "../one_line.ts";
import { pageOf, type SortKey } from "../page.ts";
import { type ReadPage, readPage } from "../read_page.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const LIST = "list_vms";

const fieldNames = Object.keys(VM_FIELDS).filter(isFieldName);
/** Fields that need nothing read and have one value. */
const SORTS = ["power_state", "cpu_count", "memory_mb", "guest_os", "ip_address", "host", "folder"] as const;
const sortNames = ["name", ...SORTS] as const;

const input = z.object({
  name: z.string().min(1).optional().describe("Glob on the name, any case: * and ? are wildcards (web-*)"),
  power_state: z.enum(["poweredOn", "poweredOff", "suspended"]).optional().describe(
    "Only machines in this state",
  ),
  host: z.string().min(1).optional().describe("Only on this host: name or moref"),
  datastore: z.string().min(1).optional().describe("Only with files on this datastore: name or moref"),
  network: z.string().min(1).optional().describe("Only connected to this network: name or moref"),
  folder: z.string().min(1).optional().describe(
    "Only in this folder or below: name, inventory path or moref",
  ),
  template: z.boolean().optional().describe("true: only templates; false: no templates; omitted: both"),
  fields: z.array(z.enum(fieldNames)).optional().describe(
    `Fields of a row beside name and moref. Default: ${DEFAULT_VM_FIELDS.join(", ")}`,
  ),
  sort_by: z.enum(sortNames).default("name").describe("Field that orders the rows; equal ones by name"),
  descending,
  ...pageArguments,
});

const output = z.looseObject({
  vms: z.array(foreign(z.looseObject({ name: foreign(z.string()), moref: z.string() }))),
  ...pageFacts,
});

/** Lists virtual machines from the inventory in memory; what changes with the load is read for the rows of this page. */
export async function listVms(
  args: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<z.output<typeof output>> {
  const mirror = await vsphere.inventory.current(signal);
  const shape = loadShapeOf(args.fields ?? DEFAULT_VM_FIELDS);
  // The same question about the same inventory has the same answer.
  if (shape === undefined) {
    return mirror.once(`list_vms ${JSON.stringify(args)}`, () => {
      const selected = selectVms(mirror, toFilter(args));
      const { rows, next_cursor } = pageOf(selected, { ...args, list: LIST, keyOf: keyReader(mirror, args) });
      return answer(mirror, args, {
        rows: rows.map((row) => ({ row, reading: {} })),
        total: selected.length,
        next_cursor,
      });
    });
  }
  const page = await readPage<VmRow, VmLoadRow>(selectVms(mirror, toFilter(args)), {
    ...args,
    list: LIST,
    readsAll: false,
    keyOf: keyReader(mirror, args),
    read: (vms) => retrieveById(vsphere.session, vms.map(({ ref }) => ref), { shape, signal }),
  });
  return answer(mirror, args, page);
}

function answer(
  mirror: Mirror,
  args: z.output<typeof input>,
  { rows, total, next_cursor }: ReadPage<VmRow, VmLoadRow>,
): z.output<typeof output> {
  const fields = args.fields ?? DEFAULT_VM_FIELDS;
  const naming = namingOf(mirror);
  return {
    vms: rows.map(({ row: vm, reading: load }) => (
      { name: nameOf(vm), moref: vm.ref.value, ...readVmFields(vm, { fields, naming, load }) }
    )),
    total,
    ...(next_cursor === undefined ? {} : { next_cursor }),
  };
}

function namingOf({ tree }: Mirror): Naming {
  return { name: (object) => tree.name(object), path: (object) => tree.path(object) };
}

/** Reads what orders the rows: a value, then the name. */
function keyReader(mirror: Mirror, { sort_by: sort }: z.output<typeof input>): (vm: VmRow) => SortKey {
  if (sort === "name") return (vm) => [nameOf(vm), nameOf(vm), vm.ref.value];
  const fields = [sort];
  const naming = namingOf(mirror);
  return (vm) => {
    const value = readVmFields(vm, { fields, naming, load: {} })[sort];
    const key = typeof value === "string" ? inOctets(value) : value;
    return [typeof key === "string" || typeof key === "number" ? key : null, nameOf(vm), vm.ref.value];
  };
}

/** An IPv4 address so that it sorts by its numbers; any other text as it is. */
function inOctets(text: string): string {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text)
    ? text.replace(/\d+/g, (octet) => octet.padStart(3, "0"))
    : text;
}

function toFilter(args: z.output<typeof input>): VmFilter {
  const { name, power_state, host, datastore, network, folder, template } = args;
  return { name, powerState: power_state, host, datastore, network, folder, isTemplate: template };
}

function isFieldName(name: string): name is VmFieldName {
  return name in VM_FIELDS;
}

export default defineTool({
  name: LIST,
  title: "List virtual machines",
  description:
    "Lists virtual machines and templates, ordered by name, with power state, CPU, memory, guest OS, IP and host; filters " +
    "narrow it. For everything about one machine use get_vm. Answers with rows, the total that matches and next_cursor.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: listVms,
  text: ({ vms, ...page }) => listText(vms.map(line), { what: "virtual machine", ...page }),
});

function line(vm: Readonly<Record<string, unknown>>): string {
  return Object.entries(vm).map(([field, value]) => cell(field, value)).join(", ");
}

function cell(field: string, value: unknown): string {
  // A line break in a note must not pass for the next row.
  const text = oneLine(Array.isArray(value) ? value.join(" + ") : String(value));
  return field === "name" ? text : `${field}=${text}`;
}
