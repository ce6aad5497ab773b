import {
  acceptedContent,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type ServerContext,
} from "../deps/mcp_server.ts";
import * as z from "../deps/zod.ts";
import type { Answer } from "./agreement.ts";
import type { Failure } from "./result.ts";

const KEY = "confirm";

/** A human who has not answered by then has not agreed; the token of the plan is good no longer. */
export const ROUND_TIMEOUT_MS = 300_000;

const Accepted = z.object({ confirm: z.literal(true) });

/**
 * Asks the human with the plan in the question. Older clients are asked by the server (elicitation/create), those of
 * 2026-07-28 ask by themselves and call again (multi-round-trip requests).
 */
export function askHuman({ message, details }: Failure): InputRequiredResult {
  return inputRequired({
    inputRequests: {
      [KEY]: inputRequired.elicit({
        message,
        requestedSchema: {
          type: "object",
          properties: {
            confirm: {
              type: "boolean",
              title: "Do it",
              description: "Yes, do what the plan says",
              default: false,
            },
          },
          required: [KEY],
        },
      }),
    },
    requestState: String(details.confirmation),
  });
}

/** What came back; whatever is not a clear yes is a no. */
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
