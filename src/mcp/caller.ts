import type { Role } from "../role.ts";

/** Who calls, as the transport found out. */
export interface Caller {
  /** Name of the key, subject of the token, or the transport where one caller is all there is. */
  readonly name: string;
  readonly role: Role;
  /** Which way calls come in. */
  readonly transport: "stdio" | "http" | "rest" | "cli";
  /** The toolsets this caller sees; default: all that are offered. */
  readonly toolsets?: readonly string[] | undefined;
  /** Patterns of what this caller may not write to, beside those of the policy. */
  readonly protected?: readonly string[] | undefined;
}

/** The program at the other end, as it calls itself. */
export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}
