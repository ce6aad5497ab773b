/** What the operator allows, whoever calls. */
export interface Policy {
  readonly readOnly: boolean;
  readonly disableDestructive: boolean;
  /** With either, only what one of them names is offered. */
  readonly toolsets?: readonly string[] | undefined;
  readonly tools?: readonly string[] | undefined;
  readonly excludeTools: readonly string[];
  /** Patterns of what nobody may write to. */
  readonly protected: readonly string[];
  /** Exceptions from what is always protected. */
  readonly unprotect: readonly string[];
  /** auto: the human where the client can ask, else a token; human: only the human; never: nobody. */
  readonly confirm: "auto" | "human" | "never";
  /** So many objects may one call write to. */
  readonly maxObjects: number;
  readonly limits: Limits;
}

/** What a new machine may take, and what one caller may ask for; undefined means no limit. */
export interface Limits {
  readonly cpus?: number | undefined;
  readonly memoryMb?: number | undefined;
  readonly diskGb?: number | undefined;
  readonly vmsPerHour?: number | undefined;
  readonly concurrentCalls: number;
}
