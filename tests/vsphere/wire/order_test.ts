import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { createSchema, isScalar, type WireField } from "../../../src/soap/schema.ts";
import { METHODS } from "../../../src/vsphere/wire/methods.ts";
import { TYPES } from "../../../src/vsphere/wire/types.ts";
import { hasGo } from "../../vcsim/build.ts";

interface GoField {
  readonly name: string;
  readonly type: string;
  readonly array: boolean;
  readonly optional: boolean;
  readonly since?: string | undefined;
}
interface GoTypes {
  readonly types: Readonly<Record<string, { readonly base: string; readonly fields: readonly GoField[] }>>;
  readonly methods: Readonly<Record<string, readonly GoField[]>>;
}

/** New as a whole, which govmomi does not mark; nothing but their own fields can carry the version. */
const newTypes: ReadonlyMap<string, string> = new Map([["CustomizationCloudinitPrep", "7.0.3.0"]]);
const schema = createSchema({ types: TYPES, methods: METHODS });
const ignore = !hasGo && Deno.env.get("REQUIRE_VCSIM") !== "1";

Deno.test("TYPES and METHODS declare no type that is missing in TYPES", () => {
  const lines = [
    ...Object.keys(METHODS).map((name) => [name, schema.parametersOf(name)] as const),
    ...Object.keys(TYPES).map((name) => [name, schema.typeOf(name).fields] as const),
  ];
  const dangling = lines.flatMap(([owner, fields]) =>
    fields.filter((field) => !isScalar(field) && !["ref", "anyType"].includes(field.type))
      .filter(({ type }) => !(type in TYPES))
      .map(({ name, type }) => `${owner}.${name}: ${type}`)
  );

  assert.deepEqual(dangling, []);
});

Deno.test("TYPES marks no type as a base that has no descendant", () => {
  const bases = new Set(Object.values(TYPES).map(([base]) => base));
  const childless = Object.keys(TYPES).filter((name) => schema.typeOf(name).isAbstract && !bases.has(name));

  assert.deepEqual(childless, []);
});

Deno.test({
  name: "TYPES and METHODS agree with govmomi in fields, order, types, lists, optional fields and versions",
  ignore,
  async fn() {
    const go = await readGoTypes();
    const problems = [
      ...Object.keys(TYPES).flatMap((name) => typeProblems(name, go)),
      ...Object.keys(METHODS).flatMap((name) =>
        fieldProblems(name, { ours: schema.parametersOf(name), theirs: go.methods[name] })
      ),
    ];

    assert.deepEqual(problems, []);
  },
});

async function readGoTypes(): Promise<GoTypes> {
  const cwd = fileURLToPath(new URL("../../vcsim", import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command("go", { args: ["run", "./order"], cwd })
    .output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

function typeProblems(name: string, go: GoTypes): readonly string[] {
  const lineage = goLineage(name, go);
  const { lineage: ours, fields } = schema.typeOf(name);
  if (ours.join() !== lineage.join()) {
    return [`${name}: bases are ${ours.join()}, should be ${lineage.join()}`];
  }
  const inherited = lineage.toReversed().flatMap((base) =>
    (go.types[base]?.fields ?? []).map((field) => ({ since: newTypes.get(base), ...field }))
  );
  return fieldProblems(name, { ours: fields, theirs: inherited });
}

function goLineage(name: string, go: GoTypes): readonly string[] {
  const type = go.types[name];
  return type === undefined ? [] : [name, ...goLineage(type.base, go)];
}

/** Optional fields may be left out of the table, as those of 9.x are: govmomi misplaces some of them. */
function fieldProblems(
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
