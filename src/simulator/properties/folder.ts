import { Datastore } from "../world/datastore.ts";
import type { DataObject } from "../core/value.ts";
import type { Entity } from "../world/entity.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { type Datacenter, Folder } from "../world/places.ts";

/** Properties of Folder and StoragePod. */
export const FOLDER_PROPERTIES: PropertyTable<Folder> = {
  childEntity: ({ children }) => [...children].map(({ ref }) => ref),
  childType: ({ childTypes }) => childTypes,
  summary: (folder) => folder.isPod ? podSummary(folder) : undefined,
  podStorageDrsEntry: ({ isPod }) => isPod ? storageDrsEntry() : undefined,
};

/** Properties of Datacenter. */
export const DATACENTER_PROPERTIES: PropertyTable<Datacenter> = {
  vmFolder: ({ folders }) => folders.vm.ref,
  hostFolder: ({ folders }) => folders.host.ref,
  datastoreFolder: ({ folders }) => folders.datastore.ref,
  networkFolder: ({ folders }) => folders.network.ref,
  datastore: ({ folders }) => below(folders.datastore, ["Datastore"]).map(({ ref }) => ref),
  network: ({ folders }) =>
    below(folders.network, ["Network", "DistributedVirtualPortgroup"]).map(({ ref }) => ref),
  configuration: () => ({ $type: "DatacenterConfigInfo" }),
};

/** What lies in a folder and its folders, of some types. */
function below({ children }: Folder, types: readonly string[]): readonly Entity[] {
  return [...children].flatMap((child) => {
    if (child instanceof Folder) return below(child, types);
    return types.includes(child.ref.type) ? [child] : [];
  });
}

function podSummary({ name, children }: Folder): DataObject {
  let capacity = 0;
  let freeSpace = 0;
  for (const child of children) {
    if (!(child instanceof Datastore)) continue;
    capacity += child.capacityBytes;
    freeSpace += child.isAccessible ? child.freeBytes : 0;
  }
  return { $type: "StoragePodSummary", name, capacity, freeSpace };
}

function storageDrsEntry(): DataObject {
  return {
    $type: "PodStorageDrsEntry",
    storageDrsConfig: {
      $type: "StorageDrsConfigInfo",
      podConfig: {
        $type: "StorageDrsPodConfigInfo",
        enabled: true,
        ioLoadBalanceEnabled: false,
        defaultVmBehavior: "manual",
        loadBalanceInterval: 480,
        defaultIntraVmAffinity: true,
        spaceLoadBalanceConfig: {
          $type: "StorageDrsSpaceLoadBalanceConfig",
          spaceThresholdMode: "utilization",
          spaceUtilizationThreshold: 80,
          minSpaceUtilizationDifference: 5,
        },
        ioLoadBalanceConfig: {
          $type: "StorageDrsIoLoadBalanceConfig",
          reservablePercentThreshold: 60,
          reservableThresholdMode: "automated",
          ioLatencyThreshold: 15,
          ioLoadImbalanceThreshold: 5,
        },
      },
    },
  };
}
