import * as z from "../deps/zod.ts";

/** What sources, help and documents need to know of a key beside its type and default. */
export interface KeyInfo {
  readonly variable: string;
  /** Complete sentences, for the help, the sample file and the documents. */
  readonly description: string;
  /** A value for the sample file. */
  readonly example: string;
  /** What stands in the help in place of a value; a key without one is a switch. */
  readonly placeholder?: string;
  /** One letter that stands for the flag. */
  readonly short?: string;
  /** What happens without a value, where that is no fixed default. */
  readonly otherwise?: string;
  /** Where it stands in a file, under headings; default: its name alone. The heading `policy` may be left out. */
  readonly path?: readonly [string, ...string[]];
  /** A list, which a file may write as one. */
  readonly isList?: true;
  /** Never in an error, a log or a flag, since other users can read the process list. */
  readonly isSecret?: true;
}

/** What is known of each key, by its schema. */
export const infos: z.core.$ZodRegistry<KeyInfo> = z.registry<KeyInfo>();
