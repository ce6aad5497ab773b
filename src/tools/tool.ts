import type * as z from "../deps/zod.ts";
import type { TargetKind } from "../vsphere/capability.ts";
import type { Plan } from "./plan.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";

/** What a tool does to the world; hints, read-only mode, confirmation and audit follow from it. */
export type Effect = "read" | "write" | "destroy";

/** How far a running call is; `percent` from 0 to 100 where it is known. */
export interface Progress {
  readonly percent?: number | undefined;
  readonly message: string;
}

/** What one call gets beside its arguments. */
export interface ToolContext {
  /** The target; it connects and logs in with the first request. */
  readonly vsphere: Vsphere;
  /** The tools that are offered, for those that tell of others. */
  readonly tools: readonly Tool[];
  /** Aborted when the caller gives up or the server shuts down. */
  readonly signal: AbortSignal;
  readonly progress: (update: Progress) => void;
}

/** What a new virtual machine would take. */
export interface NewVm {
  readonly cpus: number;
  readonly memoryMib: number;
  /** Provisioned size of all disks. */
  readonly diskBytes: number;
}

/** The answer of a tool before it is rendered. */
export interface ToolAnswer {
  /** In full, as the output schema says. */
  readonly structured: Readonly<Record<string, unknown>>;
  /** Short text for the model. */
  readonly text: string;
}

/** A tool as the layers above see it: the types of its arguments and answer stay inside. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  /** True when a second call with the same arguments changes nothing more. */
  readonly isIdempotent: boolean;
  /** Ids of the privileges without which it cannot do all that it offers, by the kind of target. */
  readonly privileges: Readonly<Record<TargetKind, readonly string[]>>;
  /** The only kind of target that it works on. */
  readonly requires: TargetKind | undefined;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /**
   * What a call would do; undefined when it would change nothing. Throws like `call` where that would be refused.
   * Every tool that destroys has one.
   */
  readonly plan?: (args: unknown, context: ToolContext) => Promise<Plan | undefined>;
  /** The virtual machine that a call would make, for limits. */
  readonly makes?: (args: unknown, context: ToolContext) => Promise<NewVm>;
  /** Runs the tool. `args` are unchecked; throws `z.ZodError` when they do not fit the input schema. */
  readonly call: (args: unknown, context: ToolContext) => Promise<ToolAnswer>;
}

/** The definition of a tool: one value in one file, named like the file. */
export interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** When to use it, when not, and what comes back. */
  readonly description: string;
  readonly effect: Effect;
  /** Default: true for reads, false for the rest. */
  readonly isIdempotent?: boolean;
  /** One list where both kinds of targets need the same. */
  readonly privileges: readonly string[] | Tool["privileges"];
  /** Default: it works on both. */
  readonly requires?: TargetKind;
  readonly input: Input;
  readonly output: Output;
  /** Required when the effect is "destroy". */
  readonly plan?: (args: z.output<Input>, context: ToolContext) => Promise<Plan | undefined>;
  readonly makes?: (args: z.output<Input>, context: ToolContext) => Promise<NewVm>;
  readonly run: (args: z.output<Input>, context: ToolContext) => Promise<z.output<Output>>;
  /** Says in a few lines what the answer says in full. */
  readonly text: (answer: z.output<Output>) => string;
}

/** Turns a definition into a tool. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  const { name, title, description, effect, privileges, input, output, plan, makes } = definition;
  if (effect === "destroy" && plan === undefined) throw new Error(`Tool "${name}" destroys and has no plan`);
  // An answer that was given before, as it is while the inventory does not change, needs no new text.
  const texts = new WeakMap<z.output<Output>, string>();
  return {
    name,
    title,
    description,
    effect,
    isIdempotent: definition.isIdempotent ?? effect === "read",
    privileges: "vcenter" in privileges ? privileges : { vcenter: privileges, esxi: privileges },
    requires: definition.requires,
    input,
    output,
    ...(plan === undefined ? {} : { plan: (args, context) => plan(input.parse(args), context) }),
    ...(makes === undefined ? {} : { makes: (args, context) => makes(input.parse(args), context) }),
    async call(args, context) {
      const answer = await definition.run(input.parse(args), context);
      const text = texts.get(answer) ?? definition.text(answer);
      texts.set(answer, text);
      return { structured: answer, text };
    },
  };
}
