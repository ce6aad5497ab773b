import { createFetch } from "../../src/soap/fetch.ts";
import { openTarget, type TargetOptions } from "../../src/vsphere/target.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import type { Vcsim } from "./vcsim.ts";

/** A target on a running vcsim, as the product would open it. */
export function connectVcsim(
  vcsim: Vcsim,
  options: Partial<TargetOptions> = {},
): Vsphere & AsyncDisposable {
  const fetch = createFetch({ tls: { kind: "insecure" } });
  const target = openTarget({
    url: new URL(vcsim.url),
    user: vcsim.user,
    password: vcsim.password,
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
