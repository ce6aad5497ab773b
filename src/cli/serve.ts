import { asksForKey, httpListenHost } from "../config/listen.ts";
import type { Config } from "../config/schema.ts";
import { log } from "../log.ts";
import type { Service } from "../mcp/service.ts";
import type { AccessKey } from "../transports/keys.ts";
import type { TlsFiles } from "../transports/tls_pair.ts";
import type { OauthOptions } from "../transports/tokens.ts";

/** Serves until the signal is aborted or, over stdio, the input ends; running calls finish first. */
export async function serve(config: Config, service: Service, signal: AbortSignal): Promise<void> {
  if (config.confirm === "never") {
    log.warn("confirm: never: calls that destroy run without anybody being asked");
  }
  if (config.transport === "stdio") {
    const { serveStdio } = await import("../transports/stdio.ts");
    const caller = { name: "stdio", role: config.stdio_role, transport: "stdio" } as const;
    return await serveStdio(service, { caller, signal });
  }
  const { serveHttp } = await import("../transports/http.ts");
  const server = await serveHttp(service, {
    host: httpListenHost(config),
    port: config.http_port,
    keys: accessKeys(config),
    oauth: oauthOptions(config),
    allowedHosts: config.allowed_hosts,
    allowedOrigins: config.allowed_origins,
    rateLimitPerMinute: config.rate_limit_per_minute,
    tls: tlsFiles(config),
  });
  log.info("serving MCP", { url: server.url, key: asksForKey(config) ? "required" : "none" });
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  log.info("shutting down: running calls finish first");
  await server.close();
}

/** All keys; undefined where nobody needs one. */
function accessKeys(config: Config): readonly AccessKey[] | undefined {
  if (!asksForKey(config)) return undefined;
  const { api_key: key, api_keys: others = [] } = config;
  return key === undefined ? others : [{ name: "api_key", key, role: "admin" }, ...others];
}

function oauthOptions(config: Config): OauthOptions | undefined {
  const { oauth_issuer: issuer, oauth_audience: audience, oauth_role_claim: roleClaim } = config;
  return issuer === undefined || audience === undefined ? undefined : { issuer, audience, roleClaim };
}

function tlsFiles({ http_tls_cert: cert, http_tls_key: key }: Config): TlsFiles | undefined {
  return cert === undefined || key === undefined ? undefined : { cert, key };
}
