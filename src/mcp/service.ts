import type { ResourceTemplate } from "../resources/resource.ts";
import type { Tool } from "../tools/tool.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";

/** What one running server offers, whatever the transport. */
export interface Service {
  /** In the order in which clients see them. */
  readonly tools: readonly Tool[];
  readonly resources: readonly ResourceTemplate[];
  readonly vsphere: Vsphere;
  /** What a model should know about the server as a whole. */
  readonly instructions: string;
}
