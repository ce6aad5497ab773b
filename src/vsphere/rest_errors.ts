import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import type { JsonAnswer } from "../soap/json_client.ts";
import { API, REST } from "./rest_dialect.ts";

/** The server does not know the REST session any more. */
export class RestSessionLost extends UserError {}

/** The errors of REST calls; `action` continues "Cannot ...". */
export class RestErrors {
  readonly #action: string;

  constructor(action: string) {
    this.#action = action;
  }

  /** What a status other than success says. */
  ofAnswer(answer: JsonAnswer): UserError {
    const reason = reasonOf(answer.json);
    const state = `its REST services answer status ${answer.status}${reason === "" ? "" : ` (${reason})`}`;
    switch (answer.status) {
      case 401:
        return new RestSessionLost("denied", this.#text(`${state} right after login; check the account`));
      case 403:
        return this.#error("denied", `${state}; give the account System.Read on the objects`);
      case 404:
        return reason === "not_found"
          ? this.#error("conflict", `${state}: something was removed meanwhile; try again`)
          : this.#error("unsupported", `${state}; tags need vCenter Server 6.5 or newer`);
      default:
        return this.#error("unavailable", `${state}; try again, then look at the services of the server`);
    }
  }

  noRest(): UserError {
    return this.#error(
      "unsupported",
      `it has no REST services (status 404 at ${REST.session} and ${API.session}); ` +
        "tags need vCenter Server 6.5 or newer",
    );
  }

  badLogin(user: string): UserError {
    const next = "set vcenter_user and vcenter_password to what is right and restart";
    return this.#error("denied", `its REST services refuse the user name "${user}" or the password; ${next}`);
  }

  notUnderstood(path: string): UserError {
    const next = "check that vcenter_host names a vCenter Server and that nothing stands in between";
    return this.#error("unavailable", `the answer at ${path} is not what tagging services say; ${next}`);
  }

  closed(): UserError {
    return this.#error("cancelled", "the session is closed; restart to reconnect");
  }

  #error(kind: UserError["kind"], state: string): UserError {
    return new UserError(kind, this.#text(state));
  }

  #text(state: string): string {
    return `Cannot ${this.#action}: ${state}`;
  }
}

const REFUSAL = z.union([z.object({ type: z.string() }), z.object({ error_type: z.string() })]);

/** The word for what went wrong, such as `not_found`; the messages beside it come from anywhere and stay out. */
function reasonOf(json: unknown): string {
  const { data } = REFUSAL.safeParse(json);
  if (data === undefined) return "";
  const word = "type" in data ? data.type.replace(/^com\.vmware\.vapi\.std\.errors\./, "") : data.error_type;
  return /^\w{1,40}$/.test(word) ? word.toLowerCase() : "";
}
