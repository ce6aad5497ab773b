import assert from "node:assert/strict";
import * as z from "../src/deps/zod.ts";
import { FOREIGN, foreign } from "../src/foreign.ts";
import { RESOURCES } from "../src/resources/registry.ts";
import { TOOLS } from "../src/tools/registry.ts";

/**
 * Fields whose text is vSphere's or our own: ids, states, kinds, units, times, versions. Everything else that a tool
 * answers as text was written by others, and is marked with `foreign()`.
 */
const OWN: ReadonlySet<string> = new Set([
  ...[
    "moref",
    "object_moref",
    "result",
    "task",
    "next_cursor",
    "uuid",
    "instance_uuid",
    "bios_uuid",
    "guest_id",
  ],
  ...["power_state", "power_state_before", "connection_state", "overall_status", "state", "access", "health"],
  ...[
    "tools_status",
    "tools_version_status",
    "maintenance_mode",
    "lockdown_mode",
    "operation",
    "fault",
    "matched",
  ],
  ...[
    "type",
    "mode",
    "firmware",
    "hardware_version",
    "disk_controller",
    "nic_type",
    "services",
    "trunk_ranges",
  ],
  ...["version", "build", "full_name", "license", "device", "mac_address", "subnet_mask", "metric", "unit"],
  ...["combined", "created", "started", "completed", "boot_time", "sample_time", "time", "from", "to"],
]);

/** Fields of the same names that are vSphere's own in one place and a stranger's in another. */
const OWN_PLACES: ReadonlySet<string> = new Set([
  "get_host.vmkernel[].ip_address",
  "list_metrics.metrics[].name",
  "list_metrics.metrics[].description",
  "get_target.product",
  "get_target.api_version",
  "get_target.licence_names[]",
  "get_target.licence_meaning",
  "get_target.account",
  "get_target.managed_by",
  "get_target.works[]",
  "get_target.others[].tool",
  "get_target.note",
]);

interface Field {
  readonly path: string;
  readonly isForeign: boolean;
}

/** The fields of a JSON schema that may hold any text. */
function textFields(schema: unknown, path: string): readonly Field[] {
  if (Array.isArray(schema)) return schema.flatMap((part) => textFields(part, path));
  const { properties = {}, items, additionalProperties, anyOf, ...rest } = part.parse(schema);
  const own = [rest.type].flat().includes("string") && rest.enum === undefined && rest.const === undefined
    ? [{ path, isForeign: rest[FOREIGN] === true }]
    : [];
  return [
    ...own,
    ...Object.entries(properties).flatMap(([name, inner]) => textFields(inner, `${path}.${name}`)),
    ...[items].filter((inner) => inner !== undefined).flatMap((inner) => textFields(inner, `${path}[]`)),
    ...[additionalProperties, anyOf].filter((inner) => typeof inner === "object").flatMap((inner) =>
      textFields(inner, path)
    ),
  ];
}

const part = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
});

const fields = TOOLS.flatMap(({ name, output }) => textFields(z.toJSONSchema(output), name));

Deno.test("every text in an answer is marked as foreign, or known to be of our own or vSphere's", () => {
  assert.ok(fields.length > 100);
  const unknown = fields.filter(({ path, isForeign }) => isForeign === isOwn(path)).map(({ path }) => path);
  assert.deepEqual(unknown, [], "mark these with foreign(), or add them to OWN with a reason");
});

function isOwn(path: string): boolean {
  const name = path.replaceAll("[]", "").split(".").at(-1) ?? "";
  return OWN.has(name) || OWN_PLACES.has(path);
}

Deno.test("OWN names no field that is gone", () => {
  const paths = fields.map(({ path }) => path);
  assert.deepEqual([...OWN_PLACES].filter((path) => !paths.includes(path)), []);
  const names = new Set(paths.map((path) => path.replaceAll("[]", "").split(".").at(-1)));
  assert.deepEqual([...OWN].filter((name) => !names.has(name)), []);
});

Deno.test("foreign() marks text and objects and changes nothing else", () => {
  const schema = z.object({
    name: foreign(z.string()).optional().describe("Its name"),
    rest: foreign(z.looseObject({})),
  });
  const { properties } = z.toJSONSchema(schema);
  assert.deepEqual(properties?.name, { type: "string", description: "Its name", [FOREIGN]: true });
  assert.deepEqual(part.parse(properties?.rest)[FOREIGN], true);
  assert.deepEqual(schema.parse({ name: "a", rest: { b: 1 } }), { name: "a", rest: { b: 1 } });
});

Deno.test("no argument of a tool or variable of a resource asks for a secret", () => {
  const secret =
    /pass(word|wd|phrase|code)|secret|token|credential|cookie|\bpin\b|(api|private|access)[ _-]?key|\bkeys?\b/i;
  // What confirms a plan is of no use for anything else.
  const allowed = new Set(["confirmation"]);
  const asking = TOOLS.flatMap(({ name, input }) =>
    Object.entries(part.parse(z.toJSONSchema(input, { io: "input" })).properties ?? {})
      .filter(([argument, schema]) =>
        !allowed.has(argument) && secret.test(`${argument.replaceAll("_", " ")} ${JSON.stringify(schema)}`)
      )
      .map(([argument]) => `${name}.${argument}`)
  );
  assert.deepEqual(asking, []);
  assert.deepEqual(RESOURCES.filter(({ variable }) => secret.test(variable)), []);
});
