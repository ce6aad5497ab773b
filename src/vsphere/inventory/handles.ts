import { isIP } from "node:net";
import { decodeName } from "../names.ts";
import type { VmRow } from "./shapes.ts";

/** All words by which people may mean this machine, in the form in which {@linkcode handleOf} brings them. */
export function handlesOf(vm: VmRow): ReadonlySet<string> {
  const guest = vm["guest.net"] ?? [];
  const words = [
    vm.ref.value,
    decodeName(vm.name ?? ""),
    vm["summary.config.uuid"],
    vm["summary.config.instanceUuid"],
    vm["guest.hostName"],
    vm["guest.ipAddress"],
    ...guest.flatMap(({ macAddress, ipAddress }) => [macAddress, ...ipAddress]),
  ];
  return new Set(words.flatMap((word) => word === undefined || word === "" ? [] : handleOf(word)));
}

/** One spelling for all of the same name, UUID, address or host name. */
export function handleOf(word: string): string {
  const lower = word.trim().toLowerCase();
  return macOf(lower) ?? ipOf(lower) ?? lower;
}

/** `00:50:56:aa:bb:cc`, from this or one of its other spellings; undefined for anything else. */
export function macOf(word: string): string | undefined {
  const isMac = /^([0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(word);
  return isMac ? word.toLowerCase().replace(/[:.-]/g, "").match(/../g)?.join(":") : undefined;
}

/** The shortest spelling of an IPv6 address, the only one of an IPv4 address; undefined for anything else. */
export function ipOf(word: string): string | undefined {
  const version = isIP(word);
  if (version !== 6) return version === 4 ? word : undefined;
  // A zone says through which card the address is reached, and URLs have none.
  return new URL(`http://[${word.replace(/%.*/, "")}]`).hostname.slice(1, -1);
}

/** Objects by any of their handles; most handles mean one object. */
export class HandleIndex {
  readonly #ids = new Map<string, string | readonly string[]>();

  /** The ids of all that have this handle. */
  get(handle: string): readonly string[] {
    const ids = this.#ids.get(handle) ?? [];
    return typeof ids === "string" ? [ids] : ids;
  }

  add(id: string, handles: Iterable<string>): void {
    for (const handle of handles) {
      const others = this.get(handle);
      this.#ids.set(handle, others.length === 0 ? id : [...others, id]);
    }
  }

  delete(id: string, handles: Iterable<string>): void {
    for (const handle of handles) {
      const others = this.get(handle).filter((other) => other !== id);
      if (others.length === 0) this.#ids.delete(handle);
      else this.#ids.set(handle, others[1] === undefined ? others[0] ?? "" : others);
    }
  }
}
