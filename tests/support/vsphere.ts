import { createFetch } from "../../src/soap/fetch.ts";
import type { Moref } from "../../src/soap/encode.ts";
import { openTarget, type TargetOptions } from "../../src/vsphere/target.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import type { FarSide } from "./far_side.ts";

/** A target on a running far side, as the product would open it. */
export function connectTo(
  farSide: FarSide,
  options: Partial<TargetOptions> = {},
): Vsphere & AsyncDisposable {
  const fetch = createFetch({ tls: { kind: "insecure" } });
  const target = openTarget({
    url: new URL(farSide.url),
    user: farSide.user,
    password: farSide.password,
    fetch,
    requestTimeoutMs: 30_000,
    taskTimeoutMs: 30_000,
    defaults: { network: "VM Network" },
    retryDelaysMs: [20, 50, 100, 200],
    ...options,
  });
  return {
    ...target,
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]();
      fetch[Symbol.dispose]();
    },
  };
}

/** Makes a template of a machine that is off; vcsim tells nobody of it, so the machine is read back as after any write. */
export async function markAsTemplate(vsphere: Vsphere, target: Moref): Promise<void> {
  await vsphere.session.call({ method: "MarkAsTemplate", target });
  await vsphere.inventory.readBack([target]);
}
