/** Bytes as GiB, to two decimals; people and vSphere call it GB. */
export function inGb(bytes: number): number {
  return Math.round(bytes / 2 ** 30 * 100) / 100;
}
