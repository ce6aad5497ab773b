import { notSupported, SimFault } from "../core/fault.ts";
import { type DataObject, isoTime, textAt, textListAt } from "../core/value.ts";
import { invalidLogin } from "./sessions.ts";
import type { SimSession } from "../world/session.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import type { MethodTable } from "./method.ts";

/** Login, logout and what a server says before both. */
export const SESSION_METHODS: MethodTable = {
  RetrieveServiceContent: {
    on: "ServiceInstance",
    access: "public",
    run: ({ target, reader }) => target.read("content", reader),
  },
  CurrentTime: { on: "ServiceInstance", run: ({ world }) => isoTime(world.clock.now()) },
  Login: {
    on: "SessionManager",
    access: "public",
    run: (call) => {
      const { args, sessions, maybeSession, userAgent, world } = call;
      // As on real servers: a cookie that is logged in already cannot log in again.
      if (maybeSession !== undefined) throw invalidLogin();
      const locale = textAt(args, "locale") ?? "en_US";
      const user = textAt(args, "userName") ?? "";
      const session = sessions.logIn({ user, password: textAt(args, "password") ?? "", userAgent, locale });
      call.opened = session;
      world.events.note({
        type: "UserLoginSessionEvent",
        message: `User ${user}@127.0.0.1 logged in as ${userAgent}`,
        user,
        fields: { ipAddress: "127.0.0.1", userAgent, locale, sessionId: session.key },
      });
      return sessionData(session);
    },
  },
  Logout: {
    on: "SessionManager",
    run: ({ sessions, session, world }) => {
      world.events.note({
        type: "UserLogoutSessionEvent",
        message: `User ${session.account.user}@127.0.0.1 logged out`,
        user: session.account.user,
      });
      sessions.end(session);
      return undefined;
    },
  },
  SessionIsActive: {
    on: "SessionManager",
    run: ({ args, sessions, world }) => {
      if (!world.isVcenter) throw new SimFault("NotImplemented", "The method is not implemented.");
      return sessions.all.some(({ key, account }) =>
        key === textAt(args, "sessionID") && account.user === textAt(args, "userName")
      );
    },
  },
  TerminateSession: {
    on: "SessionManager",
    access: "write",
    privilege: "Sessions.TerminateSession",
    run: ({ args, sessions, session }) => {
      const keys = textListAt(args, "sessionId");
      if (keys.includes(session.key)) throw new SimFault("InvalidArgument", "A session cannot end itself.");
      const ended = sessions.all.filter(({ key }) => keys.includes(key));
      if (ended.length < keys.length) throw new SimFault("NotFound", "The session was not found.");
      for (const one of ended) sessions.end(one);
      return undefined;
    },
  },
  SetLocale: { on: "SessionManager", run: () => undefined },
  AcquireLocalTicket: {
    on: "SessionManager",
    access: "public",
    run: () => {
      throw notSupported();
    },
  },
};

/** Properties of the SessionManager. */
export function sessionManagerProperties(all: () => readonly SimSession[]): PropertyTable<void> {
  return {
    currentSession: (_, { session }) => session === undefined ? undefined : sessionData(session),
    sessionList: () => all().map(sessionData),
    message: () => "",
    messageLocaleList: () => ["en"],
    supportedLocaleList: () => ["en"],
    defaultLocale: () => "en",
  };
}

const FULL_NAMES = { admin: "Administrator", readOnly: "Read-only user", other: "User" } as const;

function sessionData(session: SimSession): DataObject {
  const { key, account, locale } = session;
  return {
    $type: "UserSession",
    key,
    userName: account.user,
    fullName: FULL_NAMES[typeof account.role === "string" ? account.role : "other"],
    loginTime: isoTime(session.loginTime),
    lastActiveTime: isoTime(session.lastActive),
    locale,
    messageLocale: "en",
    extensionSession: false,
    ipAddress: "127.0.0.1",
    userAgent: session.userAgent,
    callCount: session.callCount,
  };
}
