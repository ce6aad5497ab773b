import { UserError } from "../errors.ts";
import type { Plan } from "../tools/plan.ts";
import { type Confirmations, TOKEN_LIFE_SECONDS, type Verdict } from "./confirm.ts";
import { planFacts, planText } from "./plan_text.ts";
import type { Policy } from "./policy.ts";
import { TEXT_LIMIT } from "./result.ts";

/** What came back for a plan; "declined" is whatever is not a clear yes. */
export type Answer =
  | {
    readonly way: "human" | "token";
    readonly token: string;
    /** Who said yes, where that is more exact than the way; for the audit trail. */
    readonly by?: string;
  }
  | { readonly way: "declined"; readonly how: string };

/** Nobody has agreed yet. Its message is for the caller alone: it may hold the token. */
export class Unconfirmed extends UserError {
  /** Why the call does not run yet, in words that may be put down. */
  readonly state: string;

  constructor(state: string, message: string, details: UserError["details"]) {
    super("confirmation_required", message, { details });
    this.state = state;
  }
}

/** A plan that somebody has to agree to. */
export interface Question {
  readonly confirmations: Confirmations;
  readonly confirm: Policy["confirm"];
  readonly tool: string;
  readonly args: unknown;
  readonly caller: string;
  readonly plan: Plan;
  /** Whether the transport can ask the human at the other end. */
  readonly canAsk: boolean;
  readonly answer?: Answer | undefined;
}

/**
 * Says who agreed to the plan. Throws Unconfirmed with the plan and a token as long as nobody has, and UserError
 * "denied" where the human declined or has to be asked and cannot be.
 */
export function agree(question: Question): string {
  const { confirmations, confirm, plan, canAsk, answer } = question;
  if (confirm === "never") return "operator";
  if (answer?.way === "declined") {
    throw new UserError(
      "denied",
      `Cannot ${plan.action}: the user did not agree (${answer.how}); nothing was done, and it is not to be tried ` +
        "again unless the user asks for it",
    );
  }
  if (!canAsk && confirm === "human") {
    throw new UserError(
      "denied",
      `Cannot ${plan.action}: a human has to confirm it (confirm: human), and this client cannot ask one; ` +
        "nothing was done, tell the user to do it in a client that can (MCP elicitation) or on the command line",
      { details: { plan: planFacts(plan) } },
    );
  }
  const way = canAsk ? "human" : "token";
  if (answer === undefined || answer.way !== way) throw required(question, way);
  const verdict = confirmations.redeem(answer.token, { ...question, way });
  if (verdict !== "valid") throw required(question, way, verdict);
  return answer.by ?? way;
}

const REASONS: Readonly<Record<Exclude<Verdict, "valid">, string>> = {
  wrong:
    "the confirmation is not one for this call: it was given for another tool, other arguments or another caller, or it was made up",
  changed: "the object has changed since the plan was made, so the confirmation counts no longer",
  expired: "the confirmation came too late: a plan is good for five minutes",
  used: "the confirmation was used already, and each works once",
};

function required(
  question: Question,
  way: "human" | "token",
  verdict?: Exclude<Verdict, "valid">,
): Unconfirmed {
  const { confirmations, tool, plan } = question;
  const token = confirmations.issue({ ...question, way });
  const reason = verdict === undefined ? undefined : REASONS[verdict];
  const state = reason ?? "it has to be confirmed";
  const text = way === "human" ? questionText(plan, reason) : [
    `Cannot ${plan.action} yet: ${state}; nothing has been done.`,
    planText(plan),
    `Show this plan to the user. Only if they agree, call ${tool} again within five minutes with the same arguments and ` +
    `confirmation: "${token}"`,
  ].join("\n\n");
  if (text.length > MAX_QUESTION) throw tooLong(plan);
  return new Unconfirmed(state, text, {
    plan: planFacts(plan),
    confirmation: token,
    expires_in_seconds: TOKEN_LIFE_SECONDS,
  });
}

/** Answers are cut there, and what is cut off cannot be agreed to. */
const MAX_QUESTION = TEXT_LIMIT - 1000;

function tooLong({ objects: { length } }: Plan): UserError {
  return new UserError(
    "invalid",
    `Cannot show the plan for ${length} objects whole: it is too long, and nobody can agree to what is cut off; ` +
      "nothing was done, name fewer",
  );
}

function questionText(plan: Plan, reason: string | undefined): string {
  return reason === undefined ? planText(plan) : `Asked again: ${reason}.\n\n${planText(plan)}`;
}
