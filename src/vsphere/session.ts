import type { SoapAnswer } from "../soap/answer.ts";
import type { SoapClient } from "../soap/client.ts";
import { ref } from "../soap/decode.ts";
import type { Moref, WireObject } from "../soap/encode.ts";
import type { XmlElement } from "../soap/xml.ts";
import type { ServiceContent } from "./service_content.ts";
import type { MethodName } from "./wire/methods.ts";
import { READ_METHODS } from "./wire/read_methods.ts";
import { LOOKING_METHODS, SESSION_METHODS } from "./wire/session_methods.ts";

/** One call as the domain makes it. */
export interface Call {
  readonly method: MethodName;
  readonly target: Moref;
  readonly args?: WireObject;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
  readonly isLongPoll?: boolean;
  /** Continues "Cannot ..." in the text of a fault: `power on virtual machine "web-1"`. */
  readonly action?: string;
}

/** An answer that has arrived; `open` reads it and throws the fault that it may be. */
export type Answer = Pick<SoapAnswer, "firstText" | "lastText" | "open">;

/** One login. What the server keeps for it (views, collectors, filters) dies with it. It changes nothing else. */
export interface Login {
  readonly content: ServiceContent;
  /** Negotiated version of the vim25 API. */
  readonly version: string;
  /** Sends one call under this login; a lost session throws the fault NotAuthenticated. */
  readonly call: (call: Call) => Promise<readonly XmlElement[]>;
  /** The same, with the answer unread. */
  readonly send: (call: Call) => Promise<Answer>;
}

/** Stands between a caller and everything that changes something. */
export interface WriteGuard {
  /** Called before each such call; throws to refuse it. */
  readonly before: (call: Call) => Promise<void>;
  /** Told of each task that was started. */
  readonly started?: (task: Moref) => void;
}

/** The session on one ESXi host or vCenter Server. */
export interface Session {
  readonly client: SoapClient;
  /** Sends one call; logs in before and, when the session was lost, once more. The only way to change something. */
  readonly call: (call: Call) => Promise<readonly XmlElement[]>;
  /** What the server said about itself at login. */
  readonly content: (signal?: AbortSignal) => Promise<ServiceContent>;
  /**
   * Runs `work` with a login. When `work` finds the session lost (NotAuthenticated: the server ran nothing) it runs
   * once more under a new one, so it has to begin anew with everything that belonged to the old.
   */
  readonly run: <T>(work: (login: Login) => Promise<T>, signal?: AbortSignal) => Promise<T>;
}

/** Whether a method changes something beyond the session's own views, filters and collectors. */
export function isWrite(method: MethodName): boolean {
  return !READ_METHODS.has(method) && !SESSION_METHODS.has(method) && !LOOKING_METHODS.has(method);
}

/** The same session for a caller whose writes have to pass a guard. */
export function guardedBy(session: Session, guard: WriteGuard): Session {
  return {
    client: session.client,
    content: (signal) => session.content(signal),
    run: (work, signal) => session.run(work, signal),
    async call(call) {
      if (!isWrite(call.method)) return await session.call(call);
      await guard.before(call);
      const answer = await session.call(call);
      const [first] = answer;
      const task = first === undefined ? undefined : ref(first);
      if (task?.type === "Task") guard.started?.(task);
      return answer;
    },
  };
}

/** Makes something once per login, such as a view or a collector; what could not be made is tried again. */
export function oncePerLogin<T>(make: (login: Login) => Promise<T>): (login: Login) => Promise<T> {
  const made = new WeakMap<Login, Promise<T>>();
  return (login) => {
    const known = made.get(login);
    if (known !== undefined) return known;
    const making = make(login);
    made.set(login, making);
    making.catch(() => made.delete(login));
    return making;
  };
}
