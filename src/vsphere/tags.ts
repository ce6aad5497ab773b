import * as z from "../deps/zod.ts";
import { UserError } from "../errors.ts";
import type { Moref } from "../soap/encode.ts";
import type { JsonClient } from "../soap/json_client.ts";
import { together } from "../together.ts";
import { type RestLogin, RestSession } from "./rest_session.ts";
import type { Session } from "./session.ts";

/** A tag as people know it: names are unique within a category, and categories among themselves. */
export interface Tag {
  readonly category: string;
  readonly name: string;
}

export interface TagsOptions {
  readonly session: Pick<Session, "content">;
  readonly client: JsonClient;
  readonly user: string;
  readonly password: string;
  /** How long names of tags and categories are believed, which somebody may change; default 60,000. */
  readonly namesMaxAgeMs?: number | undefined;
}

/** Objects that are asked for in one request. */
const BATCH = 500;
const NAMES_MAX_AGE_MS = 60_000;

/** What tags of a login are called. */
interface Names {
  readonly sinceMs: number;
  /** Category and name by the id of the tag. */
  readonly tags: Map<string, Tag>;
  /** By id. */
  readonly categories: Map<string, string>;
}

/** The tags of one vCenter Server, which only its REST services tell; nothing is sent before the first read. */
export class Tags {
  readonly #options: TagsOptions;
  readonly #rest: RestSession;
  readonly #names = new WeakMap<RestLogin, Names>();

  constructor(options: TagsOptions) {
    this.#options = options;
    this.#rest = new RestSession({ ...options, action: this.#action });
  }

  /**
   * The tags of objects by the ids of their references, all of them, empty where an object has none; what is attached to
   * what is read anew each time. The server tells of those tags only that the account may read.
   * Throws UserError "unsupported" where there are no tags: standalone ESXi, or a vCenter Server without REST.
   */
  async read(refs: readonly Moref[], signal?: AbortSignal): Promise<ReadonlyMap<string, readonly Tag[]>> {
    if (refs.length === 0) return new Map();
    const { isVcenter } = await this.#options.session.content(signal);
    if (!isVcenter) {
      throw new UserError(
        "unsupported",
        `Cannot ${this.#action}: it is a standalone ESXi host, and only vCenter Server has tags; ` +
          "use names or paths instead",
      );
    }
    return await this.#rest.run(async (login) => {
      const unique = [...new Map(refs.map((ref) => [ref.value, ref])).values()];
      const attached = await readAttached(login, unique, signal);
      const names = this.#namesOf(login);
      await addNames(login, { names, ids: new Set([...attached.values()].flat()), signal });
      return new Map(refs.map(({ value }) => {
        const tags = (attached.get(value) ?? []).flatMap((id) => names.tags.get(id) ?? []);
        return [value, tags];
      }));
    }, signal);
  }

  /** Ends the session; never throws. */
  async close(): Promise<void> {
    await this.#rest.close();
  }

  get #action(): string {
    return `read tags of "${this.#options.client.url.host}"`;
  }

  #namesOf(login: RestLogin): Names {
    const { namesMaxAgeMs = NAMES_MAX_AGE_MS } = this.#options;
    const known = this.#names.get(login);
    const now = performance.now();
    if (known !== undefined && now - known.sinceMs < namesMaxAgeMs) return known;
    const names = { sinceMs: now, tags: new Map(), categories: new Map() };
    this.#names.set(login, names);
    return names;
  }
}

const ATTACHED = z.array(z.object({
  object_id: z.object({ id: z.string() }),
  // Some servers say null for an empty list.
  tag_ids: z.array(z.string()).nullish(),
}));
const TAG = z.object({ name: z.string(), category_id: z.string() });
const CATEGORY = z.object({ name: z.string() });

/** Ids of tags by ids of objects; an object without any may be left out. */
async function readAttached(
  login: RestLogin,
  refs: readonly Moref[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const batches = Array.from(
    { length: Math.ceil(refs.length / BATCH) },
    (_, at) => refs.slice(at * BATCH, (at + 1) * BATCH),
  );
  const answers = await together(batches.map((batch) =>
    login.read({
      service: "tagging/tag-association",
      action: "list-attached-tags-on-objects",
      json: { object_ids: batch.map(({ type, value }) => ({ type, id: value })) },
      shape: ATTACHED,
      signal,
    })
  ));
  const rows = answers.flatMap((answer) => answer ?? []);
  return new Map(rows.map(({ object_id, tag_ids }) => [object_id.id, tag_ids ?? []]));
}

/** Reads what these tags and their categories are called, as far as it is not known. */
async function addNames(login: RestLogin, { names, ids, signal }: {
  readonly names: Names;
  readonly ids: ReadonlySet<string>;
  readonly signal: AbortSignal | undefined;
}): Promise<void> {
  const unknown = [...ids].filter((id) => !names.tags.has(id));
  const tags = await together(unknown.map(async (id) => {
    const tag = await login.read({ service: "tagging/tag", id, shape: TAG, signal });
    return { id, ...tag };
  }));
  const homes = new Set(tags.map(({ category_id }) => category_id));
  await together(
    [...homes].filter((id) => !names.categories.has(id)).map(async (id) => {
      const { name } = await login.read({ service: "tagging/category", id, shape: CATEGORY, signal });
      names.categories.set(id, name);
    }),
  );
  for (const { id, name, category_id } of tags) {
    const category = names.categories.get(category_id);
    if (category !== undefined) names.tags.set(id, { category, name });
  }
}
