import { noPermission, SimFault } from "../core/fault.ts";
import { type Account, holds, SimSession } from "../world/session.ts";
import { Collector } from "../collector/collector.ts";
import type { Clock } from "../core/clock.ts";
import type { Random } from "../core/random.ts";
import type { Moref } from "../../soap/encode.ts";

/** After so long without a call a session ends. */
const IDLE_MS = 30 * 60_000;
/** Wrong passwords after which an account is locked for a while. */
const MAX_FAILURES = 5;
const LOCK_MS = 15 * 60_000;

const SESSION_MANAGER: Moref = { type: "SessionManager", value: "SessionManager" };

/** Who is logged in. */
export class Sessions {
  /** Who may log in. */
  readonly accounts: readonly Account[];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #collector: Moref;
  readonly #byCookie = new Map<string, SimSession>();
  readonly #failures = new Map<string, { count: number; at: number }>();

  constructor(parts: {
    readonly accounts: readonly Account[];
    readonly clock: Clock;
    readonly random: Random;
    /** Every session has a collector of its own under this reference. */
    readonly collector: Moref;
  }) {
    this.accounts = parts.accounts;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#collector = parts.collector;
  }

  get all(): readonly SimSession[] {
    return [...this.#byCookie.values()];
  }

  /** The live session of a cookie; a call keeps it alive. */
  of(cookie: string | undefined): SimSession | undefined {
    const session = cookie === undefined ? undefined : this.#byCookie.get(cookie);
    if (session === undefined) return undefined;
    if (this.#clock.now() - session.lastActive > IDLE_MS) {
      this.end(session);
      return undefined;
    }
    session.lastActive = this.#clock.now();
    session.callCount++;
    return session;
  }

  /** The account of these credentials. Throws InvalidLogin, also when it is locked after many wrong passwords. */
  accountOf(given: { readonly user: string; readonly password: string }): Account {
    const account = this.accounts.find(({ user }) => user === given.user);
    const failures = this.#failures.get(given.user) ?? { count: 0, at: 0 };
    const isLocked = failures.count >= MAX_FAILURES && this.#clock.now() - failures.at < LOCK_MS;
    if (account === undefined || account.password !== given.password || isLocked) {
      this.#failures.set(given.user, { count: failures.count + 1, at: this.#clock.now() });
      throw invalidLogin();
    }
    this.#failures.delete(given.user);
    return account;
  }

  /** Throws NoPermission for an account without any access, and InvalidLogin. */
  logIn(given: {
    readonly user: string;
    readonly password: string;
    readonly userAgent: string;
    readonly locale: string;
  }): SimSession {
    const account = this.accountOf(given);
    // Whoever has a role has this; without any there is nothing to log in for.
    if (!holds(account, "System.Read")) throw noPermission(SESSION_MANAGER, "System.View");
    const session = new SimSession({
      key: this.#random.uuid(),
      cookie: this.#random.hex(40),
      account,
      now: this.#clock.now(),
      userAgent: given.userAgent,
      locale: given.locale,
    });
    session.objects.set(this.#collector.value, new Collector(this.#collector));
    this.#byCookie.set(session.cookie, session);
    return session;
  }

  /** Ends a session with everything that it made. */
  end(session: SimSession): void {
    this.#byCookie.delete(session.cookie);
    for (const object of session.objects.values()) if (object instanceof Collector) object.cancelWait();
    session.objects.clear();
  }
}

/** User name or password is wrong. */
export function invalidLogin(): SimFault {
  return new SimFault("InvalidLogin", "Cannot complete login due to an incorrect user name or password.");
}
