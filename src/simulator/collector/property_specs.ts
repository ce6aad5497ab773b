import { SimFault } from "../core/fault.ts";
import { dataListAt, type DataObject, flagAt, textAt, textListAt } from "../core/value.ts";
import { isManagedA, isManagedType } from "../wire/schema.ts";
import { checkPath, propertyNames } from "./path.ts";

/** Which paths are read of objects of which type. */
export class PropertySpecs {
  readonly #specs: readonly DataObject[];
  readonly #paths = new Map<string, readonly string[] | undefined>();

  /** Throws InvalidProperty and InvalidType for what no such object has. */
  constructor(filterSpec: DataObject) {
    this.#specs = dataListAt(filterSpec, "propSet");
    for (const spec of this.#specs) {
      const type = textAt(spec, "type") ?? "";
      if (!isManagedType(type)) {
        throw new SimFault("InvalidType", `The type '${type}' is not known`, { argument: type });
      }
      for (const path of textListAt(spec, "pathSet")) checkPath(type, path);
    }
  }

  /** Paths for objects of this type; undefined when no spec is about them. */
  pathsFor(type: string): readonly string[] | undefined {
    if (this.#paths.has(type)) return this.#paths.get(type);
    const specs = this.#specs.filter((spec) => isManagedA(type, textAt(spec, "type") ?? ""));
    const paths = specs.length === 0 ? undefined : [
      ...new Set(
        specs.flatMap((spec) => flagAt(spec, "all") ? propertyNames(type) : textListAt(spec, "pathSet")),
      ),
    ];
    this.#paths.set(type, paths);
    return paths;
  }
}
