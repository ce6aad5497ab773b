import { ref } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { incompleteAnswer } from "./incomplete_answer.ts";
import type { Login } from "./session.ts";
import { createCollectorWith, free } from "./session_objects.ts";

/** The properties to watch, by type of object. */
export type WatchedProperties = Readonly<Record<string, readonly string[]>>;

/** A list of objects on the server with a filter that tells of their changes. */
export interface Watch {
  readonly collector: Moref;
  readonly view: Moref;
  /** Objects in the list view by id. */
  readonly listed: Map<string, Moref>;
  /** Ids of those that were taken out of it: that they leave is no news. */
  readonly unlisted: Set<string>;
  version: string;
}

/** A list with nothing in it. */
export async function createWatch(
  login: Login,
  properties: WatchedProperties,
  signal: AbortSignal,
): Promise<Watch> {
  return await createCollectorWith(login, createListView(login, signal), {
    signal,
    use: async ({ collector, view }) => {
      const selectSet = [{ $type: "TraversalSpec", type: "ListView", path: "view", skip: false }];
      const spec = {
        propSet: Object.entries(properties).map(([type, pathSet]) => ({ type, pathSet })),
        objectSet: [{ obj: view, skip: true, selectSet }],
      };
      const args = { spec, partialUpdates: false };
      await login.call({ method: "CreateFilter", target: collector, args, signal });
      return { collector, view, listed: new Map(), unlisted: new Set(), version: "" };
    },
  });
}

/** Frees one that nobody uses any more; never throws. */
export async function freeWatch(login: Login, { collector, view }: Watch): Promise<void> {
  await free(login, [collector, view]);
}

async function createListView(login: Login, signal: AbortSignal): Promise<Moref> {
  const [answer] = await login.call({ method: "CreateListView", target: login.content.viewManager, signal });
  const view = answer === undefined ? undefined : ref(answer);
  if (view === undefined) throw incompleteAnswer("CreateListView", "a view");
  return view;
}
