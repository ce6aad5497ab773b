import type { ResourceContext } from "../resources/resource.ts";

/** What a user may say beside choosing a prompt; always text. */
export interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly isRequired: boolean;
  /** Values that begin with what was typed, at most 100; without it nothing is proposed. */
  readonly complete?: (typed: string, context: ResourceContext) => Promise<readonly string[]>;
}

/**
 * A line of a prompt. Words in backticks are names: of tools, of arguments of the prompt, of fields. A line that names a
 * tool which is not offered, or an argument which was not given, is left out; `unless` is the name in whose absence it
 * stands.
 */
export type PromptLine = string | { readonly unless: string; readonly text: string };

/** A task that users ask for again and again, as they would explain it to a careful colleague. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  /** The prompt is offered to whom all of these are offered. */
  readonly needs: readonly string[];
  /** Tools that its lines may name beside those. */
  readonly mayUse: readonly string[];
  readonly goal: string;
  /** In this order. */
  readonly steps: readonly PromptLine[];
  /** The evidence that the answer has to give. */
  readonly evidence: readonly PromptLine[];
  /** What must not happen without the user's agreement. */
  readonly limits: readonly PromptLine[];
}

/** A prompt, checked by its type. */
export function definePrompt(prompt: Prompt): Prompt {
  return prompt;
}
