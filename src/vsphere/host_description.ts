import * as z from "../deps/zod.ts";
import { foreign } from "../foreign.ts";

const part = z.looseObject({ name: foreign(z.string()), health: z.string() });

const sensor = z.looseObject({
  name: foreign(z.string()),
  type: z.string().optional(),
  health: z.string().describe("green, yellow, red or unknown"),
  value: z.number().optional(),
  unit: z.string().optional().describe("Such as Degrees C or RPM"),
});

const physicalNic = z.looseObject({
  device: z.string(),
  is_link_up: z.boolean(),
  speed_mbit: z.number().optional(),
  mac_address: z.string().optional(),
});

const vmkernel = z.looseObject({
  device: z.string(),
  ip_address: z.string().optional(),
  subnet_mask: z.string().optional(),
  network: foreign(z.string()).optional(),
  services: z.array(z.string()).optional().describe("Such as management or vmotion"),
});

/** What get_host answers; what the server did not tell is left out. */
export const hostDescription = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  path: foreign(z.string()).describe("Inventory path"),
  cluster: foreign(z.string()).optional(),
  is_standalone: z.boolean(),
  connection_state: z.string().optional(),
  power_state: z.string().optional(),
  in_maintenance: z.boolean().optional(),
  overall_status: z.string().optional(),
  reboot_required: z.boolean().optional(),
  product: z.looseObject({
    version: z.string().optional(),
    build: z.string().optional(),
    full_name: z.string().optional(),
    license: z.string().optional().describe("Licensed product"),
  }),
  hardware: z.looseObject({
    vendor: foreign(z.string()).optional(),
    model: foreign(z.string()).optional(),
    serial_number: foreign(z.string()).optional(),
    uuid: z.string().optional(),
    cpu_model: foreign(z.string()).optional(),
    cpu_sockets: z.number().optional(),
    cpu_cores: z.number().optional(),
    cpu_threads: z.number().optional(),
    cpu_total_mhz: z.number().optional(),
    memory_mb: z.number().optional(),
  }),
  load: z.looseObject({
    cpu_usage_mhz: z.number().optional(),
    cpu_usage_percent: z.number().optional(),
    memory_usage_mb: z.number().optional(),
    memory_usage_percent: z.number().optional(),
  }),
  boot_time: z.string().optional(),
  uptime_seconds: z.number().optional(),
  lockdown_mode: z.string().optional(),
  sensors: z.looseObject({
    count: z.number(),
    not_green_count: z.number(),
    list: z.array(sensor).describe("Those that are not green first; at most 200"),
  }).optional(),
  hardware_status: z.looseObject({ cpu: z.array(part), memory: z.array(part), storage: z.array(part) })
    .optional(),
  nics: z.array(physicalNic).optional(),
  vmkernel: z.array(vmkernel).optional(),
  datastores: z.array(foreign(z.string())).optional(),
  networks: z.array(foreign(z.string())).optional(),
  vms: z.looseObject({
    count: z.number().describe("Templates count"),
    powered_on_count: z.number(),
    names: z.array(foreign(z.string())).describe("The first 50"),
  }),
  running_services: z.array(
    z.looseObject({ key: foreign(z.string()), label: foreign(z.string()).optional() }),
  ).optional(),
  ntp_servers: z.array(foreign(z.string())).optional(),
  managed_by: foreign(z.string()).optional().describe("Address of the vCenter Server that manages the host"),
  note: foreign(z.string()).optional().describe("What to know before changing the host"),
  unavailable: foreign(z.string()).optional().describe("Why parts are missing"),
});

/** The answer of get_host, and parts of it. */
export type HostDescription = z.output<typeof hostDescription>;
