import type { Problem } from "./problem.ts";

/** A value as somebody wrote it, and where. */
export interface Given {
  readonly text: string;
  /** `config.yaml:12`, `VCENTER_HOST` or `--http-port`. */
  readonly origin: string;
}

/** Values by key: the partial type that every source is turned into. */
export type Settings = ReadonlyMap<string, Given>;

/** What a source says, and what is wrong with how it says it. */
export interface SourceContent {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
}
