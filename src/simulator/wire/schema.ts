import { createSchema, type Schema } from "../../soap/schema.ts";
import { METHODS } from "../../vsphere/wire/methods.ts";
import { TYPES } from "../../vsphere/wire/types.ts";
import { COMPUTE_ANSWERS } from "./answers_compute.ts";
import { EVENT_ANSWERS } from "./answers_events.ts";
import { HOST_ANSWERS } from "./answers_host.ts";
import { HOST_CONFIG_ANSWERS } from "./answers_host_config.ts";
import { NETWORK_ANSWERS } from "./answers_network.ts";
import { SERVICE_ANSWERS } from "./answers_service.ts";
import { STORAGE_ANSWERS } from "./answers_storage.ts";
import { VM_ANSWERS } from "./answers_vm.ts";
import { MANAGED_TYPES } from "./managed.ts";
import { EXTRA_METHODS } from "./methods.ts";

/** Data objects of answers alone. */
export const ANSWER_TYPES = {
  ...SERVICE_ANSWERS,
  ...EVENT_ANSWERS,
  ...VM_ANSWERS,
  ...HOST_ANSWERS,
  ...HOST_CONFIG_ANSWERS,
  ...COMPUTE_ANSWERS,
  ...STORAGE_ANSWERS,
  ...NETWORK_ANSWERS,
};

const DATA_TYPES = { ...TYPES, ...ANSWER_TYPES };

/** Data objects of requests and answers, and methods. */
export const SCHEMA: Schema = createSchema({
  types: DATA_TYPES,
  methods: { ...METHODS, ...EXTRA_METHODS },
});

/** Managed objects and their properties. */
export const MANAGED: Schema = createSchema({ types: MANAGED_TYPES, methods: {} });

/** Whether the simulator knows the fields of a data object; of rare ones it knows only that they exist. */
export function isKnownType(name: string): boolean {
  return Object.hasOwn(DATA_TYPES, name);
}

/** Whether there are managed objects of this type. */
export function isManagedType(name: string): boolean {
  return Object.hasOwn(MANAGED_TYPES, name);
}

/** True when a managed object of type `type` is a `base`. */
export function isManagedA(type: string, base: string): boolean {
  return isManagedType(type) && MANAGED.typeOf(type).lineage.includes(base);
}
