import { globTest } from "./glob.ts";
import type { Mirror } from "./inventory/mirror.ts";
import { nameOf } from "./inventory/mirror.ts";
import type { VmRow } from "./inventory/shapes.ts";
import { idsOf } from "./place_filter.ts";

/** Which virtual machines are wanted; what is undefined does not matter. */
export interface VmFilter {
  /** Glob, any case. */
  readonly name: string | undefined;
  readonly powerState: string | undefined;
  readonly host: string | undefined;
  readonly datastore: string | undefined;
  readonly network: string | undefined;
  readonly folder: string | undefined;
  readonly isTemplate: boolean | undefined;
}

/** The virtual machines that pass the filter, ordered by name and id. Throws "not_found" for a place that is none. */
export function selectVms(mirror: Mirror, filter: VmFilter): readonly VmRow[] {
  const tests = testsOf(mirror, filter);
  const all = mirror.vms();
  return tests.length === 0 ? all : all.filter((vm) => tests.every((test) => test(vm)));
}

type VmTest = (vm: VmRow) => boolean;

function testsOf(mirror: Mirror, filter: VmFilter): readonly VmTest[] {
  const tests: VmTest[] = [];
  const { name, powerState, host, datastore, network, folder, isTemplate } = filter;
  if (powerState !== undefined) tests.push((vm) => vm["runtime.powerState"] === powerState);
  if (isTemplate !== undefined) tests.push((vm) => (vm["config.template"] ?? false) === isTemplate);
  if (host !== undefined) {
    const ids = idsOf(mirror, { kind: "HostSystem", what: "host", wanted: host });
    tests.push((vm) => ids.has(vm["runtime.host"]?.value ?? ""));
  }
  if (datastore !== undefined) {
    const ids = idsOf(mirror, { kind: "Datastore", what: "datastore", wanted: datastore });
    tests.push((vm) => vm.datastore?.some(({ value }) => ids.has(value)) ?? false);
  }
  if (network !== undefined) {
    const ids = idsOf(mirror, { kind: "Network", what: "network", wanted: network });
    tests.push((vm) => vm.network?.some(({ value }) => ids.has(value)) ?? false);
  }
  if (folder !== undefined) tests.push(folderTest(mirror, folder));
  if (name !== undefined) {
    const test = globTest(name);
    tests.push((vm) => test(nameOf(vm)));
  }
  return tests;
}

/** In one of the folders that are meant, or in a folder below. */
function folderTest(mirror: Mirror, folder: string): VmTest {
  const ids = idsOf(mirror, { kind: "Folder", what: "folder", wanted: folder });
  const inside = new Map<string, boolean>();
  return ({ parentVApp, parent }) => {
    const place = parentVApp ?? parent;
    if (place === undefined) return false;
    // Machines share few places, and the way up is the same for all in one.
    const known = inside.get(place.value) ??
      mirror.tree.lineage(place).some(({ value }) => ids.has(value));
    inside.set(place.value, known);
    return known;
  };
}
