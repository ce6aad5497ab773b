import type { Caller } from "../../src/mcp/caller.ts";

/** Somebody who may do everything. */
export const ADMIN: Caller = { name: "admin", role: "admin", transport: "cli" };
/** Somebody who may write, but not destroy. */
export const OPERATOR: Caller = { name: "operator", role: "operate", transport: "cli" };
/** Somebody who may only look. */
export const READER: Caller = { name: "reader", role: "read", transport: "cli" };

/** The keys of a server with one key, that of an administrator. */
export function oneKey(key: string): readonly [{ name: string; key: string; role: "admin" }] {
  return [{ name: "api_key", key, role: "admin" }];
}
