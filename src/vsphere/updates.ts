import { boolean, ref } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { child, type XmlElement } from "../soap/xml.ts";
import { faultName, sessionLost } from "./faults.ts";

/** What a server tells of one object. */
export interface ObjectUpdate {
  /** `enter`, `modify` or `leave`. */
  readonly kind: string;
  readonly ref: Moref;
  readonly changes: readonly PropertyChange[];
}

/** The new value of a property; undefined when it has none any more. */
export interface PropertyChange {
  readonly path: string;
  readonly value: XmlElement | undefined;
}

/** An answer of WaitForUpdatesEx. */
export interface UpdateSet {
  readonly version: string;
  readonly objects: readonly ObjectUpdate[];
  /** Ids of objects that a filter begins with and that do not exist. */
  readonly missing: readonly string[];
  /** True when more has changed than was told: ask again at once. */
  readonly isTruncated: boolean;
}

/** The elements of an UpdateSet that each tell of one object. */
export const OBJECT_SET = "objectSet";

/** Reads an UpdateSet. Throws NotAuthenticated when properties are missing because the session is lost. */
export function readUpdateSet(set: XmlElement): UpdateSet {
  const objects: ObjectUpdate[] = [];
  const missing: string[] = [];
  for (const { name, children } of set.children) {
    if (name !== "filterSet") continue;
    for (const element of children) {
      if (element.name === "missingObject") missing.push(child(element, "obj")?.text ?? "");
      const update = element.name === OBJECT_SET ? readUpdate(element) : undefined;
      if (update !== undefined) objects.push(update);
    }
  }
  const truncated = child(set, "truncated");
  return {
    version: child(set, "version")?.text ?? "",
    objects,
    missing,
    isTruncated: truncated !== undefined && boolean(truncated) === true,
  };
}

/** Reads an element named {@linkcode OBJECT_SET}. Throws NotAuthenticated when the session is lost. */
export function readUpdate(element: XmlElement): ObjectUpdate | undefined {
  let kind = "";
  let object: Moref | undefined;
  const changes: PropertyChange[] = [];
  for (const part of element.children) {
    if (part.name === "changeSet") changes.push(readChange(part));
    else if (part.name === "kind") kind = part.text;
    else if (part.name === "obj") object = ref(part);
    else if (part.name === "missingSet") refuseLostSession(part);
  }
  return object === undefined ? undefined : { kind, ref: object, changes };
}

function readChange({ children }: XmlElement): PropertyChange {
  let path = "";
  let op = "assign";
  let value: XmlElement | undefined;
  for (const part of children) {
    if (part.name === "name") path = part.text;
    else if (part.name === "op") op = part.text;
    else if (part.name === "val") value = part;
  }
  return { path, value: op === "assign" ? value : undefined };
}

/** The second shape of expiry: properties are missing as NotAuthenticated. */
function refuseLostSession(missing: XmlElement): void {
  const fault = child(missing, "fault");
  if (fault !== undefined && faultName(fault) === "NotAuthenticated") {
    throw sessionLost("read what has changed");
  }
}
