import type { ResourceTemplate } from "../resources/resource.ts";
import type { Safeguards } from "./safeguards.ts";
import type { Tool } from "../tools/tool.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import type { Listing } from "./listing.ts";
import type { Policy } from "./policy.ts";

/** What one running server offers, whatever the transport. */
export interface Service extends Listing {
  /** What is behind the listing: loaded with the first use of any of it. */
  readonly load: () => Promise<Loaded>;
  readonly policy: Policy;
  /** Why tools that exist are not among these, by name. */
  readonly refused?: ReadonlyMap<string, string>;
  /** Called when somebody was told of the tools. */
  readonly onListed?: () => void;
  /** What a model should know about the server as a whole. */
  readonly instructions: string;
}

/** What does the work. */
export interface Loaded {
  readonly tools: readonly Tool[];
  readonly resources: readonly ResourceTemplate[];
  readonly vsphere: Vsphere;
  readonly safeguards: Safeguards;
}
