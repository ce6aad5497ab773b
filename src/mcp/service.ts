import type { AuditTrail } from "../audit/trail.ts";
import type { Prompt } from "../prompts/prompt.ts";
import type { ResourceTemplate } from "../resources/resource.ts";
import type { Safeguards } from "./safeguards.ts";
import type { Effect, Tool } from "../tools/tool.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import type { Listing } from "./listing.ts";
import type { Policy } from "./policy.ts";

/** What one running server offers, whatever the transport. */
export interface Service extends Listing {
  /** What is behind the listing: loaded with the first use of any of it. */
  readonly load: () => Promise<Loaded>;
  readonly policy: Policy;
  /** Tools that exist and are not among these, by name. */
  readonly refused?: ReadonlyMap<string, RefusedTool>;
  /** Where calls are put down that nothing has to be loaded for. */
  readonly audit?: AuditTrail | undefined;
  /** Called when somebody was told of the tools. */
  readonly onListed?: () => void;
  /** What a model should know about the server as a whole; what it should know of single toolsets comes behind it. */
  readonly instructions: string;
}

/** A tool that the policy leaves out. */
export interface RefusedTool {
  readonly effect: Effect;
  /** Goes on after "it is". */
  readonly reason: string;
}

/** What does the work. */
export interface Loaded {
  readonly tools: readonly Tool[];
  readonly resources: readonly ResourceTemplate[];
  readonly prompts: readonly Prompt[];
  readonly vsphere: Vsphere;
  readonly safeguards: Safeguards;
}
