import * as z from "../../deps/zod.ts";
import { foreign } from "../../foreign.ts";
import { globTest } from "../../vsphere/glob.ts";
import { type Mirror, nameOf } from "../../vsphere/inventory/mirror.ts";
import { NETWORK_KINDS, networkKind, type NetworkRow, selectNetworks } from "../../vsphere/network_filter.ts";
import { type NetworkState, readNetworks } from "../../vsphere/network_state.ts";
import { idsOf } from "../../vsphere/place_filter.ts";
import { vmCounter } from "../../vsphere/vm_counts.ts";
import { ALL_VLANS, carries, rangeTexts } from "../../vsphere/vlan.ts";
import { withoutEmpty } from "../../without_empty.ts";
import { pageArguments, pageFacts } from "../arguments.ts";
import { listText, oneLine, someNames } from "../one_line.ts";
import { readPage } from "../read_page.ts";
import { defineTool, type ToolContext } from "../tool.ts";

const MAX_HOSTS = 20;

const input = z.object({
  name: z.string().min(1).optional().describe("Glob on the name, any case: * and ? are wildcards (vlan-*)"),
  kind: z.enum(NETWORK_KINDS).optional().describe(
    "Only this kind: standard or distributed port groups, uplink port groups, opaque (NSX) networks",
  ),
  host: z.string().min(1).optional().describe(
    "Only those that this host has: name, inventory path or moref (esx-1.example.com)",
  ),
  vlan: z.number().int().min(0).max(ALL_VLANS).optional().describe(
    "Only those that carry this VLAN, trunks that contain it too (120); 0: without a VLAN",
  ),
  switch: z.string().min(1).optional().describe(
    "Only on switches of this name: glob, any case (vSwitch0, DSwitch-*)",
  ),
  ...pageArguments,
});

const hostFacts = {
  host_count: z.number().optional(),
  hosts: z.array(foreign(z.string())).optional().describe("The first 20"),
};

const row = z.looseObject({
  name: foreign(z.string()),
  moref: z.string(),
  kind: z.enum(NETWORK_KINDS),
  datacenter: foreign(z.string()).optional(),
  switch: foreign(z.string()).optional(),
  vlan_id: z.number().optional().describe("0: no VLAN; 4095 on a standard switch: all VLANs"),
  trunk_ranges: z.array(z.string()).optional().describe("VLANs of a trunk, such as 0-4094"),
  private_vlan_id: z.number().optional(),
  variants: z.array(z.looseObject({
    switch: foreign(z.string()).optional(),
    vlan_id: z.number().optional(),
    ...hostFacts,
  })).optional().describe("Instead of switch and vlan_id where the hosts differ in them"),
  ...hostFacts,
  vm_count: z.number().describe("Templates count"),
});

const output = z.looseObject({ networks: z.array(row), ...pageFacts });

/** Lists networks from the inventory in memory; VLANs and hosts are read for the rows of this page, or of all to filter. */
export async function listNetworks(
  args: z.output<typeof input>,
  { vsphere, signal }: Pick<ToolContext, "vsphere" | "signal">,
): Promise<z.output<typeof output>> {
  const mirror = await vsphere.inventory.current(signal);
  const { name, kind, limit, cursor } = args;
  const tests = stateTests(mirror, args);
  const { rows, total, next_cursor } = await readPage<NetworkRow, NetworkState>(
    selectNetworks(mirror, { name, kind }),
    {
      limit,
      cursor,
      list: "list_networks",
      sort_by: "name",
      descending: false,
      keyOf: (network) => [nameOf(network), nameOf(network), network.ref.value],
      readsAll: tests.length > 0,
      read: (networks) => readNetworks(vsphere, networks, { mirror, signal }),
      passes: (network, state) => tests.every((test) => test(network, state)),
    },
  );
  const vmsOn = vmCounter(mirror, "network");
  const networks = rows.map(({ row: network, reading }) =>
    describe(network, { state: reading, mirror, vmCount: vmsOn(network.ref).total })
  );
  return withoutEmpty({ networks, total, next_cursor });
}

type StateTest = (network: NetworkRow, state: NetworkState) => boolean;

/** The filters over what the inventory in memory does not hold. */
function stateTests(
  mirror: Mirror,
  { host, vlan, switch: name }: z.output<typeof input>,
): readonly StateTest[] {
  const tests: StateTest[] = [];
  if (host !== undefined) {
    const ids = idsOf(mirror, { kind: "HostSystem", what: "host", wanted: host });
    tests.push((_, { hosts = [] }) => hosts.some(({ value }) => ids.has(value)));
  }
  if (vlan !== undefined) {
    tests.push((_, state) =>
      (state.vlan !== undefined && carries(state.vlan, vlan)) ||
      state.variants.some(({ vlanId }) => vlanId === vlan || vlanId === ALL_VLANS)
    );
  }
  if (name !== undefined) {
    const test = globTest(name);
    tests.push((network, { variants }) =>
      [distributedSwitch(mirror, network), ...variants.map(({ switchName }) => switchName)]
        .some((one) => one !== undefined && test(one))
    );
  }
  return tests;
}

function distributedSwitch({ tree }: Mirror, network: NetworkRow): string | undefined {
  const home = network["config.distributedVirtualSwitch"];
  return home && tree.name(home);
}

function describe(
  network: NetworkRow,
  { state, mirror, vmCount }: {
    readonly state: NetworkState;
    readonly mirror: Mirror;
    readonly vmCount: number;
  },
): z.output<typeof row> {
  const { hosts, variants } = state;
  const datacenter = mirror.tree.datacenter(network.ref);
  const [same, ...others] = variants;
  const isSame = others.length === 0;
  return withoutEmpty({
    name: nameOf(network),
    moref: network.ref.value,
    kind: networkKind(network),
    datacenter: datacenter && mirror.tree.name(datacenter),
    switch: distributedSwitch(mirror, network) ?? (isSame ? same?.switchName : undefined),
    ...vlanFacts(state.vlan),
    ...(isSame && same?.vlanId !== undefined ? { vlan_id: same.vlanId } : {}),
    variants: isSame
      ? undefined
      : variants.map(({ switchName, vlanId, hosts }) =>
        withoutEmpty({ switch: switchName, vlan_id: vlanId, ...countHosts(hosts) })
      ),
    ...(hosts === undefined ? {} : countHosts(hosts.map((host) => mirror.tree.name(host)).sort())),
    vm_count: vmCount,
  });
}

function vlanFacts(vlan: NetworkState["vlan"]) {
  switch (vlan?.kind) {
    case undefined:
      return {};
    case "id":
      return { vlan_id: vlan.id };
    case "private":
      return { private_vlan_id: vlan.id };
    case "trunk":
      return { trunk_ranges: rangeTexts(vlan.ranges) };
  }
}

function countHosts(names: readonly string[]) {
  return { host_count: names.length, hosts: names.slice(0, MAX_HOSTS) };
}

export default defineTool({
  name: "list_networks",
  title: "List networks",
  description:
    "Lists networks, ordered by name: port groups of standard and distributed switches, uplinks, NSX networks, with switch, VLAN " +
    "(id, trunk ranges or private VLAN), hosts and number of machines; filters narrow it. For a host's NICs use get_host.",
  effect: "read",
  privileges: ["System.Read"],
  input,
  output,
  run: listNetworks,
  text: ({ networks, ...page }) => listText(networks.map(line), { what: "network", ...page }),
});

function line(network: z.output<typeof row>): string {
  const { variants } = network;
  return [
    `${oneLine(network.name)} (${network.moref})`,
    network.kind + (network.switch === undefined ? "" : ` on ${oneLine(network.switch)}`),
    vlanText(network),
    variants !== undefined && `DIFFERS: ${variants.map(variantText).join("; ")}`,
    network.host_count !== undefined && `${network.host_count} host(s)`,
    `${network.vm_count} VM(s)`,
  ].filter((part) => typeof part === "string").join(", ");
}

function variantText(variant: NonNullable<z.output<typeof row>["variants"]>[number]): string {
  const place = variant.switch === undefined ? "" : ` on ${oneLine(variant.switch)}`;
  return `${vlanText({ kind: "standard", ...variant }) ?? "VLAN unknown"}${place} at ${
    someNames(variant.hosts ?? [], { limit: 5, total: variant.host_count ?? 0 })
  }`;
}

function vlanText(
  { kind, vlan_id: id, trunk_ranges: ranges, private_vlan_id: privateId }: Pick<
    z.output<typeof row>,
    "kind" | "vlan_id" | "trunk_ranges" | "private_vlan_id"
  >,
): string | undefined {
  if (ranges !== undefined) return `VLAN trunk ${ranges.join(" + ") || "of nothing"}`;
  if (privateId !== undefined) return `private VLAN ${privateId}`;
  if (id === undefined) return undefined;
  if (id === 0) return "no VLAN";
  return id === ALL_VLANS && kind === "standard" ? "all VLANs" : `VLAN ${id}`;
}
