import {
  acceptedContent,
  type ElicitRequestFormParams,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type Server,
  type ServerContext,
} from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import { messageOf } from "../errors.ts";
import { log } from "../log.ts";
import type { Answer } from "./agreement.ts";
import type { Failure } from "./result.ts";

const KEY = "confirm";

/** A human who has not answered by then has not agreed; the token of the plan is good no longer. */
const ROUND_TIMEOUT_MS = 300_000;

const Accepted = z.object({ confirm: z.literal(true) });

/** The plan as a form for the human at the other end. */
function formOf({ message }: Failure): ElicitRequestFormParams {
  return {
    message,
    requestedSchema: {
      type: "object",
      properties: {
        [KEY]: { type: "boolean", title: "Do it", description: "Yes, do what the plan says", default: false },
      },
      required: [KEY],
    },
  };
}

/** Lets clients of 2026-07-28 ask: they call again with the answer (multi-round-trip requests). */
export function askHuman(failure: Failure): InputRequiredResult {
  return inputRequired({
    inputRequests: { [KEY]: inputRequired.elicit(formOf(failure)) },
    requestState: String(failure.details.confirmation),
  });
}

/** Asks through an older client (elicitation/create). No answer, and one that is none, is a no. */
export async function askThrough(
  server: Server,
  failure: Failure,
  { mcpReq, signal }: Pick<ServerContext, "mcpReq"> & { readonly signal: AbortSignal },
): Promise<Answer> {
  const options = { relatedRequestId: mcpReq.id, timeout: ROUND_TIMEOUT_MS, signal };
  try {
    const params = { mode: "form", ...formOf(failure) } as const;
    const { action, content } = await server.request({ method: "elicitation/create", params }, options);
    return action === "accept" && Accepted.safeParse(content).success
      ? { way: "human", token: String(failure.details.confirmation) }
      : { way: "declined", how: HOW[action] };
  } catch (error) {
    signal.throwIfAborted();
    log.debug("the human was asked in vain", { error: messageOf(error) });
    return { way: "declined", how: "no answer, or none that can be read" };
  }
}

/** What a client of 2026-07-28 came back with; whatever is not a clear yes is a no. */
export function answerOf({ mcpReq }: ServerContext): Answer | undefined {
  const { inputResponses, droppedInputResponseKeys = [] } = mcpReq;
  const state = mcpReq.requestState();
  if (state === undefined && inputResponses === undefined && droppedInputResponseKeys.length === 0) {
    return undefined;
  }
  if (acceptedContent(inputResponses, KEY, Accepted) !== undefined) {
    return { way: "human", token: String(state) };
  }
  const view = inputResponse(inputResponses, KEY);
  return { way: "declined", how: view.kind === "elicit" ? HOW[view.action] : "no answer" };
}

const HOW = { accept: "the box was not ticked", decline: "declined", cancel: "cancelled" } as const;
