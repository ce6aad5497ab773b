import { ref } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { together } from "../together.ts";
import { incompleteAnswer } from "./incomplete_answer.ts";
import type { Login } from "./session.ts";

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
  const { propertyCollector, viewManager } = login.content;
  const [[collector], [view]] = await together([
    login.call({ method: "CreatePropertyCollector", target: propertyCollector, signal }),
    login.call({ method: "CreateListView", target: viewManager, signal }),
  ]);
  const collectorRef = collector === undefined ? undefined : ref(collector);
  const viewRef = view === undefined ? undefined : ref(view);
  if (collectorRef === undefined) throw incompleteAnswer("CreatePropertyCollector", "a collector");
  if (viewRef === undefined) throw incompleteAnswer("CreateListView", "a view");
  const selectSet = [{ $type: "TraversalSpec", type: "ListView", path: "view", skip: false }];
  const spec = {
    propSet: Object.entries(properties).map(([type, pathSet]) => ({ type, pathSet })),
    objectSet: [{ obj: viewRef, skip: true, selectSet }],
  };
  const args = { spec, partialUpdates: false };
  await login.call({ method: "CreateFilter", target: collectorRef, args, signal });
  return { collector: collectorRef, view: viewRef, listed: new Map(), unlisted: new Set(), version: "" };
}
