import { many, object, one, ref, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import type { XmlElement } from "../soap/xml.ts";

/** One snapshot of a virtual machine. */
export interface Snapshot {
  readonly ref: Moref;
  readonly name: string;
  readonly description: string;
  /** ISO 8601, the server's time. */
  readonly createTime: string;
  readonly isCurrent: boolean;
  /** 0 for a root. */
  readonly depth: number;
}

const readFlat = object({
  snapshot: one(ref),
  name: one(text),
  description: one(text),
  createTime: one(word),
  childSnapshotList: many((element: XmlElement) => element),
});

const readInfo = object({
  currentSnapshot: one(ref),
  rootSnapshotList: many((element: XmlElement) => element),
});

/** Reads the property `snapshot`: all snapshots, parents before children. */
export function readSnapshots(element: XmlElement): readonly Snapshot[] {
  const info = readInfo(element);
  const snapshots: Snapshot[] = [];
  // A stack instead of recursion: chains are as long as people let them grow.
  const open = (info?.rootSnapshotList ?? []).map((node) => ({ node, depth: 0 })).reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, depth } = next;
    const value = readFlat(node);
    if (value?.snapshot === undefined) continue;
    snapshots.push({
      ref: value.snapshot,
      name: value.name ?? "",
      description: value.description ?? "",
      createTime: value.createTime ?? "",
      isCurrent: value.snapshot.value === info?.currentSnapshot?.value,
      depth,
    });
    open.push(...value.childSnapshotList.map((child) => ({ node: child, depth: depth + 1 })).reverse());
  }
  return snapshots;
}
