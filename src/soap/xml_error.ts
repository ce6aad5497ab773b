/** A document that is not XML, or XML that no vSphere server sends. */
export class XmlError extends Error {
  override readonly name = "XmlError";

  constructor(state: string, place: { readonly source: string; readonly offset: number }) {
    // No more than a glimpse: what surrounds the place may be a secret.
    const excerpt = place.source.slice(place.offset, place.offset + 40);
    super(`Cannot read XML: ${state} at offset ${place.offset}, before ${JSON.stringify(excerpt)}`);
  }
}
