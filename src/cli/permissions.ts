import { dirname } from "node:path";
import { httpListenHost } from "../config/listen.ts";
import type { Config } from "../config/schema.ts";
import { fileSystem } from "../file_system.ts";
import { localAddress, urlHost } from "../loopback.ts";
import { proxyFor, proxySettings } from "../soap/proxy.ts";
import { VARIABLES, type Variables } from "./variables.ts";

/** What the runtime is asked to allow; "all" where nothing can be said before somebody has configured it. */
export interface Permissions {
  /** `host:port` to connect to and to listen on. */
  readonly net: readonly string[] | "all";
  readonly read: readonly string[] | "all";
  /** Files, and folders with all that is in them. */
  readonly write: readonly string[];
}

/** What a configuration is allowed by. */
export interface ConfiguredBy {
  readonly env: Variables;
  /** Files that were read to load it. */
  readonly files: readonly string[];
  /** A simulated target takes the place of the real one. */
  readonly isSimulated: boolean;
}

/** Where an executable that anybody may configure can write: logs and audit trails. */
export const WRITABLE_FOLDERS = ["logs", "audit", "/var/log/esxi-mcp-server", "/var/lib/esxi-mcp-server"];

/** What every configuration together needs: which target, and where the files are that say so, is not known yet. */
export const GENERAL_PERMISSIONS: Permissions = { net: "all", read: "all", write: WRITABLE_FOLDERS };

/** For a start from a checkout, whatever is configured: what people can type and read. */
export const CHECKOUT_FLAGS = [
  "--allow-net",
  "--allow-env",
  "--allow-read",
  "--allow-write",
  "--allow-sys=networkInterfaces",
] as const;

/** The least that this configuration needs. */
export function permissionsOf(config: Config, { env, files, isSimulated }: ConfiguredBy): Permissions {
  const { ca_file, http_tls_cert, http_tls_key, log_file, audit_file } = config;
  const isHttp = config.transport === "http";
  const tls = isHttp ? [http_tls_cert, http_tls_key] : [];
  const authorities = isSimulated || !isVerified(config)
    ? []
    : [ca_file, env.NODE_EXTRA_CA_CERTS || undefined];
  const audit = audit_file === undefined ? [] : [audit_file, `${audit_file}.lock`];
  return {
    net: [
      ...(isSimulated ? [] : [targetAddress(config, env)]),
      ...(isHttp ? listenAddresses(config) : []),
      ...(isHttp && config.oauth_issuer !== undefined ? [addressOf(new URL(config.oauth_issuer))] : []),
    ],
    read: given([...files, ...authorities, ...tls, ...audit]),
    write: given([log_file, ...audit]).flatMap(withMissingFolder),
  };
}

/** The flags for `deno run` and `deno compile`. */
export function permissionFlags({ net, read, write }: Permissions): readonly string[] {
  return [
    "--no-prompt",
    ...flag("net", net),
    ...flag("read", read),
    ...flag("write", write),
    ...flag("env", VARIABLES),
    // The addresses of this machine's network cards: the virtual machine that it runs in is protected.
    "--allow-sys=networkInterfaces",
  ];
}

function flag(name: string, values: readonly string[] | "all"): readonly string[] {
  if (values === "all") return [`--allow-${name}`];
  const list = [...new Set(values)].map((value) => value.replaceAll(",", ",,")).join(",");
  // Without a value it would allow everything.
  return list === "" ? [] : [`--allow-${name}=${list}`];
}

function given(paths: readonly (string | undefined)[]): readonly string[] {
  return paths.filter((path) => path !== undefined);
}

function isVerified({ insecure, thumbprint, vcenter_host }: Config): boolean {
  return vcenter_host.protocol === "https:" && !insecure && thumbprint === undefined;
}

function targetAddress({ vcenter_host: url }: Config, env: Variables): string {
  return addressOf(proxyFor(url, proxySettings(env)) ?? url);
}

function addressOf({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
}

/** The second is where the command health asks. */
function listenAddresses(config: Config): readonly string[] {
  const host = httpListenHost(config);
  const addresses = new Set([host, localAddress(host)]);
  return [...addresses].map((address) => `${urlHost(address)}:${config.http_port}`);
}

/** A folder can only be made by who may write all of it. */
function withMissingFolder(path: string): readonly string[] {
  const folder = dirname(path);
  return fileSystem().existsSync(folder) ? [path] : [folder];
}
