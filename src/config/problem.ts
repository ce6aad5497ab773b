import { UserError } from "../errors.ts";

/** One thing that is wrong, and what to do about it; the text never repeats a value, which may be a secret. */
export interface Problem {
  /** The key in question; without one the whole source is meant. */
  readonly key?: string;
  /** `config.yaml:12`, a variable or a flag. */
  readonly origin: string;
  /** `<state>; <next step>`. */
  readonly text: string;
}

/** Everything that is wrong with a configuration, a line each. */
export class ConfigError extends UserError {
  override readonly name = "ConfigError";

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const lines = problems.map(({ key, origin, text }) =>
      key === undefined ? `  ${origin}: ${text}` : `  ${key} (${origin}): ${text}`
    );
    super(
      "invalid",
      [`Cannot use this configuration: ${count}; mend every line below`, ...lines].join("\n"),
      {
        details: { problems },
      },
    );
  }
}
