import { Entity } from "../world/entity.ts";
import type { World } from "../world/world.ts";

const CATEGORIES = {
  Criticality: { cardinality: "SINGLE", description: "What a failure costs" },
  Owner: { cardinality: "MULTIPLE", description: "Whom to ask" },
} as const;

/** Tags, and the names of the objects that have them; of twins the first. */
const TAGS: readonly (readonly [category: keyof typeof CATEGORIES, tag: string, names: readonly string[]])[] =
  [
    ["Criticality", "critical", ["db-01", "db-02", "Prod-Cluster", "pos-server"]],
    ["Criticality", "low", ["wiki", "jira-test", "Development"]],
    ["Owner", "web team", ["web-01", "web-02", "web-03", "Web"]],
    ["Owner", "dba", ["db-01", "db-02", "Database", "etl-starved"]],
    ["Owner", "platform", ["tpl-ubuntu-24.04", "tpl-windows-2022", "nfs-iso", "db-01"]],
  ];

/** Tags what there is something to say of, as far as it is there. */
export function addTags(world: World): void {
  const { tags } = world;
  const entities = world.all(Entity);
  for (const [name, { cardinality, description }] of Object.entries(CATEGORIES)) {
    const category = tags.addCategory({ name, description, cardinality, types: [] });
    for (const [, tagName, names] of TAGS.filter(([home]) => home === name)) {
      const tag = tags.addTag({ name: tagName, description: "", category });
      for (const wanted of names) {
        const entity = entities.find((entity) => entity.name === wanted);
        if (entity !== undefined) tags.attach(tag, entity.ref);
      }
    }
  }
}
