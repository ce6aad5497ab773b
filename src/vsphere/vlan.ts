import { number } from "../soap/decode.ts";
import { child, childrenNamed, type XmlElement } from "../soap/xml.ts";

/** What a distributed port group does with VLANs. */
export type Vlan =
  | { readonly kind: "id"; readonly id: number }
  | { readonly kind: "trunk"; readonly ranges: readonly (readonly [from: number, to: number])[] }
  | { readonly kind: "private"; readonly id: number };

/** The id by which a port group of a standard switch passes all VLANs on. */
export const ALL_VLANS = 4095;

/** Reads the VLAN out of the settings of a port: `vlan` is one of three types that share a field name. */
export function readPortVlan(settings: XmlElement): Vlan | undefined {
  const vlan = child(settings, "vlan");
  if (vlan === undefined) return undefined;
  if (vlan.xsiType?.endsWith("TrunkVlanSpec")) return { kind: "trunk", ranges: rangesOf(vlan) };
  const isPrivate = vlan.xsiType?.endsWith("PvlanSpec") === true;
  const element = child(vlan, isPrivate ? "pvlanId" : "vlanId");
  const id = element && number(element);
  return id === undefined ? undefined : { kind: isPrivate ? "private" : "id", id };
}

/** True when frames of this VLAN pass. */
export function carries(vlan: Vlan, id: number): boolean {
  if (vlan.kind === "trunk") return vlan.ranges.some(([from, to]) => from <= id && id <= to);
  return vlan.id === id;
}

/** Ranges as people write them: `0-4094`, `7`. */
export function rangeTexts(ranges: readonly (readonly [from: number, to: number])[]): string[] {
  return ranges.map(([from, to]) => from === to ? String(from) : `${from}-${to}`);
}

function rangesOf(vlan: XmlElement): readonly (readonly [number, number])[] {
  return childrenNamed(vlan, "vlanId").flatMap((range) => {
    const [start, end] = [child(range, "start"), child(range, "end")];
    const [from, to] = [start && number(start), end && number(end)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
}
