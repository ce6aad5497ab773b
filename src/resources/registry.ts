import type { ResourceTemplate } from "./resource.ts";
import { datastore } from "./datastore.ts";
import { host } from "./host.ts";
import { vm } from "./vm.ts";
import { vmstats } from "./vmstats.ts";

/** All families of resources in the order in which clients see them. */
export const RESOURCES: readonly ResourceTemplate[] = [vm, vmstats, host, datastore];
