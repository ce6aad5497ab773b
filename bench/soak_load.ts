/** Calls at a steady rate, whether or not those before have been answered, by clients of both eras. */
import * as z from "../src/deps/zod.ts";
import {
  type ClientKind,
  connectClient,
  type TestClient,
  type ToolResult,
} from "../tests/support/mcp_clients.ts";
import { residentMib } from "./process_cost.ts";

/** How to load a server. */
export interface SoakOptions {
  readonly url: string;
  /** Of the server's process. */
  readonly pid: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** Figures are given for each so many seconds. */
  readonly windowSeconds: number;
}

/** What a part of the time has shown. */
export interface SoakWindow {
  readonly reads: number;
  readonly writes: number;
  /** Milliseconds from the moment at which a read was due. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly rssMib: number;
}

/** How it went. */
export interface SoakFigures {
  readonly windows: readonly SoakWindow[];
  /** What was answered in place of what was asked for; the first of them in words. */
  readonly errors: number;
  readonly firstError: string | undefined;
}

const KINDS: readonly ClientKind[] = ["v2 2026-07-28", "v2 2025-11-25"];
const CLIENTS_OF_KIND = 4;
/** One call in so many changes the power of a machine. */
const WRITE_EVERY = 50;
/** Nothing that a call needs for the first time is in a figure. */
const WARM_UP_CALLS = 200;
const MACHINES = 60;

/** How often each comes: models look at machines most, and rarely at all datastores or networks. */
const SHARES: readonly (readonly [number, string, Record<string, unknown>])[] = [
  [6, "get_vm", { name: "" }],
  [4, "list_vms", { limit: 10 }],
  [3, "list_vms", { name: "web-*", fields: ["power_state", "host"], limit: 20 }],
  [2, "find", { query: "10.0.1" }],
  [2, "get_vm_performance", { name: "" }],
  [2, "list_metrics", { filter: "cpu", limit: 10 }],
  [1, "get_inventory_tree", { depth: 2 }],
  [1, "list_hosts", {}],
  [1, "list_datastores", {}],
  [1, "list_networks", { limit: 20 }],
];
const READS = SHARES.flatMap(([share, tool, args]) =>
  Array.from({ length: share }, () => [tool, args] as const)
);

/** Loads it for the time; what is still open then is waited for. */
export async function soak(options: SoakOptions): Promise<SoakFigures> {
  const clients = await Promise.all(
    KINDS.flatMap((kind) => Array.from({ length: CLIENTS_OF_KIND }, () => connectClient(kind, options))),
  );
  try {
    const run = new SoakRun(clients, await machinesOf(clients));
    for (let call = 0; call < WARM_UP_CALLS; call++) await run.read(call, performance.now());
    run.forget();
    const windows: SoakWindow[] = [];
    const start = performance.now();
    const count = options.seconds / options.windowSeconds;
    for (let window = 0; window < count; window++) {
      await run.load(start + window * options.windowSeconds * 1000, options);
      windows.push({ ...run.figures(), rssMib: residentMib(options.pid) });
    }
    await run.settled();
    return { windows, ...run.errors() };
  } finally {
    await Promise.all(clients.map((client) => client[Symbol.asyncDispose]()));
  }
}

const rows = z.looseObject({ vms: z.array(z.looseObject({ moref: z.string() })) });

async function machinesOf([client]: readonly TestClient[]): Promise<readonly string[]> {
  const args = { power_state: "poweredOn", template: false, fields: [], limit: MACHINES };
  const answer = await client?.call("list_vms", args);
  return rows.parse(answer?.structuredContent).vms.map(({ moref }) => moref);
}

class SoakRun {
  readonly #clients: readonly TestClient[];
  /** Machines that no write is about at the moment, and whether they run. */
  readonly #idle: { readonly name: string; readonly isOn: boolean }[];
  readonly #names: readonly string[];
  readonly #open = new Set<Promise<void>>();
  #times: number[] = [];
  #writes = 0;
  #calls = 0;
  #errors: string[] = [];

  constructor(clients: readonly TestClient[], machines: readonly string[]) {
    this.#clients = clients;
    this.#names = machines;
    this.#idle = machines.map((name) => ({ name, isOn: true }));
  }

  /** Starts calls at their moments for as long as a window lasts. */
  async load(start: number, { perSecond, windowSeconds }: SoakOptions): Promise<void> {
    const count = perSecond * windowSeconds;
    for (let call = 0; call < count; call++) {
      const due = start + call * 1000 / perSecond;
      const early = due - performance.now();
      if (early > 1) await new Promise((resolve) => setTimeout(resolve, early));
      const open = this.#next(due).finally(() => this.#open.delete(open));
      this.#open.add(open);
    }
  }

  async #next(due: number): Promise<void> {
    const call = ++this.#calls;
    const machine = call % WRITE_EVERY === 0 ? this.#idle.shift() : undefined;
    if (machine === undefined) return await this.read(call, due);
    const tool = machine.isOn ? "power_off_vm" : "power_on_vm";
    this.#check(tool, await this.#call(call, tool, { name: machine.name }));
    this.#writes++;
    this.#idle.push({ name: machine.name, isOn: !machine.isOn });
  }

  /** One read, whose time counts from when it was due. */
  async read(call: number, due: number): Promise<void> {
    // A step that has no factor in common with the length mixes them.
    const [tool, args] = READS[call * 7 % READS.length] ?? ["list_vms", {}];
    const name = this.#names[call % this.#names.length];
    this.#check(tool, await this.#call(call, tool, "name" in args && args.name === "" ? { name } : args));
    this.#times.push(performance.now() - due);
  }

  async #call(call: number, tool: string, args: Record<string, unknown>): Promise<ToolResult | undefined> {
    // The two eras come in turn.
    const client = this.#clients[call % this.#clients.length];
    try {
      return await client?.call(tool, args);
    } catch (error) {
      this.#errors.push(`${tool}: ${error}`);
      return undefined;
    }
  }

  #check(tool: string, result: ToolResult | undefined): void {
    if (result?.isError) this.#errors.push(`${tool}: ${JSON.stringify(result.content)}`);
  }

  /** Of the time since they were asked for last. */
  figures(): Omit<SoakWindow, "rssMib"> {
    const times = this.#times.toSorted((a, b) => a - b);
    const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
    const figures = { reads: times.length, writes: this.#writes, p50Ms: at(0.5), p99Ms: at(0.99) };
    this.forget();
    return figures;
  }

  forget(): void {
    this.#times = [];
    this.#writes = 0;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#open);
  }

  errors(): Pick<SoakFigures, "errors" | "firstError"> {
    return { errors: this.#errors.length, firstError: this.#errors[0] };
  }
}
