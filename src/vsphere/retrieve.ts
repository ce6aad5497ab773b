import { many, object, one, ref, text } from "../soap/decode.ts";
import type { WireObject } from "../soap/encode.ts";
import { child } from "../soap/xml.ts";
import { faultName, sessionLost } from "./faults.ts";
import type { Login } from "./session.ts";

const PAGE_SIZE = 1000;

/** A retrieval on the wire. */
export interface Retrieval {
  readonly objectSet: readonly WireObject[];
  /** Property paths by type are the keys. */
  readonly shapes: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly signal?: AbortSignal | undefined;
  readonly pageSize?: number | undefined;
  /** Else a missing one among the `objectSet` is a fault. */
  readonly reportMissingObjectsInResults: boolean;
}

const readContent = object({
  obj: one(ref),
  propSet: many(object({ name: one(text), val: one((element) => element) })),
  missingSet: many(object({ path: one(text), fault: one((element) => element) })),
});
/** One object of an answer, its values unread. */
export type Content = NonNullable<ReturnType<typeof readContent>>;

/** Sends one retrieval and follows its pages. */
export async function retrieve(login: Login, retrieval: Retrieval): Promise<readonly Content[]> {
  return (await Array.fromAsync(retrievePages(login, retrieval))).flat();
}

/** The pages of one retrieval as they arrive: read one by one, long ones hold up nothing. */
export async function* retrievePages(login: Login, retrieval: Retrieval): AsyncIterable<readonly Content[]> {
  const { objectSet, shapes, signal, pageSize = PAGE_SIZE, reportMissingObjectsInResults } = retrieval;
  const propSet = Object.entries(shapes).map(([type, shape]) => ({ type, pathSet: Object.keys(shape) }));
  const target = login.content.propertyCollector;
  const specSet = [{ propSet, objectSet, reportMissingObjectsInResults }];
  const args = { specSet, options: { maxObjects: pageSize } };
  let [page] = await login.call({ method: "RetrievePropertiesEx", target, args, signal });
  while (page !== undefined) {
    yield page.children.flatMap((element) => {
      const content = element.name === "objects" ? readContent(element) : undefined;
      return content === undefined ? [] : refuseLostSession(content);
    });
    // The server may page without being asked.
    const token = child(page, "token")?.text ?? "";
    if (token === "") return;
    [page] = await login.call({
      method: "ContinueRetrievePropertiesEx",
      target,
      args: { token },
      signal,
    });
  }
}

/** The second shape of expiry: status 200 and every property missing as NotAuthenticated. */
function refuseLostSession(content: Content): Content {
  for (const { fault } of content.missingSet) {
    if (fault !== undefined && faultName(fault) === "NotAuthenticated") {
      throw sessionLost("read properties");
    }
  }
  return content;
}

/** Something that still exists has at least one property; a single one may refer to what is gone. */
export function isGone({ propSet, missingSet }: Content): boolean {
  return propSet.length === 0 &&
    missingSet.some(({ fault }) => fault !== undefined && faultName(fault) === "ManagedObjectNotFound");
}
