import type { Follower } from "../vsphere/follow_vm.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";

/** What reading, listing or completing a resource gets. */
export interface ResourceContext {
  readonly vsphere: Vsphere;
  readonly signal: AbortSignal;
}

/** One entry of `resources/list`. */
export interface ResourceEntry {
  readonly uri: string;
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
}

/** A family of resources behind one URI template with one variable, such as `vmstats://{vm_name}`. */
export interface ResourceTemplate {
  readonly name: string;
  /** The toolset that it is offered with. */
  readonly toolset: string;
  readonly title: string;
  readonly description: string;
  /** RFC 6570 level 1, one variable. */
  readonly uriTemplate: string;
  /** Name of the template's variable. */
  readonly variable: string;
  /** How often a subscribed resource is read again, in milliseconds; not needed where the target tells of changes. */
  readonly refreshMs?: number;
  readonly list: (context: ResourceContext) => Promise<readonly ResourceEntry[]>;
  /** Values of the variable that start with what was typed, decoded, at most 100. */
  readonly complete: (typed: string, context: ResourceContext) => Promise<readonly string[]>;
  /** Tells of changes until the follower's signal fires; without it a subscribed resource is read again and again. */
  readonly follow?: (value: string, context: ResourceContext, follower: Follower) => Promise<void>;
  /** The resource's content, served as JSON; `value` is the variable, percent-decoded. */
  readonly read: (value: string, context: ResourceContext) => Promise<Readonly<Record<string, unknown>>>;
}
