import type { PartialConfig } from "./schema.ts";

/** Whether HTTP clients have to show a key or a token. */
export function asksForKey(
  { api_key, api_keys = [], oauth_issuer }: Pick<PartialConfig, "api_key" | "api_keys" | "oauth_issuer">,
): boolean {
  return api_key !== undefined || api_keys.length > 0 || oauth_issuer !== undefined;
}

/** The address HTTP listens on: this machine only without a key, all interfaces with one, unless `http_host` says. */
export function httpListenHost(
  config: Pick<PartialConfig, "http_host" | "api_key" | "api_keys" | "oauth_issuer">,
): string {
  // Not `::`, which fails where IPv6 is switched off, as in many containers.
  return config.http_host ?? (asksForKey(config) ? "0.0.0.0" : "127.0.0.1");
}
