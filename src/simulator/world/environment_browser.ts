import type { Moref } from "../../soap/encode.ts";
import type { Value } from "../core/value.ts";
import type { Datastore } from "./datastore.ts";
import { ManagedObject } from "./managed_object.ts";
import type { Compute } from "./places.ts";

/** Tells what a compute resource can run. */
export class EnvironmentBrowser extends ManagedObject {
  readonly #compute: () => Compute;

  constructor(ref: Moref, compute: () => Compute) {
    super(ref);
    this.#compute = compute;
  }

  get compute(): Compute {
    return this.#compute();
  }

  override read(property: string): Value | undefined {
    const browsers = [...this.compute.datastores].map(({ browser }) => browser.ref);
    return property === "datastoreBrowser" ? browsers[0] : undefined;
  }
}

/** Looks into a datastore. */
export class DatastoreBrowser extends ManagedObject {
  readonly #datastore: () => Datastore;

  constructor(ref: Moref, datastore: () => Datastore) {
    super(ref);
    this.#datastore = datastore;
  }

  get datastore(): Datastore {
    return this.#datastore();
  }

  override read(property: string): Value | undefined {
    if (property === "datastore") return [this.datastore.ref];
    return property === "supportedType" ? [] : undefined;
  }
}
