import * as z from "../deps/zod.ts";
import type { Moref } from "../soap/encode.ts";
import { Entity } from "./world/entity.ts";
import type { Category, Tag } from "./world/tags.ts";
import type { World } from "./world/world.ts";

/** What is refused, as `com.vmware.vapi.std.errors` names it. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly status: number;

  constructor(status: number, type: string) {
    super(type);
    this.status = status;
  }
}

/** One call of a service, with the id in its path. */
export class RestCall {
  readonly world: World;
  readonly #id: string;

  constructor(world: World, id: string) {
    this.world = world;
    this.#id = id;
  }

  /** The tag in the path. Throws Refusal. */
  get tag(): Tag {
    return found(this.world.tags.tag(this.#id));
  }

  get category(): Category {
    return found(this.world.tags.category(this.#id));
  }

  /** The object that a body names. */
  ref({ type, id }: z.infer<typeof OBJECT>): Moref {
    const object = this.world.find({ type, value: id });
    return found(object instanceof Entity ? object : undefined).ref;
  }
}

function found<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Refusal(404, "not_found");
  return thing;
}

/** How a call is answered. */
export interface Route {
  readonly isWrite?: true;
  readonly run: (call: RestCall, json: unknown) => unknown;
}

function read<T>(shape: z.ZodType<T>, run: (call: RestCall, body: T) => unknown): Route {
  return {
    run(call, json) {
      const { data, success } = shape.safeParse(json);
      if (!success) throw new Refusal(400, "invalid_argument");
      return run(call, data);
    },
  };
}

function write<T>(shape: z.ZodType<T>, run: (call: RestCall, body: T) => unknown): Route {
  return { ...read(shape, run), isWrite: true };
}

const NOTHING = z.undefined();
const OBJECT = z.strictObject({ type: z.string(), id: z.string() });
const ONE_OBJECT = z.strictObject({ object_id: OBJECT });
const OBJECTS = z.strictObject({ object_ids: z.array(OBJECT) });
const NEW_CATEGORY = z.strictObject({
  create_spec: z.strictObject({
    name: z.string().min(1),
    description: z.string(),
    cardinality: z.enum(["SINGLE", "MULTIPLE"]),
    associable_types: z.array(z.string()),
  }),
});
const NEW_TAG = z.strictObject({
  create_spec: z.strictObject({
    name: z.string().min(1),
    description: z.string(),
    category_id: z.string(),
  }),
});
const RENAMED = z.strictObject({ update_spec: z.strictObject({ name: z.string().min(1) }) });

/** By verb, service, `/id` where the path has one, and action. */
export const ROUTES: ReadonlyMap<string, Route> = new Map([
  ["GET category", read(NOTHING, ({ world }) => world.tags.categories.map(({ id }) => id))],
  ["GET category/id", read(NOTHING, ({ category }) => categoryModel(category))],
  ["POST category", write(NEW_CATEGORY, createCategory)],
  ["GET tag", read(NOTHING, ({ world }) => world.tags.tags.map(({ id }) => id))],
  ["GET tag/id", read(NOTHING, ({ tag }) => tagModel(tag))],
  ["POST tag", write(NEW_TAG, createTag)],
  [
    "PATCH tag/id",
    write(RENAMED, ({ world, tag }, { update_spec }) => world.tags.rename(tag, update_spec.name)),
  ],
  [
    "POST tag-association list-attached-tags-on-objects",
    // Objects without tags are left out: clients have to bear that as well as empty lists.
    read(
      OBJECTS,
      (call, { object_ids }) =>
        object_ids.map((object_id) => ({ object_id, tag_ids: tagIdsOf(call, object_id) }))
          .filter(({ tag_ids }) => tag_ids.length > 0),
    ),
  ],
  [
    "POST tag-association list-attached-tags",
    read(ONE_OBJECT, (call, { object_id }) => tagIdsOf(call, object_id)),
  ],
  [
    "POST tag-association/id list-attached-objects",
    read(
      NOTHING,
      ({ world, tag }) =>
        world.tags.objectsOf(tag).filter((ref) => world.find(ref) !== undefined)
          .map(({ type, value }) => ({ type, id: value })),
    ),
  ],
  ["POST tag-association/id attach", write(ONE_OBJECT, attach)],
  [
    "POST tag-association/id detach",
    write(ONE_OBJECT, (call, { object_id }) => call.world.tags.detach(call.tag, call.ref(object_id))),
  ],
]);

function tagIdsOf(call: RestCall, object: z.infer<typeof OBJECT>): readonly string[] {
  return call.world.tags.tagsOf(call.ref(object)).map(({ id }) => id);
}

function createCategory(
  { world: { tags } }: RestCall,
  { create_spec }: z.infer<typeof NEW_CATEGORY>,
): string {
  const { name, description, cardinality, associable_types: types } = create_spec;
  if (tags.categories.some((category) => category.name === name)) throw new Refusal(400, "already_exists");
  return tags.addCategory({ name, description, cardinality, types }).id;
}

function createTag({ world: { tags } }: RestCall, { create_spec }: z.infer<typeof NEW_TAG>): string {
  const { name, description, category_id } = create_spec;
  const category = found(tags.category(category_id));
  const isTaken = tags.tags.some((tag) => tag.name === name && tag.category.id === category_id);
  if (isTaken) throw new Refusal(400, "already_exists");
  return tags.addTag({ name, description, category }).id;
}

function attach(call: RestCall, { object_id }: z.infer<typeof ONE_OBJECT>): void {
  const { tag, world: { tags } } = call;
  const { id, cardinality, types } = tag.category;
  const ref = call.ref(object_id);
  const isSecond = tags.tagsOf(ref).some((other) => other.category.id === id && other.id !== tag.id);
  const isAllowed = types.length === 0 || types.includes(ref.type);
  if (!isAllowed || isSecond && cardinality === "SINGLE") throw new Refusal(400, "invalid_argument");
  tags.attach(tag, ref);
}

function categoryModel({ id, name, description, cardinality, types }: Category): unknown {
  return { id, name, description, cardinality, associable_types: types, used_by: [] };
}

function tagModel({ id, name, description, category }: Tag): unknown {
  return { id, name, description, category_id: category.id, used_by: [] };
}
