import { number } from "../../soap/decode.ts";
import { findVm } from "../find.ts";
import { retrieveObjects } from "../properties.ts";
import { disksOf, readDevices } from "../vm_device.ts";
import type { Vsphere } from "../vsphere.ts";

const shape = {
  "config.hardware.numCPU": number,
  "config.hardware.memoryMB": number,
  "config.hardware.device": readDevices,
} as const;

/** What a clone of the machine that `wanted` means takes: as much as its source, but for disks that it shares. */
export async function sizeOfClone(
  vsphere: Vsphere,
  { wanted, linked }: { readonly wanted: string; readonly linked: boolean },
  signal: AbortSignal,
): Promise<{ readonly cpus: number; readonly memoryMib: number; readonly diskBytes: number }> {
  const { ref } = await findVm(vsphere, wanted, signal);
  const [source] = await retrieveObjects(vsphere.session, [ref], { shape, signal });
  const disks = linked ? [] : disksOf(source?.["config.hardware.device"] ?? []);
  return {
    cpus: source?.["config.hardware.numCPU"] ?? 0,
    memoryMib: source?.["config.hardware.memoryMB"] ?? 0,
    diskBytes: disks.reduce((sum, { capacityBytes }) => sum + capacityBytes, 0),
  };
}
