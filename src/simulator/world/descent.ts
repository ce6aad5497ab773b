import type { Entity } from "./entity.ts";
import { Host } from "./host.ts";
import { Compute, Datacenter, Folder, Pool } from "./places.ts";

/** What stands directly below an object, as container views go down. */
function childrenOf(entity: Entity): Iterable<Entity> {
  if (entity instanceof Folder) return entity.children;
  if (entity instanceof Datacenter) {
    const { vm, host, datastore, network } = entity.folders;
    return [vm, host, datastore, network];
  }
  if (entity instanceof Compute) return [...entity.hosts, entity.pool];
  if (entity instanceof Pool) return [...entity.pools, ...entity.vms];
  return entity instanceof Host ? entity.vms : [];
}

/** Everything below an object, each once; only the next level unless `isRecursive`. */
export function below(entity: Entity, isRecursive: boolean): ReadonlySet<Entity> {
  const found = new Set<Entity>();
  for (const child of childrenOf(entity)) found.add(child);
  // A set can grow while it is gone through: level by level, nearest first.
  if (isRecursive) { for (const at of found) for (const child of childrenOf(at)) found.add(child); }
  return found;
}

/** The object at an inventory path such as `DC0/vm/web/web-1`; names are escaped in it. */
export function atPath(root: Folder, path: string): Entity | undefined {
  let at: Entity | undefined = root;
  for (const name of path.split("/").filter((part) => part !== "")) {
    if (at === undefined) return undefined;
    at = childNamed(at, name);
  }
  return at;
}

/** The child of that name, as SearchIndex.FindChild finds it. */
export function childNamed(entity: Entity, name: string): Entity | undefined {
  if (entity instanceof Folder) return entity.child(name);
  const wanted = name.toLowerCase();
  for (const child of childrenOf(entity)) if (child.name.toLowerCase() === wanted) return child;
  return undefined;
}

/** The datacenter that an object is in. */
export function datacenterOf(entity: Entity): Datacenter | undefined {
  return entity.lineage.find((at) => at instanceof Datacenter);
}
