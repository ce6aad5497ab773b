import type { FarSide } from "./far_side.ts";
import { simulatorTest } from "./simulator.ts";
import { vcsimTest } from "./vcsim.ts";

/** Every vSphere that the tests know. */
export const FAR_SIDES = ["vcsim vCenter", "vcsim ESXi", "simulator vCenter", "simulator ESXi"] as const;
/** The name of one. */
export type FarSideName = typeof FAR_SIDES[number];
/** Those with folders, clusters and distributed switches. */
export const VCENTERS = ["vcsim vCenter", "simulator vCenter"] as const;

/** What a far side is asked to be. */
export interface FarSideOptions {
  /** Default all; where a test leaves one out, it says why. */
  readonly on?: readonly FarSideName[];
  /** Virtual machines in all; default a few. Even, since vcsim's vCenter makes them in pairs. */
  readonly vms?: number;
  readonly tls?: boolean;
  readonly password?: string;
  /** Lets a kind of task take so long. */
  readonly slow?: { readonly task: "PowerOn" | "PowerOff"; readonly ms: number };
}

/** What is where on a far side. */
export interface Inventory {
  readonly model: "vcenter" | "esxi";
  /** Powered on, with a name that no other has. */
  readonly vm: string;
  /** Two of that kind; vcsim's ESXi has no more, so that there the first is `vm`. */
  readonly others: readonly [string, string];
  /** What a machine is connected to when nothing is said. */
  readonly network: string;
  /** Two datastores that machines can be made on. */
  readonly datastore: string;
  readonly otherDatastore: string;
  /** On vCenter Server: a distributed port group, and a datastore in a datastore cluster. */
  readonly portGroup: string;
  readonly clusteredDatastore: string;
}

const NETWORK = "VM Network";
const NOT_ON_ESXI = { portGroup: "", clusteredDatastore: "" };

const INVENTORIES: Readonly<Record<FarSideName, Inventory>> = {
  "vcsim vCenter": {
    model: "vcenter",
    vm: "DC0_H0_VM0",
    others: ["DC0_C0_RP0_VM0", "DC0_C0_RP0_VM1"],
    network: NETWORK,
    datastore: "LocalDS_2",
    otherDatastore: "LocalDS_0",
    portGroup: "DC0_DVPG0",
    clusteredDatastore: "LocalDS_1",
  },
  "vcsim ESXi": {
    model: "esxi",
    vm: "ha-host_VM0",
    others: ["ha-host_VM0", "ha-host_VM1"],
    network: NETWORK,
    datastore: "LocalDS_2",
    otherDatastore: "LocalDS_0",
    ...NOT_ON_ESXI,
  },
  "simulator vCenter": {
    model: "vcenter",
    vm: "web-02",
    others: ["db-01", "db-02"],
    network: NETWORK,
    datastore: "silver-02",
    otherDatastore: "silver-01",
    portGroup: "app-vlan120",
    clusteredDatastore: "gold-02",
  },
  "simulator ESXi": {
    model: "esxi",
    vm: "pihole",
    others: ["nextcloud", "home-assistant"],
    network: NETWORK,
    datastore: "ssd 2",
    otherDatastore: "datastore1",
    ...NOT_ON_ESXI,
  },
};

/** How long the simulator's tasks take at pace 1. */
const SIMULATOR_MS = { PowerOn: 1500, PowerOff: 800 };

/** A test on every far side, each with one of its own. */
export function farSideTest(
  name: string,
  options: FarSideOptions,
  run: (farSide: FarSide, inventory: Inventory, t: Deno.TestContext) => Promise<void>,
): void {
  const { on = FAR_SIDES, vms, slow, tls = false, password } = options;
  for (const kind of on) {
    const inventory = INVENTORIES[kind];
    const { model } = inventory;
    const title = `${name} (${kind})`;
    const runOn = (farSide: FarSide, t: Deno.TestContext) => run(farSide, inventory, t);
    if (kind.startsWith("vcsim")) {
      const args = ["-datastore", "3"];
      if (slow !== undefined) args.push("-method-delay", `${slow.task}:${slow.ms}`);
      if (password !== undefined) args.push("-password", password);
      if (model === "vcenter") args.push("-folder", "1", "-pod", "1");
      const pools = model === "vcenter" ? 2 : 1;
      vcsimTest(title, {
        model: model === "vcenter" ? "vpx" : "esx",
        tls,
        args,
        ...(vms !== undefined && { vms: vms / pools }),
      }, runOn);
    } else {
      simulatorTest(title, {
        model,
        tls,
        ...(vms !== undefined && { vms }),
        ...(password !== undefined && { password }),
        ...(slow !== undefined && { pace: slow.ms / SIMULATOR_MS[slow.task] }),
      }, runOn);
    }
  }
}
