import fc from "fast-check";
import { createSimulator } from "../../src/simulator/simulator.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { Entity } from "../../src/simulator/world/entity.ts";
import { Host } from "../../src/simulator/world/host.ts";
import { Network } from "../../src/simulator/world/network.ts";
import { Compute, Datacenter, Folder, Pool } from "../../src/simulator/world/places.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import type { ModelName } from "../../src/simulator/world/world.ts";

/** By what callers name what a parameter of a tool is about. */
export type Names = (tool: string, parameter: string) => fc.Arbitrary<string>;

/** Stands for the id of the newest task, which nobody knows before. */
export const NEWEST_TASK = "(newest task)";

const GLOBS = ["*", "web-*", "*-0?", "db*"] as const;
const NEW_NAMES = Array.from({ length: 40 }, (_, number) => `fuzz-${number}`);
const METRICS = ["cpu.usage.average", "mem.active.average", "disk.usage.average"] as const;

const WORDS: Readonly<Record<string, readonly string[]>> = {
  "create_vm.name": NEW_NAMES,
  "clone_vm.new_name": NEW_NAMES,
  "list_vms.name": GLOBS,
  "list_hosts.name": GLOBS,
  "list_datastores.name": GLOBS,
  "list_networks.name": GLOBS,
  task: [NEWEST_TASK, NEWEST_TASK, "task-1", "job-1", "job-2"],
  query: ["web", "10.0.", "*", "00:50:56", "ubuntu"],
  filter: ["cpu", "mem.*", "disk"],
  metrics: METRICS,
  top_by: METRICS,
  last: ["1m", "5m", "24h", "7d", "2w"],
  from: ["2026-01-01T00:00:00Z", "2026-05-01"],
  to: ["2026-01-02T00:00:00Z", "2026-05-02"],
  guest_id: ["otherGuest64", "ubuntu64Guest", "windows2019srv_64Guest", "rhel8_64Guest"],
  iso: ["[silver-01] iso/debian.iso", "[datastore1] iso/debian.iso"],
  notes: ["made by a test", "line\nline"],
  type: ["VMFS", "nfs", "vsan"],
  switch: ["vSwitch0", "*"],
  cursor: ["50"],
};

/** The names, references and identifiers of the simulator's first world. */
export function namesOf(model: ModelName): Names {
  using simulator = createSimulator({ model });
  const { world } = simulator;
  const vms = world.all(Vm);
  const called = (entities: readonly Entity[]) => [
    ...entities.map(({ name }) => name),
    ...entities.map(({ ref }) => ref.value),
  ];
  const byParameter: Readonly<Record<string, readonly string[]>> = {
    ...WORDS,
    name: [...called(vms), ...vms.map(({ uuid }) => uuid), ...NEW_NAMES.slice(0, 10)],
    names: [...called(vms), ...called(world.all(Host)), ...GLOBS],
    template_name: called(vms),
    "get_host.name": called(world.all(Host)),
    host: called(world.all(Host)),
    datastore: called(world.all(Datastore)),
    network: called(world.all(Network)),
    folder: called(world.all(Folder)),
    cluster: called(world.all(Compute)),
    resource_pool: called(world.all(Pool)),
    datacenter: called(world.all(Datacenter)),
    root: called(world.all(Entity)),
  };
  const anything = fc.constantFrom(...called(world.all(Entity)));
  return (tool, parameter) => {
    const own = byParameter[`${tool}.${parameter}`] ?? byParameter[parameter];
    if (own === undefined) return anything;
    return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: anything });
  };
}
