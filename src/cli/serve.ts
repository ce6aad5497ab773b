import { asksForKey, httpListenHost } from "../config/listen.ts";
import type { Config } from "../config/schema.ts";
import { log } from "../log.ts";
import type { Service } from "../mcp/service.ts";
import type { AccessKey } from "../transports/auth.ts";

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
    allowedHosts: config.allowed_hosts,
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
