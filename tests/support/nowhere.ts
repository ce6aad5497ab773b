import { openTarget } from "../../src/vsphere/target.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";

/** The hand-made tools need no target, and nothing between them and the client may send it anything. */
export const nowhere: Vsphere = openTarget({
  url: new URL("https://nowhere.invalid/sdk"),
  user: "nobody",
  password: "none",
  fetch: () => Promise.reject(new Error("No test of the transports has a vSphere")),
  requestTimeoutMs: 1000,
  taskTimeoutMs: 1000,
  defaults: { network: "VM Network" },
});
