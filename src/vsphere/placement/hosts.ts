import { UserError } from "../../errors.ts";
import { type ComputeRow, type HostRow, type Places, rowName } from "./rows.ts";

/** Why no machine can be placed on the host now; undefined when one can. */
export function hostObstacle(host: HostRow): string | undefined {
  const connection = host["runtime.connectionState"] ?? "connected";
  const power = host["runtime.powerState"] ?? "poweredOn";
  if (connection !== "connected") return `it is ${connection}`;
  if (host["runtime.inMaintenanceMode"] === true) return "it is in maintenance mode";
  // A host in standby is powered off by the power management of its cluster.
  if (power === "standBy" || power === "poweredOff") return `it is ${power}`;
  return undefined;
}

/** The hosts of a compute resource that can take a machine, most free memory first. */
export function usableHosts(places: Places, compute: ComputeRow): readonly HostRow[] {
  return places.rows.HostSystem
    .filter((host) => host.parent?.value === compute.ref.value && hostObstacle(host) === undefined)
    .sort((a, b) => freeMemory(b) - freeMemory(a) || ((a.name ?? "") < (b.name ?? "") ? -1 : 1));
}

/** Throws UserError when the host that the caller named cannot take a machine. */
export function requireUsable(host: HostRow): void {
  const obstacle = hostObstacle(host);
  if (obstacle === undefined) return;
  throw new UserError(
    "conflict",
    `Cannot place a virtual machine on host "${rowName(host)}": ${obstacle}; ` +
      "name another host or leave host out",
  );
}

/** True for a cluster that places its machines by itself. */
export function hasDrs(compute: ComputeRow): boolean {
  return compute.configurationEx?.drsConfig?.enabled === true;
}

/** Bytes of memory that nobody uses; 0 when the host does not say. */
export function freeMemory(host: HostRow): number {
  const size = host["summary.hardware.memorySize"];
  const usedMib = host["summary.quickStats.overallMemoryUsage"] ?? 0;
  return size === undefined ? 0 : Math.max(0, size - usedMib * 2 ** 20);
}
