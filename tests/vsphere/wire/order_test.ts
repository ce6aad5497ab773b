import assert from "node:assert/strict";
import { createSchema, isScalar } from "../../../src/soap/schema.ts";
import { METHODS } from "../../../src/vsphere/wire/methods.ts";
import { TYPES } from "../../../src/vsphere/wire/types.ts";
import { fieldProblems, ignoreWithoutGo, readGoTypes, typeProblems } from "../../support/govmomi.ts";

const schema = createSchema({ types: TYPES, methods: METHODS });

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
  ignore: ignoreWithoutGo,
  async fn() {
    const go = await readGoTypes();
    const problems = [
      ...Object.keys(TYPES).flatMap((name) => typeProblems(name, { schema, types: go.types })),
      ...Object.keys(METHODS).flatMap((name) =>
        fieldProblems(name, { ours: schema.parametersOf(name), theirs: go.methods[name] })
      ),
    ];

    assert.deepEqual(problems, []);
  },
});
