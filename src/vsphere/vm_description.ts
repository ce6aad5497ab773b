import * as z from "../deps/zod.ts";

const vmDisk = z.looseObject({
  label: z.string(),
  capacity_gb: z.number(),
  is_thin: z.boolean().optional(),
  datastore: z.string().optional(),
  file: z.string().optional(),
  mode: z.string().optional(),
});

const vmNic = z.looseObject({
  label: z.string(),
  type: z.string().describe("Such as VirtualVmxnet3"),
  network: z.string().optional(),
  mac_address: z.string().optional(),
  is_connected: z.boolean(),
  ip_addresses: z.array(z.string()),
});

const vmSnapshot = z.looseObject({
  name: z.string(),
  moref: z.string(),
  description: z.string(),
  created: z.string(),
  depth: z.number().describe("0 for a root; a child is one deeper than its parent"),
  is_current: z.boolean(),
});

/** What get_vm answers; what the server did not tell is left out. */
export const vmDescription = z.looseObject({
  name: z.string(),
  moref: z.string(),
  path: z.string().describe("Inventory path"),
  power_state: z.string(),
  connection_state: z.string().optional(),
  is_template: z.boolean(),
  instance_uuid: z.string().optional(),
  bios_uuid: z.string().optional(),
  guest_id: z.string().optional(),
  guest_os: z.string().optional(),
  firmware: z.string().optional(),
  hardware_version: z.string().optional(),
  cpu: z.looseObject({ count: z.number().optional() }),
  memory: z.looseObject({ size_mb: z.number().optional() }),
  disks: z.array(vmDisk),
  nics: z.array(vmNic),
  cdroms: z.array(
    z.looseObject({ label: z.string(), iso: z.string().optional(), is_connected: z.boolean() }),
  ),
  guest: z.looseObject({
    host_name: z.string().optional(),
    ip_address: z.string().optional(),
    os: z.string().optional(),
    state: z.string().optional(),
    tools_status: z.string().optional(),
    tools_version: z.string().optional(),
    tools_version_status: z.string().optional(),
    disks: z.array(z.looseObject({ path: z.string(), capacity_gb: z.number(), free_gb: z.number() })),
  }),
  host: z.string().optional(),
  resource_pool: z.string().optional(),
  datastores: z.array(z.string()),
  vmx_path: z.string().optional(),
  storage_used_gb: z.number().optional(),
  storage_provisioned_gb: z.number().optional(),
  boot_time: z.string().optional(),
  uptime_seconds: z.number().optional(),
  snapshots: z.looseObject({
    count: z.number(),
    oldest_age_days: z.number().optional(),
    list: z.array(vmSnapshot).describe("Parents before children; at most 50"),
  }),
  pending_question: z.string().optional().describe("The virtual machine stands still until it is answered"),
  needs_consolidation: z.boolean(),
  notes: z.string().optional(),
  unavailable: z.string().optional().describe("Why parts are missing"),
});

/** What get_vm answers. */
export type VmDescription = z.output<typeof vmDescription>;
