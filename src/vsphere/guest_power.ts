import { UserError } from "../errors.ts";
import { pause } from "../soap/deadline.ts";
import { word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { retrieveObjects } from "./properties.ts";
import type { Vsphere } from "./vsphere.ts";

/** First and longest pause between two looks at the power state. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3000;

/**
 * Asks the guest to shut down and waits until the virtual machine is off. Gives the last power state: "poweredOn"
 * when the guest has not finished in `timeoutMs` or this process ends; it is never switched off the hard way.
 */
export async function shutDownGuest(
  vsphere: Vsphere,
  vm: Moref,
  options: { readonly signal: AbortSignal; readonly action: string; readonly timeoutMs: number },
): Promise<string> {
  const { signal, action } = options;
  await vsphere.session.call({ method: "ShutdownGuest", target: vm, signal, action });
  const end = performance.now() + options.timeoutMs;
  let pauseMs = FIRST_PAUSE_MS;
  while (true) {
    const [row] = await retrieveObjects(vsphere.session, [vm], {
      shape: { "runtime.powerState": word },
      signal,
    });
    if (row === undefined) {
      throw new UserError("not_found", `Cannot ${action}: it no longer exists; list_vms shows what there is`);
    }
    const state = row["runtime.powerState"] ?? "unknown";
    const isOver = vsphere.stopping.aborted || performance.now() + pauseMs > end;
    if (state === "poweredOff" || isOver) return state;
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}
