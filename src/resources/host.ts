import { describeHost } from "../vsphere/describe_host.ts";
import { completeName, listEntries } from "./names.ts";
import type { ResourceTemplate } from "./resource.ts";

const family = { kind: "HostSystem", scheme: "host" } as const;

/** Everything about each host, behind its name. */
export const host: ResourceTemplate = {
  name: "host",
  toolset: "host",
  title: "Host",
  description:
    "Hardware, version, sensors, load, network and virtual machines of one ESXi host; host_name is a name (percent-encoded), " +
    "path or moref",
  uriTemplate: "host://{host_name}",
  variable: "host_name",
  refreshMs: 60_000,
  list: (context) => listEntries(context, family),
  complete: (typed, context) => completeName(typed, context, family),
  read: (value, { vsphere, signal }) => describeHost(vsphere, value, signal),
};
