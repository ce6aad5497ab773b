import type { Effect } from "../tools/tool.ts";
import type { ObjectSchema } from "./object_schema.ts";
import listing from "./listing.json" with { type: "json" };

/** A tool as it is offered, without what it does. */
export interface ListedTool {
  readonly name: string;
  readonly toolset: string;
  readonly title: string;
  readonly description: string;
  readonly effect: Effect;
  readonly isIdempotent: boolean;
  readonly input: ObjectSchema;
  readonly output: ObjectSchema;
}

/** A family of resources as it is offered. */
export interface ListedResource {
  readonly name: string;
  /** It is offered with the tools of this toolset. */
  readonly toolset: string;
  readonly title: string;
  readonly description: string;
  readonly uriTemplate: string;
  readonly variable: string;
}

/** A prompt as it is offered, without its text. */
export interface ListedPrompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly ListedArgument[];
  /** It is offered to whom all of these tools are offered. */
  readonly needs: readonly string[];
}

/** An argument of a prompt as it is offered. */
export interface ListedArgument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
}

/** What clients are told of before anything is called. */
export interface Listing {
  /** In the order in which clients see them. */
  readonly tools: readonly ListedTool[];
  readonly resources: readonly ListedResource[];
  readonly prompts: readonly ListedPrompt[];
}

/**
 * The listing of this server. It is written by `deno task gen`: a client that starts the server and asks what it can do
 * is answered before the tools and all that they stand on have been loaded.
 */
export const LISTING: Listing = asWritten(listing);

/** The file holds what it was written from, which `deno task gen --check` makes sure of. */
function asWritten(written: object): Listing;
function asWritten(written: unknown): unknown {
  return written;
}
