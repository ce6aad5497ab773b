import { describeDatastore } from "../vsphere/datastore_description.ts";
import { completeName, listEntries } from "./names.ts";
import type { ResourceTemplate } from "./resource.ts";

const family = { kind: "Datastore", scheme: "datastore" } as const;

/** Space and reach of each datastore, behind its name. */
export const datastore: ResourceTemplate = {
  name: "datastore",
  toolset: "datastore",
  title: "Datastore",
  description:
    "Capacity, free and provisioned space, over-commitment, cluster and hosts of one datastore; datastore_name is a name " +
    "(percent-encoded), path or moref",
  uriTemplate: "datastore://{datastore_name}",
  variable: "datastore_name",
  refreshMs: 60_000,
  list: (context) => listEntries(context, family),
  complete: (typed, context) => completeName(typed, context, family),
  read: (value, { vsphere, signal }) => describeDatastore(vsphere, value, signal),
};
