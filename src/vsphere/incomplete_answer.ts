import { UserError } from "../errors.ts";

/** An answer without what it is there for, as of a server that is ill; `missing` stands behind "without". */
export function incompleteAnswer(method: string, missing: string): UserError {
  const next = /_Task$/.test(method)
    ? "it may have been carried out, so look before you repeat it"
    : "try again";
  return new UserError(
    "unavailable",
    `Cannot use the answer to ${method}: it came without ${missing}; ${next}`,
  );
}
