import type { Vsphere } from "../../src/vsphere/vsphere.ts";

/** The hand-made tools need no target, and nothing between them and the client may touch it. */
export const nowhere: Vsphere = {
  get session(): never {
    throw new Error("No test of the transports has a vSphere");
  },
  get inventory(): never {
    throw new Error("No test of the transports has a vSphere");
  },
  get watcher(): never {
    throw new Error("No test of the transports has a vSphere");
  },
  get tasks(): never {
    throw new Error("No test of the transports has a vSphere");
  },
  get jobs(): never {
    throw new Error("No test of the transports has a vSphere");
  },
  defaults: { network: "VM Network" },
  taskTimeoutMs: 1000,
};
