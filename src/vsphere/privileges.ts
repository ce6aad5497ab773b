import { UserError } from "../errors.ts";
import { boolean, many, object, one, ref, text } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { VimFault } from "./faults.ts";
import { retrieveObjects } from "./properties.ts";
import type { Session } from "./session.ts";

/** Where privileges are looked up, by the first word of their ids: `{ Datastore: ref }`; the others at the root folder. */
export type PrivilegePlaces = Readonly<Partial<Record<string, Moref>>>;

/** What the server says of the own session. */
export interface OwnSession {
  readonly key: string | undefined;
  /** The account as the server names it: `VSPHERE.LOCAL\Administrator`. */
  readonly account: string | undefined;
}

/** Reads the own session. */
export async function ownSession(session: Session, signal?: AbortSignal): Promise<OwnSession> {
  const { sessionManager } = await session.content(signal);
  const [own] = await retrieveObjects(session, [sessionManager], { shape: OWN_SESSION, signal });
  return { key: own?.["currentSession.key"], account: own?.["currentSession.userName"] };
}

const OWN_SESSION = { "currentSession.key": text, "currentSession.userName": text } as const;

/** How to ask for privileges. */
export interface AskingOptions {
  /** The key of the own session where it is known. */
  readonly sessionKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Whether the session holds the privileges, asked in one call; groups and inherited permissions count.
 * Empty when the server does not tell.
 */
export async function heldPrivileges(
  session: Session,
  ids: readonly string[],
  { places = {}, ...options }: AskingOptions & { readonly places?: PrivilegePlaces } = {},
): Promise<ReadonlyMap<string, boolean>> {
  const { rootFolder } = await session.content(options.signal);
  const needs = ids.map((privilege) => ({
    privilege,
    on: places[privilege.split(".", 1)[0] ?? ""] ?? rootFolder,
  }));
  const answers = await askPrivileges(session, needs, options);
  return new Map(needs.flatMap(({ privilege }, index) => {
    const isHeld = answers[index];
    return isHeld === undefined ? [] : [[privilege, isHeld] as const];
  }));
}

/** A privilege that an operation needs on an object. */
export interface PrivilegeNeed {
  readonly privilege: string;
  readonly on: Moref;
  /** `datastore "ssd 2"` */
  readonly what: string;
}

/**
 * Throws UserError "denied" when the account lacks what an operation needs on the objects that it works on: one that
 * takes many steps shall not find that out in the middle. What the server does not tell is no reason to refuse.
 */
export async function refuseLacking(
  session: Session,
  needs: readonly PrivilegeNeed[],
  { action, signal }: { readonly action: string; readonly signal?: AbortSignal | undefined },
): Promise<void> {
  const answers = await askPrivileges(session, needs, { signal });
  const lacking = needs.filter((_, index) => answers[index] === false);
  if (lacking.length === 0) return;
  const list = lacking.map(({ privilege, what }) => `"${privilege}" on ${what}`).join(", ");
  throw new UserError(
    "denied",
    `Cannot ${action}: the account lacks the privilege ${list}; give its role that there, nothing was changed`,
    { details: { missing_privileges: [...new Set(lacking.map(({ privilege }) => privilege))] } },
  );
}

const readEntityPrivileges = object({
  entity: one(ref),
  privAvailability: many(object({ privId: one(text), isGranted: one(boolean) })),
});

/** One answer for each need; undefined where the server does not tell. */
async function askPrivileges(
  session: Session,
  needs: readonly Omit<PrivilegeNeed, "what">[],
  { sessionKey, signal }: AskingOptions,
): Promise<readonly (boolean | undefined)[]> {
  try {
    const { authorizationManager: target } = await session.content(signal);
    const sessionId = sessionKey ?? (await ownSession(session, signal)).key;
    if (target === undefined || sessionId === undefined) return [];
    const entity = [...new Map(needs.map(({ on }) => [on.value, on])).values()];
    const privId = [...new Set(needs.map(({ privilege }) => privilege))];
    const args = { entity, sessionId, privId };
    const answer = await session.call({ method: "HasPrivilegeOnEntities", target, args, signal });
    const rows = answer.flatMap((element) => readEntityPrivileges(element) ?? []);
    return needs.map(({ privilege, on }) =>
      rows.find(({ entity }) => entity?.value === on.value)?.privAvailability
        .find(({ privId }) => privId === privilege)?.isGranted
    );
  } catch (error) {
    // An account that may not even ask is no reason to fail.
    if (error instanceof VimFault) return [];
    throw error;
  }
}
