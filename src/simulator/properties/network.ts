import type { DistributedSwitch, Network } from "../world/network.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { switchConfig, switchSummary } from "./distributed_switch.ts";
import { portGroupConfig, portKeys } from "./port_group.ts";

/** Properties of Network and DistributedVirtualPortgroup. */
export const NETWORK_PROPERTIES: PropertyTable<Network> = {
  summary: ({ ref, name, hosts }) => ({
    $type: "NetworkSummary",
    network: ref,
    name,
    accessible: [...hosts].some(({ connectionState }) => connectionState === "connected"),
    ipPoolName: "",
  }),
  host: ({ hosts }) => [...hosts].map(({ ref }) => ref),
  vm: ({ vms }) => [...vms].map(({ ref }) => ref),
  // The only mark by which clients of old versions know the group of the uplinks.
  tag: ({ distributed }) => distributed?.isUplink ? [{ $type: "Tag", key: "SYSTEM/DVS.UPLINKPG" }] : [],
  key: ({ distributed, ref }) => distributed === undefined ? undefined : ref.value,
  config: portGroupConfig,
  portKeys: (group) => group.distributed === undefined ? undefined : portKeys(group),
};

/** Properties of VmwareDistributedVirtualSwitch. */
export const SWITCH_PROPERTIES: PropertyTable<DistributedSwitch> = {
  uuid: ({ uuid }) => uuid,
  summary: switchSummary,
  config: (home, { world }) => switchConfig(home, world),
  networkResourcePool: () => [],
  portgroup: ({ portGroups }) => [...portGroups].map(({ ref }) => ref),
};
