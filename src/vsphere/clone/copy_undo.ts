import { UserError } from "../../errors.ts";
import { log } from "../../log.ts";
import { JobStopped } from "../jobs.ts";

/** Something that was made and has to go when the whole fails. */
export interface Made {
  /** What and where, for whoever has to remove it by hand: `directory "[ds] web-2"`. */
  readonly what: string;
  readonly remove: () => Promise<void>;
}

/** What an operation of several steps has made so far. */
export interface MadeList {
  readonly add: (made: Made) => void;
  /** Removes one thing now, whatever becomes of the rest; false when that failed, which is in the log. */
  readonly remove: (made: Made) => Promise<boolean>;
}

/**
 * Runs `work`; when it fails, everything it added is removed again, the last thing first. The error of the work
 * comes out either way, with what could not be removed in its text, or that all was when the process ends.
 */
export async function undoOnFailure<T>(work: (made: MadeList) => Promise<T>): Promise<T> {
  const all: Made[] = [];
  const take = async (made: Made) => {
    all.splice(all.indexOf(made), 1);
    return await removeLogged(made);
  };
  try {
    return await work({ add: (made) => void all.push(made), remove: take });
  } catch (error) {
    const left: string[] = [];
    for (const made of all.reverse()) {
      if (!await removeLogged(made)) left.push(made.what);
    }
    if (left.length > 0) throw withRemains(error, left);
    throw error instanceof JobStopped ? withoutRemains(error) : error;
  }
}

async function removeLogged(made: Made): Promise<boolean> {
  try {
    await made.remove();
    return true;
  } catch (error) {
    log.error("could not remove what a failed operation made", { what: made.what, error });
    return false;
  }
}

/** Nobody is there any more who could be asked what has become of it. */
function withoutRemains(error: JobStopped): UserError {
  return new UserError(error.kind, `${error.message}. All that was made of it is removed again`, {
    cause: error,
  });
}

function withRemains(error: unknown, left: readonly string[]): UserError {
  const text = error instanceof UserError ? error.message : "Cannot finish: an internal error";
  if (!(error instanceof UserError)) log.error("operation failed", { error });
  return new UserError(
    error instanceof UserError ? error.kind : "unavailable",
    `${text}. Of what was made this is left and has to be removed by hand: ${left.join(", ")}`,
    { cause: error, details: { left, ...(error instanceof UserError ? error.details : {}) } },
  );
}
