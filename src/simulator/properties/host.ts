import type { Host } from "../world/host.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { configManager, hostConfig } from "./host_config.ts";
import { hardwareInfo, licensableResource } from "./host_hardware.ts";
import { hostRuntime, hostSummary } from "./host_summary.ts";

/** Properties of HostSystem. */
export const HOST_PROPERTIES: PropertyTable<Host> = {
  runtime: (host, { world }) => hostRuntime(host, world),
  summary: (host, { world }) => hostSummary(host, world),
  hardware: hardwareInfo,
  licensableResource,
  configManager,
  config: (host, { world }) => hostConfig(host, world),
  vm: ({ vms }) => [...vms].map(({ ref }) => ref),
  datastore: ({ datastores }) => [...datastores].map(({ ref }) => ref),
  network: ({ networks }) => [...networks].map(({ ref }) => ref),
  // A browser of its own would see all its datastores; here each has one.
  datastoreBrowser: ({ datastores: [first] }) => first?.browser.ref,
};
