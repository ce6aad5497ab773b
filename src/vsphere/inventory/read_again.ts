import type { Moref } from "../../soap/encode.ts";
import { isGone, retrieve } from "../retrieve.ts";
import type { Login } from "../session.ts";
import type { ObjectUpdate } from "../updates.ts";
import { pathsOf } from "./shapes.ts";

/** What the feed would tell of these objects if they were new to it; those that are gone leave. */
export async function readAgain(login: Login, objects: readonly Moref[]): Promise<readonly ObjectUpdate[]> {
  const shapes = Object.fromEntries(objects.map(({ type }) => [
    type,
    Object.fromEntries(pathsOf(type).map((path) => [path, true])),
  ]));
  const contents = await retrieve(login, {
    objectSet: objects.map((obj) => ({ obj, skip: false })),
    shapes,
    // One that was deleted must not hide the others.
    reportMissingObjectsInResults: true,
  });
  const found = new Map(
    contents.filter((content) => !isGone(content)).map(({ obj, propSet }) => [obj?.value, propSet]),
  );
  return objects.map((ref) => {
    const properties = found.get(ref.value);
    if (properties === undefined) return { kind: "leave", ref, changes: [] };
    const changes = properties.flatMap(({ name, val }) =>
      name === undefined ? [] : { path: name, value: val }
    );
    return { kind: "enter", ref, changes };
  });
}
