import { number } from "../../soap/decode.ts";
import type { XmlElement } from "../../soap/xml.ts";

/** As much as vSphere's own type holds. */
const MAX = 2 ** 31 - 1;

/** Reads the length of an interval; what can be none counts as not told, since it is sent back in requests. */
export function seconds(element: XmlElement): number | undefined {
  const value = number(element);
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= MAX ? value : undefined;
}
