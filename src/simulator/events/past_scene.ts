import type { Random } from "../core/random.ts";
import type { Entity } from "../world/entity.ts";
import type { NewEvent } from "../world/event_log.ts";
import type { World } from "../world/world.ts";

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Something that happened before the world began. */
export type PastEvent = NewEvent & { readonly createdAt: number };

/** Where and when it happened, and who was there. */
export interface Scene {
  readonly world: World;
  readonly random: Random;
  readonly from: number;
  readonly to: number;
  readonly users: readonly [string, ...string[]];
  readonly backupUser: string;
}

/** The days before a world begins, and its people. */
export function sceneOf(
  world: World,
  { days, random }: { readonly days: number; readonly random: Random },
): Scene {
  const to = world.startedAt;
  const period = { world, random, from: to - days * DAY_MS, to };
  if (!world.isVcenter) {
    return { ...period, users: ["root", "j.weber", "m.rossi"], backupUser: "svc-backup" };
  }
  return {
    ...period,
    users: ["administrator@vsphere.local", "j.weber@vsphere.local", "m.rossi@vsphere.local"],
    backupUser: "svc-backup@vsphere.local",
  };
}

/** A point in time from `begin` up to `end`; `begin` when that is not before `end`. */
export function timeBetween(random: Random, begin: number, end: number): number {
  return begin + Math.floor(random.next() * Math.max(0, end - begin));
}

/** The name of an object as people write it. */
export function shownName({ name }: Entity): string {
  return name.replace(/%(25|2f|5c)/gi, (escape) => decodeURIComponent(escape));
}
