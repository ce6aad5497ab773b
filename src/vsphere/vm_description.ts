import * as z from "../deps/zod.ts";
import { foreign } from "../foreign.ts";

const vmDisk = z.looseObject({
  label: foreign(z.string()),
  capacity_gb: z.number(),
  is_thin: z.boolean().optional(),
  datastore: foreign(z.string()).optional(),
  file: foreign(z.string()).optional(),
  mode: z.string().optional(),
});

const vmNic = z.looseObject({
  label: foreign(z.string()),
  type: z.string().describe("Such as VirtualVmxnet3"),
  network: foreign(z.string()).optional(),
  mac_address: z.string().optional(),
  is_connected: z.boolean(),
  ip_addresses: z.array(foreign(z.string())),
});

const vmSnapshot = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  description: foreign(z.string()),
  created: z.string(),
  depth: z.number().describe("0 for a root; a child is one deeper than its parent"),
  is_current: z.boolean(),
});

/** What get_vm answers; what the server did not tell is left out. */
export const vmDescription = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  path: foreign(z.string()).describe("Inventory path"),
  power_state: z.string(),
  connection_state: z.string().optional(),
  is_template: z.boolean(),
  instance_uuid: z.string().optional(),
  bios_uuid: z.string().optional(),
  guest_id: z.string().optional(),
  guest_os: foreign(z.string()).optional(),
  firmware: z.string().optional(),
  hardware_version: z.string().optional(),
  cpu: z.looseObject({ count: z.number().optional() }),
  memory: z.looseObject({ size_mb: z.number().optional() }),
  disks: z.array(vmDisk),
  nics: z.array(vmNic),
  cdroms: z.array(
    z.looseObject({
      label: foreign(z.string()),
      iso: foreign(z.string()).optional(),
      is_connected: z.boolean(),
    }),
  ),
  guest: z.looseObject({
    host_name: foreign(z.string()).optional(),
    ip_address: foreign(z.string()).optional(),
    os: foreign(z.string()).optional(),
    state: z.string().optional(),
    tools_status: z.string().optional(),
    tools_version: foreign(z.string()).optional(),
    tools_version_status: z.string().optional(),
    disks: z.array(
      z.looseObject({ path: foreign(z.string()), capacity_gb: z.number(), free_gb: z.number() }),
    ),
  }),
  host: foreign(z.string()).optional(),
  resource_pool: foreign(z.string()).optional(),
  datastores: z.array(foreign(z.string())),
  vmx_path: foreign(z.string()).optional(),
  storage_used_gb: z.number().optional(),
  storage_provisioned_gb: z.number().optional(),
  boot_time: z.string().optional(),
  uptime_seconds: z.number().optional(),
  snapshots: z.looseObject({
    count: z.number(),
    oldest_age_days: z.number().optional(),
    list: z.array(vmSnapshot).describe("Parents before children; at most 50"),
  }),
  pending_question: foreign(z.string()).optional().describe(
    "The virtual machine stands still until it is answered",
  ),
  needs_consolidation: z.boolean(),
  notes: foreign(z.string()).optional(),
  unavailable: foreign(z.string()).optional().describe("Why parts are missing"),
});

/** What get_vm answers. */
export type VmDescription = z.output<typeof vmDescription>;
