import type { Moref, WireObject, WireValue } from "../../soap/encode.ts";
import type { Call } from "../session.ts";

/** What a call writes to, as far as the call itself shows. */
export interface Touched {
  readonly objects: readonly Moref[];
  /** Whether what the target contains is touched too, as when a folder is deleted or a host shut down. */
  readonly reachesInside: boolean;
  /** Files on datastores, as `[datastore] path`. */
  readonly files: readonly string[];
}

/** These read their target and write elsewhere. */
const FROM_TARGET: ReadonlySet<string> = new Set(["CloneVM_Task"]);

/** These put something into their target and leave what is there. */
const ADDING: ReadonlySet<string> = new Set([
  "CreateVM_Task",
  "CloneVM_Task",
  "RegisterVM_Task",
  "ImportVApp",
  "CreateFolder",
  "CreateResourcePool",
  "AddDVPortgroup_Task",
  "CreateNasDatastore",
  "AddPortGroup",
  "AddVirtualSwitch",
  "AddVirtualNic",
]);

/** Arguments that a method only reads. */
const SOURCES: ReadonlySet<string> = new Set(["sourceName", "sourceDatacenter", "snapshot"]);

/** What the call writes to: its target and every object among its arguments, but those that it only reads. */
export function touchedBy({ method, target, args = {} }: Call): Touched {
  const objects: Moref[] = FROM_TARGET.has(method) ? [] : [target];
  const files: string[] = [];
  collect(args, { objects, files });
  return { objects, reachesInside: !ADDING.has(method), files };
}

interface Found {
  readonly objects: Moref[];
  readonly files: string[];
}

function collect(args: WireObject, found: Found): void {
  for (const [name, value] of Object.entries(args)) {
    if (value !== undefined && !SOURCES.has(name)) take(value, found);
  }
}

function take(value: WireValue, found: Found): void {
  if (typeof value === "string") {
    if (/^\[[^\]]+\]/.test(value)) found.files.push(value);
  } else if (Array.isArray(value)) {
    for (const one of value) take(one, found);
  } else if (isObject(value)) {
    if (isMoref(value)) found.objects.push(value);
    // An image is read.
    else if (value.$type !== "VirtualCdromIsoBackingInfo") collect(value, found);
  }
}

function isObject(value: WireValue): value is Moref | WireObject {
  return typeof value === "object" && !Array.isArray(value);
}

function isMoref(value: Moref | WireObject): value is Moref {
  return typeof value.type === "string" && typeof value.value === "string" && Object.keys(value).length === 2;
}
