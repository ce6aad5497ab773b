import { UserError } from "../../errors.ts";
import type { Vsphere } from "../vsphere.ts";

/** Kinds of objects that have statistics worth asking for. */
export const PERF_KINDS = ["vm", "host", "datastore", "cluster"] as const;
/** One of the kinds. */
export type PerfKind = typeof PERF_KINDS[number];

/** The kinds as people call them. */
export const KIND_LABELS: Readonly<Record<PerfKind, string>> = {
  vm: "virtual machine",
  host: "host",
  datastore: "datastore",
  cluster: "cluster",
};

/** True for kinds that are measured all the time; of the others there is history alone. */
export function hasRealtime(kind: PerfKind): boolean {
  return kind === "vm" || kind === "host";
}

/** Throws UserError "unsupported" when this server keeps no statistics of the kind. */
export async function requireStatistics(
  { session }: Vsphere,
  kind: PerfKind,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { isVcenter } = await session.content(signal);
  if (isVcenter || hasRealtime(kind)) return;
  throw new UserError(
    "unsupported",
    `Cannot read the performance of a ${
      KIND_LABELS[kind]
    }: a standalone ESXi host keeps no such statistics; ` +
      "ask for kind vm or host, or connect to vCenter Server",
  );
}
