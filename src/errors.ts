/** What went wrong, in terms of what the caller can do about it; transports map it to their status codes. */
export type ErrorKind =
  | "invalid" // the arguments are wrong
  | "not_found" // the named thing does not exist
  | "ambiguous" // the name fits several things
  | "conflict" // the thing is in the wrong state
  | "denied" // credentials, privileges or the policy do not suffice
  | "confirmation_required" // nothing was done: the call has to be confirmed first
  | "limited" // too much at a time or in a time
  | "unsupported" // this target cannot do it
  | "unavailable" // the target cannot be reached
  | "timeout" // no answer in time
  | "cancelled"; // the caller gave up

/** A failure that the caller can mend; its message says what, where and what to do next. */
export class UserError extends Error {
  override readonly name: string = "UserError";
  readonly kind: ErrorKind;
  /** Machine-readable facts beside the message, such as the candidates of an ambiguous name. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    kind: ErrorKind,
    message: string,
    options: { cause?: unknown; details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.kind = kind;
    this.details = options.details ?? {};
  }
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
