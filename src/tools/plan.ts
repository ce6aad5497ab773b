import type { Moref } from "../soap/encode.ts";

/** One object that a call would change, as it is now. */
export interface PlannedObject {
  /** vSphere's type of it, `VirtualMachine`; `Job` for what this server does itself. */
  readonly type: string;
  readonly name: string;
  readonly moref: string;
  /** What it is about, of an object that vSphere does not know. */
  readonly about?: Moref | undefined;
  readonly path?: string | undefined;
  readonly uuid?: string | undefined;
  /** What is worth knowing before one agrees, such as power state, disks and snapshots. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The same as a few short lines. */
  readonly summary: readonly string[];
  /** Whatever must not have changed when the call is confirmed. */
  readonly fingerprint: unknown;
}

/** What a call would do; nothing has been done yet. */
export interface Plan {
  /** Goes on after "Cannot" and after "This will": `delete virtual machine "web-1"`. */
  readonly action: string;
  readonly objects: readonly PlannedObject[];
  /** Files on datastores that go with them, as `[datastore] path`: what else stands on one is hit as well. */
  readonly files?: readonly string[] | undefined;
  /** What will happen, in plain sentences. */
  readonly effects: readonly string[];
  /** What cannot be undone; empty where everything can. */
  readonly irreversible: readonly string[];
}
