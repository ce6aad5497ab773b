import type { ManagedObject } from "./managed_object.ts";

/** What even the accounts have that may only look; every role has it. */
export const READ_PRIVILEGES: readonly string[] = ["System.Anonymous", "System.View", "System.Read"];

/** An account that may log in. */
export interface Account {
  readonly user: string;
  readonly password: string;
  /** A list: these privileges and no others. It is held at the root folder and so everywhere. */
  role: "admin" | "readOnly" | readonly string[];
}

/** A role that somebody has made. */
export interface MadeRole {
  readonly id: number;
  readonly name: string;
  readonly privileges: readonly string[];
}

/** Whether an account holds a privilege. */
export function holds({ role }: Account, privilege: string): boolean {
  if (role === "admin") return true;
  return (role === "readOnly" ? READ_PRIVILEGES : role).includes(privilege);
}

/** One login; what it made (views, collectors, filters) dies with it. */
export class SimSession {
  readonly key: string;
  readonly cookie: string;
  readonly account: Account;
  readonly loginTime: number;
  readonly userAgent: string;
  readonly locale: string;
  lastActive: number;
  callCount = 0;
  /** Views, collectors and filters by id. */
  readonly objects = new Map<string, ManagedObject>();

  constructor(facts: {
    readonly key: string;
    readonly cookie: string;
    readonly account: Account;
    readonly now: number;
    readonly userAgent: string;
    readonly locale: string;
  }) {
    this.key = facts.key;
    this.cookie = facts.cookie;
    this.account = facts.account;
    this.loginTime = facts.now;
    this.lastActive = facts.now;
    this.userAgent = facts.userAgent;
    this.locale = facts.locale;
  }
}
