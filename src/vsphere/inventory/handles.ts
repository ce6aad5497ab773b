import { isIP } from "node:net";
import { shownText } from "../../shown_text.ts";
import { decodeName } from "../names.ts";
import type { VmRow } from "./shapes.ts";

/** All words by which people may mean this machine, in lower case; some may come twice. */
export function handlesOf(vm: VmRow): readonly string[] {
  const handles = guestHandlesOf(vm);
  add(handles, vm.ref.value);
  const name = decodeName(vm.name ?? "");
  add(handles, name);
  add(handles, shownText(name));
  add(handles, vm["summary.config.uuid"]);
  add(handles, vm["summary.config.instanceUuid"]);
  return handles;
}

/** Those that the guest tells of itself: its host name and its addresses, but those that every link has anew. */
export function guestHandlesOf(vm: VmRow): string[] {
  const handles: string[] = [];
  add(handles, vm["guest.hostName"]);
  add(handles, vm["guest.ipAddress"]);
  for (const { macAddress, ipAddress } of vm["guest.net"] ?? []) {
    add(handles, macAddress);
    for (const address of ipAddress) add(handles, address);
  }
  return handles;
}

function add(handles: string[], word: string | undefined): void {
  if (word !== undefined && word !== "" && !isLinkLocal(word)) handles.push(word.toLowerCase());
}

function isLinkLocal(address: string): boolean {
  return address.startsWith("fe80:") || address.startsWith("169.254.");
}

/** The handle that a word may be: its own lower case, or the usual spelling of an address. */
export function handleOf(word: string): string {
  return macOf(word) ?? ipOf(word) ?? word.toLowerCase();
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

/** Objects by any of their handles; most handles mean one object, some (a BIOS UUID that clones kept) mean many. */
export class HandleIndex {
  readonly #ids = new Map<string, string | Set<string>>();

  /** The ids of all that have this handle. */
  get(handle: string): Iterable<string> {
    const ids = this.#ids.get(handle) ?? [];
    return typeof ids === "string" ? [ids] : ids;
  }

  add(id: string, handles: Iterable<string>): void {
    for (const handle of handles) {
      const ids = this.#ids.get(handle);
      if (ids === undefined) this.#ids.set(handle, id);
      else if (typeof ids !== "string") ids.add(id);
      else if (ids !== id) this.#ids.set(handle, new Set([ids, id]));
    }
  }

  delete(id: string, handles: Iterable<string>): void {
    for (const handle of handles) {
      const ids = this.#ids.get(handle);
      if (ids === id) this.#ids.delete(handle);
      else if (typeof ids === "object" && ids.delete(id) && ids.size === 0) this.#ids.delete(handle);
    }
  }
}
