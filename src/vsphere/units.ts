/** Bytes as GiB, to two decimals; people and vSphere call it GB. */
export function inGb(bytes: number): number {
  return rounded(bytes / 2 ** 30);
}

/** Bytes as MiB, to two decimals; people and vSphere call it MB. */
export function inMb(bytes: number): number {
  return rounded(bytes / 2 ** 20);
}

/** To two decimals. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

/** How much of the whole the part is, to two decimals; undefined where one is not known or there is no whole. */
export function percentOf(part: number | undefined, whole: number | undefined): number | undefined {
  return part === undefined || whole === undefined || whole <= 0 ? undefined : rounded(part / whole * 100);
}
