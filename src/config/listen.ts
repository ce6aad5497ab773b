import type { PartialConfig } from "./schema.ts";

/** The address HTTP listens on: this machine only without an API key, all interfaces with one, unless `http_host` says. */
export function httpListenHost(config: Pick<PartialConfig, "http_host" | "api_key">): string {
  // Not `::`, which fails where IPv6 is switched off, as in many containers.
  return config.http_host ?? (config.api_key === undefined ? "127.0.0.1" : "0.0.0.0");
}
