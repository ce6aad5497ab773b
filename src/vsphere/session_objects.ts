import { log } from "../log.ts";
import { ref } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { together } from "../together.ts";
import { incompleteAnswer } from "./incomplete_answer.ts";
import type { Login } from "./session.ts";

/** A property collector and the view that it looks at. */
export interface CollectorWithView {
  readonly collector: Moref;
  readonly view: Moref;
}

/** Nobody waits for it, and a session that has ended has freed everything. */
const FREE_TIMEOUT_MS = 5000;

/** Makes a collector while the view is made; frees the one when the other, or what is to be done with both, fails. */
export async function createCollectorWith<T>(
  login: Login,
  making: Promise<Moref>,
  { signal, use }: {
    readonly signal?: AbortSignal | undefined;
    readonly use: (made: CollectorWithView) => Promise<T>;
  },
): Promise<T> {
  const parts = [createCollector(login, signal), making] as const;
  try {
    const [collector, view] = await together(parts);
    return await use({ collector, view });
  } catch (error) {
    const ended = await Promise.allSettled(parts);
    await free(login, ended.flatMap((part) => part.status === "fulfilled" ? [part.value] : []));
    throw error;
  }
}

/** Frees what a session keeps on the server for as long as it lasts; never throws. */
export async function free(login: Login, objects: readonly Moref[]): Promise<void> {
  for (const target of objects) {
    const method = target.type === "PropertyCollector" ? "DestroyPropertyCollector" : "DestroyView";
    const call = { method, target } as const;
    await login.call({ ...call, timeoutMs: FREE_TIMEOUT_MS }).catch((error) =>
      log.debug("could not free", { ...call, error })
    );
  }
}

async function createCollector(login: Login, signal: AbortSignal | undefined): Promise<Moref> {
  const { propertyCollector } = login.content;
  const [answer] = await login.call({ method: "CreatePropertyCollector", target: propertyCollector, signal });
  const collector = answer === undefined ? undefined : ref(answer);
  if (collector === undefined) throw incompleteAnswer("CreatePropertyCollector", "a collector");
  return collector;
}
