import { Buffer } from "node:buffer";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { BlockList, isIP, isIPv4, type Socket } from "node:net";
import { UserError } from "../errors.ts";
import { isLoopback } from "../loopback.ts";
import { hostOf } from "./certificate.ts";
import { connectFailure, ConnectionError } from "./connection_error.ts";

/** The proxies for each scheme and the patterns of the hosts that are reached without one. */
export interface ProxySettings {
  readonly http?: URL | undefined;
  readonly https?: URL | undefined;
  readonly noProxy: readonly string[];
}

/** Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in capitals or not; empty counts as unset. Throws UserError. */
export function proxySettings(env: Readonly<Record<string, string | undefined>>): ProxySettings {
  const noProxy = (env.NO_PROXY || env.no_proxy || "").toLowerCase();
  return {
    http: proxyUrl(env, "HTTP_PROXY"),
    https: proxyUrl(env, "HTTPS_PROXY"),
    noProxy: noProxy.split(",").map((pattern) => pattern.trim()).filter((pattern) => pattern !== ""),
  };
}

/**
 * The proxy on the way to `url`, if any. Loopback never takes one, as in Go.
 * NO_PROXY holds names (with their subdomains), addresses, IPv4 ranges such as 10.0.0.0/8, each with or without
 * a port, or `*`, as in curl and Go.
 */
export function proxyFor(url: URL, settings: ProxySettings | undefined): URL | undefined {
  const proxy = url.protocol === "https:" ? settings?.https : settings?.http;
  if (settings === undefined || proxy === undefined) return undefined;
  const host = hostOf(url);
  if (isLoopback(host) || host.endsWith(".localhost")) return undefined;
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return settings.noProxy.some((pattern) => covers(pattern, { host, port })) ? undefined : proxy;
}

/** The `Proxy-Authorization` header for the user and password in the proxy's URL. */
export function proxyAuthorization(proxy: URL): Readonly<Record<string, string>> {
  if (proxy.username === "") return {};
  const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(credentials).toString("base64")}` };
}

/** Asks the proxy at the other end of `socket` for a tunnel to `url`. Throws ConnectionError and destroys the socket. */
export async function openTunnel(
  socket: Socket,
  options: { readonly url: URL; readonly proxy: URL; readonly signal: AbortSignal },
): Promise<void> {
  const { url, proxy, signal } = options;
  const target = `${url.hostname}:${url.port || 443}`;
  try {
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = httpRequest({
        createConnection: () => socket,
        method: "CONNECT",
        path: target,
        headers: { host: target, ...proxyAuthorization(proxy) },
      });
      const abort = () => outgoing.destroy();
      signal.addEventListener("abort", abort);
      outgoing.on("close", () => signal.removeEventListener("abort", abort));
      outgoing.on("connect", resolve).on("response", resolve).on("error", reject).end();
    });
    if (answer.statusCode !== 200) throw refusal(answer.statusCode, options);
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw error instanceof ConnectionError ? error : connectFailure(`the proxy "${proxy.host}"`, error);
  }
}

function refusal(
  status: number | undefined,
  { url, proxy }: { readonly url: URL; readonly proxy: URL },
): Error {
  const next = status === 407
    ? "the proxy wants user and password (407); write them into its URL, as in http://user:password@host:port"
    : `the proxy answered ${status}; add the host to NO_PROXY if it is reached directly, or allow it in the proxy`;
  return new ConnectionError(`Cannot reach "${url.host}" through the proxy "${proxy.host}": ${next}`, {
    delivered: "no",
  });
}

function proxyUrl(
  env: Readonly<Record<string, string | undefined>>,
  name: "HTTP_PROXY" | "HTTPS_PROXY",
): URL | undefined {
  const text = env[name] || env[name.toLowerCase()];
  if (!text) return undefined;
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url?.protocol === "http:") return url;
  // The value may hold a password, so it is not shown.
  throw new UserError("invalid", `Cannot use ${name}: its value is no http:// URL; write http://host:port`);
}

function covers(pattern: string, { host, port }: { readonly host: string; readonly port: string }): boolean {
  if (pattern === "*") return true;
  const [, name = pattern, itsPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(pattern) ?? [];
  if (itsPort !== undefined && itsPort !== port) return false;
  const bare = name.replace(/^\[|\]$/g, "");
  const [network = "", bits = ""] = bare.split("/");
  if (bits !== "") return isIPv4(host) && isIPv4(network) && inRange(host, { network, bits: Number(bits) });
  if (isIP(host) || isIP(bare)) return host === bare;
  const domain = bare.replace(/^\*?\./, "");
  return host === domain || host.endsWith(`.${domain}`);
}

function inRange(host: string, range: { readonly network: string; readonly bits: number }): boolean {
  if (!(range.bits >= 0 && range.bits <= 32)) return false;
  const list = new BlockList();
  list.addSubnet(range.network, range.bits, "ipv4");
  return list.check(host);
}
