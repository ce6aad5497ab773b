import type { Random } from "../../src/simulator/core/random.ts";

/** A call that a client makes next. */
export interface Operation {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The machine that a write is about, which no other client touches. */
  readonly machine?: string;
}

/** What a client knows of what it has made. */
export interface Client {
  readonly number: number;
  /** Machines that exist, or may. */
  machines: readonly string[];
  made: number;
  /** Tasks that it was told of. */
  tasks: readonly string[];
}

const MOST_MACHINES = 4;
/** Small, and nobody changes it. */
const SOURCE = "web-02";

const READS: readonly Operation[] = [
  { tool: "list_vms", args: { limit: 20 } },
  { tool: "list_vms", args: { name: "chaos-*", fields: ["power_state", "host"] } },
  { tool: "list_hosts", args: {} },
  { tool: "get_host", args: { name: "esx-prod-01.example.com" } },
  { tool: "list_datastores", args: {} },
  { tool: "list_networks", args: {} },
  { tool: "find", args: { query: "chaos" } },
  { tool: "get_inventory_tree", args: { depth: 2 } },
  { tool: "get_performance", args: { preset: "cpu", top: 3 } },
  { tool: "list_metrics", args: { filter: "cpu", limit: 5 } },
  { tool: "get_vm", args: { name: SOURCE } },
  { tool: "get_vm_performance", args: { name: SOURCE } },
];

/** Draws what a client does next. */
export function nextOperation(client: Client, random: Random): Operation {
  const { machines, tasks } = client;
  const chance = random.next();
  if (chance < 0.35) return random.pick(READS);
  if (chance < 0.45 && tasks.length > 0) {
    return { tool: random.pick(["get_task", "cancel_task"]), args: { task: random.pick(tasks.slice(-3)) } };
  }
  if (machines.length === 0 || chance < 0.65 && machines.length < MOST_MACHINES) {
    const name = `chaos-${client.number}-${++client.made}`;
    client.machines = [...machines, name];
    if (random.next() < 0.5) {
      return { tool: "create_vm", args: { name, cpu: 1, memory: 64, disk_size_gb: 1 }, machine: name };
    }
    return { tool: "clone_vm", args: { template_name: SOURCE, new_name: name }, machine: name };
  }
  const machine = random.pick(machines);
  const tool = random.pick(["power_on_vm", "power_on_vm", "power_off_vm", "delete_vm"]);
  return { tool, args: { name: machine }, machine };
}
