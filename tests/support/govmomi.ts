import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { Schema, WireField } from "../../src/soap/schema.ts";
import { hasGo } from "../vcsim/build.ts";

/** A field as govmomi declares it. */
export interface GoField {
  readonly name: string;
  readonly type: string;
  readonly array: boolean;
  readonly optional: boolean;
  readonly since?: string | undefined;
}

type GoTypeTable = Readonly<Record<string, { readonly base: string; readonly fields: readonly GoField[] }>>;

/** Types and methods of govmomi's vim25 package. */
export interface GoTypes {
  readonly types: GoTypeTable;
  readonly managed: GoTypeTable;
  readonly methods: Readonly<Record<string, readonly GoField[]>>;
}

/** New as a whole, which govmomi does not mark; nothing but their own fields can carry the version. */
const newTypes: ReadonlyMap<string, string> = new Map([["CustomizationCloudinitPrep", "7.0.3.0"]]);

/** Whether a test that needs Go is left out here. */
export const ignoreWithoutGo: boolean = !hasGo && Deno.env.get("REQUIRE_VCSIM") !== "1";

/** Reads them by reflection. */
export async function readGoTypes(): Promise<GoTypes> {
  const cwd = fileURLToPath(new URL("../vcsim", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command("go", { args: ["run", "./order"], cwd })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** In what a type of a schema differs from govmomi's. */
export function typeProblems(
  name: string,
  { schema, types }: { readonly schema: Schema; readonly types: GoTypeTable },
): readonly string[] {
  const lineage = goLineage(name, types);
  const { lineage: ours, fields } = schema.typeOf(name);
  if (ours.join() !== lineage.join()) {
    return [`${name}: bases are ${ours.join()}, should be ${lineage.join()}`];
  }
  const inherited = lineage.toReversed().flatMap((base) =>
    (types[base]?.fields ?? []).map((field) => ({ since: newTypes.get(base), ...field }))
  );
  return fieldProblems(name, { ours: fields, theirs: inherited });
}

function goLineage(name: string, types: GoTypeTable): readonly string[] {
  const type = types[name];
  return type === undefined ? [] : [name, ...goLineage(type.base, types)];
}

/** Optional fields may be left out of the table, as those of 9.x are: govmomi misplaces some of them. */
export function fieldProblems(
  owner: string,
  { ours, theirs }: { ours: readonly WireField[]; theirs: readonly GoField[] | undefined },
): readonly string[] {
  if (theirs === undefined) return [`${owner}: unknown`];
  const known = theirs.filter(({ name }) => ours.some((field) => field.name === name));
  const missing = theirs.filter((field) => !field.optional && !known.includes(field));
  const names = ours.map((field) => field.name).join(" ");
  const order = known.map((field) => field.name).join(" ");
  return [
    ...missing.map(({ name }) => `${owner}.${name}: required, but not in the table`),
    ...(names === order ? [] : [`${owner}: fields are "${names}", should be "${order}"`]),
    ...known.flatMap((field) => differences(field, ours).map((text) => `${owner}.${field.name}: ${text}`)),
  ];
}

function differences(theirs: GoField, fields: readonly WireField[]): readonly string[] {
  return fields.filter(({ name }) => name === theirs.name).flatMap((ours) => [
    ...(ours.type === theirs.type ? [] : [`type is "${ours.type}", should be "${theirs.type}"`]),
    ...(ours.isArray === theirs.array ? [] : [`list is ${ours.isArray}, should be ${theirs.array}`]),
    ...(ours.isOptional === theirs.optional
      ? []
      : [`optional is ${ours.isOptional}, should be ${theirs.optional}`]),
    ...(sinceFits(ours.since, theirs.since) ? [] : [`since is ${ours.since}, should be ${theirs.since}`]),
  ]);
}

/** govmomi marks fields that are newer than 7.0. */
function sinceFits(ours: string | undefined, theirs: string | undefined): boolean {
  if (theirs === undefined) return ours === undefined || ours === "7.0" || ours.startsWith("6.");
  return ours !== undefined && `${ours}.0.0`.startsWith(theirs);
}
