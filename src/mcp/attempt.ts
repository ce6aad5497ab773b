import {
  type CompleteResult,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
} from "../deps/mcp_server.ts";
import { cleanString } from "./clean.ts";
import { failureFacts, failureOf } from "./result.ts";

const MAX_COMPLETIONS = 100;

/** Proposals as clients get them: cleaned, as many as the protocol allows. */
export function completionOf(values: readonly string[]): CompleteResult {
  const shown = values.slice(0, MAX_COMPLETIONS).map(cleanString);
  return { completion: { values: shown, hasMore: shown.length < values.length } };
}

/** Runs what asks the target, and renders what it throws as the protocol's error. */
export async function attempt<T>(
  run: () => Promise<T>,
  { uri, action, signal }: { readonly uri?: string; readonly action: string; readonly signal: AbortSignal },
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const failure = failureOf(error, { action, signal });
    if (failure.kind === "not_found" && uri !== undefined) {
      throw new ResourceNotFoundError(uri, failure.message);
    }
    const isCallersFault = failure.kind === "invalid" || failure.kind === "ambiguous" ||
      failure.kind === "not_found";
    throw new ProtocolError(
      isCallersFault ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError,
      failure.message,
      failureFacts(failure),
    );
  }
}
