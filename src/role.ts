/** What a caller may do, from least to most: read; also write, but not destroy; everything. */
export const ROLES = ["read", "operate", "admin"] as const;
export type Role = (typeof ROLES)[number];
