/** One element of a parsed document; prefixes are dropped, because every server chooses its own. */
export interface XmlElement {
  /** Local name. */
  readonly name: string;
  /** Local part of `xsi:type`: of any attribute whose prefixed name ends in `:type`. */
  readonly xsiType: string | undefined;
  /** Plain `type` attribute: the managed object type of a reference. */
  readonly type: string | undefined;
  readonly children: readonly XmlElement[];
  /** Character data directly inside the element, entities and CDATA decoded; "" for elements with children only. */
  readonly text: string;
}

/** The first child of that name. */
export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((candidate) => candidate.name === name);
}

/** All children of that name, in their order. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((candidate) => candidate.name === name);
}
