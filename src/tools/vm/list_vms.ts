import { Buffer } from "node:buffer";
import * as z from "../../deps/zod.ts";
import { UserError } from "../../errors.ts";
import type { Moref } from "../../soap/encode.ts";
import { retrieveObjects } from "../../vsphere/properties.ts";
import {
  DEFAULT_VM_FIELDS,
  readVmFields,
  shapeOf,
  VM_FIELDS,
  type VmFieldName,
} from "../../vsphere/vm_fields.ts";
import { selectVms, type VmFilter } from "../../vsphere/vm_filter.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const fieldNames = Object.keys(VM_FIELDS).filter(isFieldName);

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
  limit: z.number().int().min(1).max(1000).default(50).describe("Rows in one answer"),
  cursor: z.string().optional().describe("next_cursor of the answer before, for the rows that follow"),
});

const output = z.looseObject({
  vms: z.array(z.looseObject({ name: z.string(), moref: z.string() })),
  total: z.number().int().describe("Virtual machines that match, whatever the limit"),
  next_cursor: z.string().optional().describe(
    "Give it as `cursor` for the next rows; absent on the last page",
  ),
});

/** Lists virtual machines by name; details are fetched for the rows of this page only. */
export async function listVms(
  args: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<z.output<typeof output>> {
  const after = args.cursor === undefined ? undefined : decodeCursor(args.cursor);
  const fields = args.fields ?? DEFAULT_VM_FIELDS;
  const { vms, naming } = await selectVms(vsphere, toFilter(args), signal);
  const rest = after === undefined ? vms : vms.filter((vm) => compareKeys(keyOf(vm), after) > 0);
  const page = rest.slice(0, args.limit);
  const rows = await retrieveObjects(vsphere.session, page.map(({ ref }) => ref), {
    shape: shapeOf(fields),
    signal,
  });
  const last = page.at(-1);
  return {
    vms: rows.map((row) => {
      const { name, ...values } = readVmFields(row, { fields, naming });
      return { name: String(name || row.ref.value), moref: row.ref.value, ...values };
    }),
    total: vms.length,
    ...(last !== undefined && rest.length > page.length ? { next_cursor: encodeCursor(keyOf(last)) } : {}),
  };
}

function toFilter(args: z.output<typeof input>): VmFilter {
  const { name, power_state, host, datastore, network, folder, template } = args;
  return { name, powerState: power_state, host, datastore, network, folder, isTemplate: template };
}

function isFieldName(name: string): name is VmFieldName {
  return name in VM_FIELDS;
}

/** Rows are ordered by name, then id: the next page begins after the last row even when machines come and go. */
type Key = readonly [name: string, id: string];

function keyOf({ name, ref }: { readonly name: string; readonly ref: Moref }): Key {
  return [name, ref.value];
}

function compareKeys(a: Key, b: Key): number {
  for (const i of [0, 1] as const) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1;
  }
  return 0;
}

function encodeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

const cursorKey = z.tuple([z.string(), z.string()]);

function decodeCursor(cursor: string): Key {
  try {
    return cursorKey.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new UserError(
      "invalid",
      `Cannot continue at cursor "${cursor}": it is none of ours; use next_cursor as it came`,
      { cause },
    );
  }
}

export default defineTool({
  name: "list_vms",
  title: "List virtual machines",
  description:
    "Lists virtual machines and templates, ordered by name, with power state, CPU, memory, guest OS, IP and host; filters " +
    "narrow it. For everything about one machine use get_vm. Answers with rows, the total that matches and next_cursor.",
  effect: "read",
  input,
  output,
  run: listVms,
  text: ({ vms, total, next_cursor }) => {
    if (total === 0) return "No virtual machine matches";
    const lines = vms.map((vm) => Object.entries(vm).map(([field, value]) => cell(field, value)).join(", "));
    const more = next_cursor === undefined ? [] : [`More: repeat with cursor "${next_cursor}"`];
    return [`${vms.length} of ${total} virtual machine(s)`, ...lines, ...more].join("\n");
  },
});

function cell(field: string, value: unknown): string {
  const text = Array.isArray(value) ? value.join(" + ") : String(value);
  // A line break in a note must not pass for the next row.
  const oneLine = text.includes("\n") ? JSON.stringify(text) : text;
  return field === "name" ? oneLine : `${field}=${oneLine}`;
}
