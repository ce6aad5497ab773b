import { UserError } from "../../errors.ts";
import { word } from "../../soap/decode.ts";
import type { Moref, WireObject } from "../../soap/encode.ts";
import { retrieveObjects } from "../properties.ts";
import type { Vsphere } from "../vsphere.ts";

/** Network cards that a machine can be made with. */
export const NIC_TYPES = [
  "VirtualVmxnet3",
  "VirtualE1000e",
  "VirtualE1000",
  "VirtualVmxnet2",
  "VirtualPCNet32",
] as const;

/** A type of network card. */
export type NicType = typeof NIC_TYPES[number];

/** A network with what a network card has to know of it. */
export interface NicNetwork {
  readonly ref: Moref;
  /** Name as people write it. */
  readonly name: string;
  /** Of a distributed portgroup: the UUID of its switch. */
  readonly switchUuid: string | undefined;
  /** Of an opaque network. */
  readonly opaque: { readonly id: string; readonly type: string } | undefined;
}

/** The change that adds a network card, connected from power-on. */
export function addNic(
  type: NicType,
  nic: { readonly key: number; readonly backing: WireObject },
): WireObject {
  const connectable = { startConnected: true, allowGuestControl: true, connected: true };
  const device = { $type: type, key: nic.key, backing: nic.backing, connectable, addressType: "generated" };
  return { operation: "add", device };
}

/** What stands behind a network card on this network; one more read for a distributed portgroup, none for others. */
export async function nicBacking(
  vsphere: Vsphere,
  network: NicNetwork,
  signal?: AbortSignal,
): Promise<WireObject> {
  // A distributed portgroup is a Network too, and it has the name that a standard network would be found by.
  if (network.ref.type === "DistributedVirtualPortgroup") {
    const [row] = await retrieveObjects(vsphere.session, [network.ref], { shape: { key: word }, signal });
    return portBacking(network, row?.key);
  }
  if (network.opaque !== undefined) {
    return {
      $type: "VirtualEthernetCardOpaqueNetworkBackingInfo",
      opaqueNetworkId: network.opaque.id,
      opaqueNetworkType: network.opaque.type,
    };
  }
  return {
    $type: "VirtualEthernetCardNetworkBackingInfo",
    deviceName: network.name,
    network: network.ref,
  };
}

function portBacking({ name, switchUuid }: NicNetwork, portgroupKey: string | undefined): WireObject {
  if (switchUuid === undefined || portgroupKey === undefined) {
    throw new UserError(
      "denied",
      `Cannot connect to distributed portgroup "${name}": its switch cannot be read; ask for read access to the switch`,
    );
  }
  return {
    $type: "VirtualEthernetCardDistributedVirtualPortBackingInfo",
    port: { switchUuid, portgroupKey },
  };
}
