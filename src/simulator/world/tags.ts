import type { Moref } from "../../soap/encode.ts";
import { Random } from "../core/random.ts";

/** A category as it is made. */
export interface CategoryFacts {
  readonly name: string;
  readonly description: string;
  /** Whether an object has at most one tag of it. */
  readonly cardinality: "SINGLE" | "MULTIPLE";
  /** Types of objects that its tags may be on; empty means all. */
  readonly types: readonly string[];
}

export interface Category extends CategoryFacts {
  readonly id: string;
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly category: Category;
}

/** Categories, their tags, and which object has which. */
export class TagWorld {
  readonly #random: Random;
  readonly #categories = new Map<string, Category>();
  readonly #tags = new Map<string, Tag>();
  /** By id of the tag, by id of the object. */
  readonly #attached = new Map<string, Map<string, Moref>>();

  constructor(seed: number) {
    // Numbers of its own: the rest of a world is the same with tags and without.
    this.#random = new Random(seed ^ 0x7a65);
  }

  get categories(): readonly Category[] {
    return [...this.#categories.values()];
  }

  get tags(): readonly Tag[] {
    return [...this.#tags.values()];
  }

  category(id: string): Category | undefined {
    return this.#categories.get(id);
  }

  tag(id: string): Tag | undefined {
    return this.#tags.get(id);
  }

  addCategory(facts: CategoryFacts): Category {
    const category = { ...facts, id: this.#id("Category") };
    this.#categories.set(category.id, category);
    return category;
  }

  addTag(facts: Omit<Tag, "id">): Tag {
    return this.#keep({ ...facts, id: this.#id("Tag") });
  }

  rename(tag: Tag, name: string): void {
    this.#keep({ ...tag, name });
  }

  attach(tag: Tag, ref: Moref): void {
    const objects = this.#attached.get(tag.id) ?? new Map<string, Moref>();
    this.#attached.set(tag.id, objects.set(ref.value, ref));
  }

  detach(tag: Tag, ref: Moref): void {
    this.#attached.get(tag.id)?.delete(ref.value);
  }

  tagsOf(ref: Moref): readonly Tag[] {
    return this.tags.filter(({ id }) => this.#attached.get(id)?.has(ref.value) === true);
  }

  objectsOf(tag: Tag): readonly Moref[] {
    return [...this.#attached.get(tag.id)?.values() ?? []];
  }

  #keep(tag: Tag): Tag {
    this.#tags.set(tag.id, tag);
    return tag;
  }

  #id(kind: "Category" | "Tag"): string {
    return `urn:vmomi:InventoryService${kind}:${this.#random.uuid()}:GLOBAL`;
  }
}
