import type { Vm } from "./vm.ts";
import type { World } from "./world.ts";

/** After so long VMware Tools run, and the guest has an address. At pace 1. */
export const TOOLS_AFTER_MS = 8_000;
export const IP_AFTER_MS = 12_000;

/** What of a guest can be seen at the moment. */
export interface GuestNow {
  readonly toolsRun: boolean;
  readonly hostName: string | undefined;
  readonly ip: string | undefined;
}

/** What the guest says now: nothing before its tools run. */
export function guestNow(vm: Vm, { clock, pace }: World): GuestNow {
  const { guest, bootedAt } = vm;
  const upMs = bootedAt === undefined ? -1 : clock.now() - bootedAt;
  const toolsRun = guest.hasTools && upMs >= TOOLS_AFTER_MS * pace;
  const hasIp = toolsRun && upMs >= IP_AFTER_MS * pace;
  return { toolsRun, hostName: toolsRun ? guest.hostName : undefined, ip: hasIp ? guest.ip : undefined };
}
