import { shownText } from "../../shown_text.ts";
import { globTest } from "../glob.ts";
import { type Mirror, nameOf } from "../inventory/mirror.ts";
import type { InventoryRow, Kind, VmRow } from "../inventory/shapes.ts";
import { decodeName } from "../names.ts";
import type { Tag } from "../tags.ts";

/** One object as patterns see it. */
export interface Seen {
  readonly row: InventoryRow<Kind>;
  readonly mirror: Mirror;
  readonly tags: readonly Tag[];
}

/** A pattern as it was written, and what it fits. */
export interface Pattern {
  readonly written: string;
  readonly isTag: boolean;
  readonly fits: (object: Seen) => boolean;
}

/**
 * Reads a pattern: `tag:NAME` or `tag:CATEGORY/NAME`, a path with `/` in front, else a name, moref or UUID; each may
 * hold `*` and `?`, and case does not matter. Of a name counts what is shown of it.
 */
export function readPattern(written: string): Pattern {
  const [, tag] = /^tag:(.*)$/is.exec(written) ?? [];
  if (tag !== undefined) return { written, isTag: true, fits: tagTest(tag) };
  return { written, isTag: false, fits: written.startsWith("/") ? pathTest(written) : nameTest(written) };
}

function tagTest(written: string): Pattern["fits"] {
  const test = globTest(written);
  const hasCategory = written.includes("/");
  return ({ tags }) => tags.some(({ category, name }) => test(hasCategory ? `${category}/${name}` : name));
}

/** Slashes inside of names stay escaped in a path; who writes them plainly means the same. */
function pathTest(written: string): Pattern["fits"] {
  const test = globTest(shownText(written.replace(/\/+$/, "")));
  return ({ row, mirror }) => {
    const path = shownText(mirror.tree.path(row.ref));
    return test(path) || test(decodeName(path));
  };
}

function nameTest(written: string): Pattern["fits"] {
  const test = globTest(shownText(written));
  return ({ row, mirror }) => {
    const vm = mirror.get("VirtualMachine", row.ref.value);
    return [shownText(nameOf(row)), row.ref.value, ...uuidsOf(vm)].some(test);
  };
}

function uuidsOf(vm: VmRow | undefined): readonly string[] {
  return [vm?.["summary.config.uuid"], vm?.["summary.config.instanceUuid"]].flatMap((uuid) => uuid ?? []);
}
