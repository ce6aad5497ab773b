const HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** What makes an answer useless to a browser that was led to it; nothing in it names the product. */
export function securityHeaders(
  { isSecure }: { readonly isSecure: boolean },
): Readonly<Record<string, string>> {
  // Over plain HTTP browsers must ignore it, and a proxy in front knows better.
  return isSecure ? { ...HEADERS, "strict-transport-security": "max-age=31536000" } : HEADERS;
}
