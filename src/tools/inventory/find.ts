import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import { OBJECT_KINDS } from "../../vsphere/object_kinds.ts";
import { searchInventory } from "../../vsphere/search.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const input = z.object({
  query: z.string().trim().min(1).max(200).describe(
    "Part of a name, IP, MAC, UUID, moref, DNS name, guest OS or note, any case (10.0.3.), or a glob for all of it (web-??.*)",
  ),
  kinds: z.array(z.enum(OBJECT_KINDS)).min(1).optional().describe(
    "Only objects of these kinds. Omitted: all",
  ),
  limit: z.number().int().min(1).max(500).default(25).describe("Rows in one answer"),
});

const output = z.looseObject({
  objects: z.array(z.looseObject({
    kind: z.enum(OBJECT_KINDS),
    name: foreign(z.string()),
    moref: z.string(),
    path: foreign(z.string()).describe("Inventory path"),
    matched: z.string().describe("Which of its values fits, such as ip_address"),
    value: foreign(z.string()).describe("The value that fits; of a long one the part around it"),
  })),
  total: z.number().int().describe("Objects that fit, whatever the limit"),
});

type Output = z.output<typeof output>;

/** Finds objects of every kind by anything that is known of them. */
export async function find(
  { query, kinds, limit }: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<Output> {
  const { hits, tree } = await searchInventory(vsphere, { query, kinds, signal });
  return {
    objects: hits.slice(0, limit).map(({ kind, ref, name, field, value }) => (
      { kind, name, moref: ref.value, path: tree.path(ref), matched: field, value: around(value, query) }
    )),
    total: hits.length,
  };
}

const MAX_VALUE = 120;

/** Notes may be pages long. */
function around(value: string, query: string): string {
  if (value.length <= MAX_VALUE) return value;
  const at = Math.max(0, value.toLowerCase().indexOf(query.toLowerCase()) - MAX_VALUE / 3);
  const part = value.slice(at, at + MAX_VALUE).toWellFormed();
  return `${at > 0 ? "..." : ""}${part}${at + MAX_VALUE < value.length ? "..." : ""}`;
}

export default defineTool({
  name: "find",
  title: "Find anything",
  description:
    "Finds objects of all kinds by one word: whose IP, MAC or UUID is this, what is called so, where is it noted. To list " +
    "machines with filters use list_vms. Answers with kind, name, moref, path and the value that fits, exact hits first.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: find,
  text: ({ objects, total }) => {
    if (total === 0) return "Nothing fits; a shorter part of the word may";
    const lines = objects.map(({ kind, name, moref, path, matched, value }) => {
      const why = matched === "name" ? "" : `, ${matched} ${JSON.stringify(value)}`;
      return `${kind} ${JSON.stringify(name)} (${moref}) at ${JSON.stringify(path)}${why}`;
    });
    return [`${objects.length} of ${total} object(s)`, ...lines].join("\n");
  },
});
