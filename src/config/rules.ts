import { isLoopback } from "../loopback.ts";
import { asksForKey, httpListenHost } from "./listen.ts";
import type { Settings } from "./given.ts";
import type { Problem } from "./problem.ts";
import type { PartialConfig } from "./schema.ts";

/** What is wrong between keys that are right each by itself. */
export function brokenRules(config: PartialConfig, settings: Settings): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (key: string, text: string) =>
    void problems.push({ key, origin: settings.get(key)?.origin ?? "default", text });

  if (config.insecure === true) {
    for (const key of ["thumbprint", "ca_file"] as const) {
      if (config[key] === undefined) continue;
      report(
        "insecure",
        `switches off the check that ${key} (${settings.get(key)?.origin}) asks for; remove one of them`,
      );
    }
  }
  const isKeyless = !asksForKey(config) && !settings.has("api_key_file") && !settings.has("api_keys");
  const isOpen = config.transport === "http" && !isLoopback(httpListenHost(config));
  if (isOpen && isKeyless && config.allow_unauthenticated !== true) {
    report(
      "http_host",
      "opens the server to other machines without an API key; set api_key (MCP_API_KEY), remove http_host, " +
        "or set allow_unauthenticated: true if the network keeps strangers out",
    );
  }
  if (config.api_keys?.some(({ key }) => key === config.api_key)) {
    report("api_keys", "has the key that api_key has, which is one of an admin; give each its own");
  }
  for (
    const [one, other] of [["http_tls_cert", "http_tls_key"], ["http_tls_key", "http_tls_cert"]] as const
  ) {
    if (settings.has(one) && !settings.has(other)) report(one, `needs ${other} beside it; set both`);
  }
  if (settings.has("oauth_issuer") && !settings.has("oauth_audience")) {
    report("oauth_issuer", "needs oauth_audience, or tokens for other servers would be accepted; set it");
  }
  return problems;
}
