import type { Moref } from "../../soap/encode.ts";
import { SimFault } from "../core/fault.ts";
import { dataAt, type DataObject, numberAt, textAt, type Value } from "../core/value.ts";
import { ManagedObject, type Reader } from "../world/managed_object.ts";
import { BEAT_MS } from "../world/world.ts";
import type { Batch, PropertyFilter } from "./filter.ts";
import type { Remainder } from "./retrieve.ts";

/** As many object updates come at once unless the client says otherwise. */
const DEFAULT_UPDATES = 100;

/** A property collector of a session: its filters, the version that its client has, and half-told retrievals. */
export class Collector extends ManagedObject {
  readonly filters = new Set<PropertyFilter>();
  /** Retrievals that go on, by token. */
  readonly remainders = new Map<string, Remainder>();
  #version = 0;
  /** Sent under the next version, which the client has not confirmed. */
  #sent: readonly Batch[] = [];
  #cancelWait: (() => void) | undefined;

  constructor(ref: Moref) {
    super(ref);
  }

  override read(property: string): Value | undefined {
    return property === "filter" ? [...this.filters].map(({ ref }) => ref) : undefined;
  }

  /** Ends a wait that is going on. */
  cancelWait(): void {
    this.#cancelWait?.();
  }

  /** The `returnval` of CheckForUpdates and an expired wait: an UpdateSet, or "" when nothing has changed. */
  check(args: DataObject, reader: Reader): string {
    this.#confirm(textAt(args, "version") ?? "");
    return this.#collect(numberAt(dataAt(args, "options"), "maxObjectUpdates") ?? DEFAULT_UPDATES, reader);
  }

  /** Waits until something changes, `maxWaitSeconds` are over ("") or nobody listens any more. */
  async wait(args: DataObject, { reader, signal }: {
    readonly reader: Reader;
    readonly signal: AbortSignal;
  }): Promise<string> {
    const first = this.check(args, reader);
    const maxSeconds = numberAt(dataAt(args, "options"), "maxWaitSeconds");
    if (first !== "" || maxSeconds === 0) return first;
    const { world } = reader;
    const { promise: over, resolve: end } = Promise.withResolvers<"late" | "cancelled" | "gone">();
    const stops = [
      ...(maxSeconds === undefined ? [] : [world.clock.after(maxSeconds * 1000, () => end("late"))]),
    ];
    this.#cancelWait?.();
    const cancel = () => end("cancelled");
    this.#cancelWait = cancel;
    const leave = () => end("gone");
    signal.addEventListener("abort", leave);
    try {
      return await this.#untilChange(args, { reader, over });
    } finally {
      for (const stop of stops) stop();
      signal.removeEventListener("abort", leave);
      if (this.#cancelWait === cancel) this.#cancelWait = undefined;
    }
  }

  async #untilChange(args: DataObject, { reader, over }: {
    readonly reader: Reader;
    readonly over: Promise<"late" | "cancelled" | "gone">;
  }): Promise<string> {
    const max = numberAt(dataAt(args, "options"), "maxObjectUpdates") ?? DEFAULT_UPDATES;
    for (;;) {
      const { promise, resolve } = Promise.withResolvers<"changed">();
      const forget = reader.world.onChange(() => resolve("changed"));
      const stopBeat = this.#atNextBeat(reader, () => resolve("changed"));
      try {
        const why = await Promise.race([promise, over]);
        if (why === "cancelled") throw new SimFault("RequestCanceled", "The request was canceled.");
        if (why === "gone") return "";
        const xml = this.#collect(max, reader);
        if (xml !== "" || why === "late") return xml;
      } finally {
        forget();
        stopBeat();
      }
    }
  }

  /** Statistics change without anybody's doing. */
  #atNextBeat({ world }: Reader, action: () => void): () => void {
    return world.clock.after(BEAT_MS - world.clock.now() % BEAT_MS, action);
  }

  /** Takes the version for the client's word on what it has. Throws InvalidCollectorVersion. */
  #confirm(version: string): void {
    if (version === "") {
      this.#version = 0;
      this.#sent = [];
      for (const filter of this.filters) filter.forget();
      return;
    }
    if (version === String(this.#version + 1) && this.#sent.length > 0) {
      for (const { commit } of this.#sent) commit();
      this.#version++;
    } else if (version !== String(this.#version) || this.#version === 0) {
      throw new SimFault("InvalidCollectorVersion", "The collector version is not valid.");
    }
    this.#sent = [];
  }

  #collect(max: number, reader: Reader): string {
    const batches: Batch[] = [];
    let left = max;
    let isTruncated = false;
    for (const filter of this.filters) {
      if (left <= 0) {
        isTruncated = true;
        break;
      }
      const batch = filter.collect(reader, left);
      if (batch === undefined) continue;
      batches.push(batch);
      left -= batch.count;
      isTruncated ||= batch.isTruncated;
    }
    if (batches.length === 0) return "";
    this.#sent = batches;
    const truncated = isTruncated ? "<truncated>true</truncated>" : "";
    return `<returnval><version>${this.#version + 1}</version>${
      batches.map(({ xml }) => xml).join("")
    }${truncated}</returnval>`;
  }
}
