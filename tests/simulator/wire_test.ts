import assert from "node:assert/strict";
import { ANSWER_TYPES, isManagedType, MANAGED, SCHEMA } from "../../src/simulator/wire/schema.ts";
import { EXTRA_METHODS } from "../../src/simulator/wire/methods.ts";
import { MANAGED_TYPES } from "../../src/simulator/wire/managed.ts";
import { METHOD_TABLE } from "../../src/simulator/methods/registry.ts";
import { METHODS } from "../../src/vsphere/wire/methods.ts";
import { TYPES } from "../../src/vsphere/wire/types.ts";
import { fieldProblems, ignoreWithoutGo, readGoTypes, typeProblems } from "../support/govmomi.ts";

Deno.test({
  name:
    "what the simulator answers agrees with govmomi in fields, order, types, lists, optional fields and versions",
  ignore: ignoreWithoutGo,
  async fn() {
    const { types, managed, methods } = await readGoTypes();
    const problems = [
      ...Object.keys(ANSWER_TYPES).flatMap((name) => typeProblems(name, { schema: SCHEMA, types })),
      ...Object.keys(MANAGED_TYPES).flatMap((name) =>
        typeProblems(name, { schema: MANAGED, types: managed })
      ),
      // Fetch is in no description; pyVmomi and vcsim are the source for it.
      ...Object.keys(EXTRA_METHODS).filter((name) => name !== "Fetch").flatMap((name) =>
        fieldProblems(name, { ours: SCHEMA.parametersOf(name), theirs: methods[name] })
      ),
    ];

    assert.deepEqual(problems, []);
  },
});

Deno.test("no data object stands in two tables", () => {
  assert.deepEqual(Object.keys(ANSWER_TYPES).filter((name) => name in TYPES), []);
});

Deno.test("every method of the simulator has its parameters in a table and belongs to a known type", () => {
  for (const [name, entry] of Object.entries(METHOD_TABLE)) {
    assert.ok(name in METHODS || name in EXTRA_METHODS, name);
    for (const { on } of [entry].flat()) assert.ok(on === "*" || isManagedType(on), `${name} on ${on}`);
  }
});
