import type { Value } from "../core/value.ts";
import type { Host } from "../world/host.ts";
import { type PropertyTable, ServiceObject } from "../world/managed_object.ts";
import type { World } from "../world/world.ts";
import { datastoreCapabilities } from "./host_config.ts";
import { healthRuntime } from "./host_health.ts";
import { dnsConfig, ipRouteConfig, networkInfo } from "./host_network.ts";
import { networkConfig, virtualNicManagerInfo } from "./host_network_config.ts";
import { autoStartConfig, dateTimeInfo, firewallInfo, serviceInfo } from "./host_services.ts";
import { fileSystemVolumeInfo, storageDeviceInfo } from "./host_storage.ts";

/** How the properties of a manager come about from its host. */
type ManagerTable = Readonly<Record<string, (host: Host, world: World) => Value | undefined>>;

/** The managers of a host by the name of the property in its `configManager`. */
export function makeHostManagers(
  { prefix, hostOf }: { readonly prefix: string; readonly hostOf: () => Host },
): ReadonlyMap<string, ServiceObject> {
  return new Map(
    Object.entries(MANAGERS).map(([name, table]) => {
      const type = `Host${name.charAt(0).toUpperCase()}${name.slice(1)}`;
      return [name, new ServiceObject({ type, value: `${name}-${prefix}` }, tableOf(table, hostOf))];
    }),
  );
}

/** A host that cannot be asked tells nothing. */
function tableOf(table: ManagerTable, hostOf: () => Host): PropertyTable<void> {
  const listed = Object.fromEntries(NO_FIELDS.map((property) => [property, () => []]));
  const own = Object.fromEntries(
    Object.entries(table).map(([property, read]) => [
      property,
      (_: void, { world }: { readonly world: World }) => {
        const host = hostOf();
        return host.connectionState === "connected" ? read(host, world) : undefined;
      },
    ]),
  );
  return { ...listed, ...own };
}

/** What extensible objects always have, be it empty. */
const NO_FIELDS = ["value", "availableField"];

const MANAGERS: Readonly<Record<string, ManagerTable>> = {
  datastoreSystem: {
    datastore: ({ datastores }) => [...datastores].map(({ ref }) => ref),
    capabilities: datastoreCapabilities,
  },
  storageSystem: {
    storageDeviceInfo,
    fileSystemVolumeInfo,
    systemFile: () => [],
  },
  networkSystem: {
    networkInfo,
    networkConfig,
    dnsConfig,
    ipRouteConfig,
  },
  virtualNicManager: { info: virtualNicManagerInfo },
  serviceSystem: { serviceInfo: (_, world) => serviceInfo(world) },
  firewallSystem: { firewallInfo: (_, world) => firewallInfo(world) },
  autoStartManager: { config: autoStartConfig },
  dateTimeSystem: { dateTimeInfo },
  healthStatusSystem: { runtime: healthRuntime },
};
