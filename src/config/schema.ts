import * as z from "../deps/zod.ts";
import { LOG_LEVELS } from "../log.ts";
import { parseEndpoint } from "./endpoint.ts";

/** What sources, help and documents need to know of a key beside its type and default. */
export interface KeyInfo {
  readonly variable: string;
  /** Complete sentences, for the help, the sample file and the documents. */
  readonly description: string;
  /** A value for the sample file. */
  readonly example: string;
  /** What stands in the help in place of a value; a key without one is a switch. */
  readonly placeholder?: string;
  /** One letter that stands for the flag. */
  readonly short?: string;
  /** What happens without a value, where that is no fixed default. */
  readonly otherwise?: string;
  /** Never in an error, a log or a flag, since other users can read the process list. */
  readonly isSecret?: true;
}

const infos = z.registry<KeyInfo>();

const text = z.string().trim().min(1, "is blank; write a value or remove it");

// Visible ASCII only: anything else cannot be sent in an HTTP header, so no client could ever match it.
const apiKey = z.string().regex(
  /^[\x21-\x7e]+$/,
  "has a character that no HTTP header can carry; use letters, digits and punctuation without spaces",
);

const yesOrNo = z.stringbool({
  truthy: ["1", "true", "yes", "on"],
  falsy: ["0", "false", "no", "off"],
  error: "is neither yes nor no; write true or false",
});

const endpoint = z.string().transform((written, context) => {
  const url = parseEndpoint(written);
  if (url !== undefined) return url;
  context.addIssue(
    "is no address; write host, host:port, [IPv6]:port or https://host/sdk, without user name or password",
  );
  return z.NEVER;
});

const thumbprint = z.string().transform((written) => written.replace(/[\s:]/g, "").toLowerCase()).refine(
  (digits) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(digits),
  "is no certificate thumbprint; write the 64 hexadecimal digits of its SHA-256 (or the 40 of its SHA-1), colons optional",
);

const host = z.string().trim().regex(
  /^(\[[0-9a-f:.%]+\]|[\w.:%-]+)$/i,
  "is no address to listen on; write an IP address such as 127.0.0.1 or a host name, without a port",
).transform((written) => written.replace(/^\[|\]$/g, ""));

const logLevel = z.string().trim().toUpperCase().transform((name) => name === "WARN" ? "WARNING" : name).pipe(
  z.enum(LOG_LEVELS, { error: `is no log level; write one of ${LOG_LEVELS.join(", ")}` }),
);

/** Every key there is: the only place that knows one. Values arrive as text, whatever the source. */
const fields = z.object({
  vcenter_host: endpoint.register(infos, {
    variable: "VCENTER_HOST",
    placeholder: "HOST",
    description:
      "ESXi host or vCenter Server: host, host:port or a URL; plain HTTP only when http:// is written out.",
    example: "vcenter.example.com",
  }),
  vcenter_user: text.register(infos, {
    variable: "VCENTER_USER",
    placeholder: "USER",
    description: "User name for vSphere.",
    example: "administrator@vsphere.local",
  }),
  vcenter_password: z.string().register(infos, {
    variable: "VCENTER_PASSWORD",
    description: "Password of this user.",
    example: "your-password",
    isSecret: true,
  }),
  vcenter_password_file: text.optional().register(infos, {
    variable: "VCENTER_PASSWORD_FILE",
    placeholder: "FILE",
    description: "File that holds the password, in place of vcenter_password.",
    example: "/run/secrets/vcenter_password",
  }),
  datacenter: text.optional().register(infos, {
    variable: "VCENTER_DATACENTER",
    placeholder: "NAME",
    description: "Datacenter for new virtual machines.",
    example: "Datacenter",
    otherwise: "the first one found",
  }),
  cluster: text.optional().register(infos, {
    variable: "VCENTER_CLUSTER",
    placeholder: "NAME",
    description: "Cluster or host for new virtual machines.",
    example: "Cluster",
    otherwise: "the first cluster or host found",
  }),
  datastore: text.optional().register(infos, {
    variable: "VCENTER_DATASTORE",
    placeholder: "NAME",
    description: "Datastore for new virtual machines.",
    example: "datastore1",
    otherwise: "the accessible one with most free space",
  }),
  network: text.default("VM Network").register(infos, {
    variable: "VCENTER_NETWORK",
    placeholder: "NAME",
    description: "Network for new virtual machines.",
    example: "VM Network",
  }),
  insecure: yesOrNo.default(false).register(infos, {
    variable: "VCENTER_INSECURE",
    description: "Accept any certificate of the target; for a self-signed one thumbprint is the safe way.",
    example: "true",
  }),
  ca_file: text.optional().register(infos, {
    variable: "VCENTER_CA_FILE",
    placeholder: "FILE",
    description: "PEM file with the certificates to trust.",
    example: "/etc/ssl/vcenter-ca.pem",
  }),
  thumbprint: thumbprint.optional().register(infos, {
    variable: "VCENTER_THUMBPRINT",
    placeholder: "HEX",
    description: "SHA-256 (or SHA-1) thumbprint of the one certificate to accept.",
    example: Array(32).fill("AB").join(":"),
  }),
  api_key: apiKey.optional().register(infos, {
    variable: "MCP_API_KEY",
    description: "Key that HTTP clients must send as Authorization: Bearer KEY or X-API-Key: KEY.",
    example: "your-api-key",
    otherwise: "no key, and HTTP on this machine only",
    isSecret: true,
  }),
  api_key_file: text.optional().register(infos, {
    variable: "MCP_API_KEY_FILE",
    placeholder: "FILE",
    description: "File that holds the key, in place of api_key.",
    example: "/run/secrets/mcp_api_key",
  }),
  allow_unauthenticated: yesOrNo.default(false).register(infos, {
    variable: "MCP_ALLOW_UNAUTHENTICATED",
    description: "Let http_host open the server to other machines without an api_key.",
    example: "true",
  }),
  transport: z.string().trim().toLowerCase().pipe(
    z.enum(["http", "stdio"], { error: "is no transport; write http or stdio" }),
  ).default("http").register(infos, {
    variable: "MCP_TRANSPORT",
    placeholder: "http|stdio",
    short: "t",
    description: "How clients connect.",
    example: "stdio",
  }),
  http_host: host.optional().register(infos, {
    variable: "MCP_HTTP_HOST",
    placeholder: "ADDRESS",
    description: "Address to listen on; :: means all, IPv6 included.",
    example: "192.0.2.10",
    otherwise: "127.0.0.1 without api_key, 0.0.0.0 with one",
  }),
  http_port: wholeNumber(0, 65535).default(8080).register(infos, {
    variable: "MCP_HTTP_PORT",
    placeholder: "PORT",
    description: "Port to listen on; 0 takes a free one and logs it.",
    example: "8443",
  }),
  request_timeout_seconds: wholeNumber(1, 600).default(30).register(infos, {
    variable: "MCP_REQUEST_TIMEOUT_SECONDS",
    placeholder: "SECONDS",
    description: "Longest wait for one answer of vSphere.",
    example: "60",
  }),
  // Five minutes, since clients give up about then: an answer in time that names the running task beats a full wait.
  task_timeout_seconds: wholeNumber(1, 86400).default(300).register(infos, {
    variable: "MCP_TASK_TIMEOUT_SECONDS",
    placeholder: "SECONDS",
    description:
      "Longest wait for a task such as a clone; it keeps running, and the answer says how to follow it.",
    example: "900",
  }),
  log_file: text.optional().register(infos, {
    variable: "MCP_LOG_FILE",
    placeholder: "FILE",
    description: "File to append log lines to.",
    example: "./logs/esxi-mcp-server.log",
    otherwise: "standard error",
  }),
  log_level: logLevel.default("INFO").register(infos, {
    variable: "MCP_LOG_LEVEL",
    placeholder: "LEVEL",
    description: `How much to log: ${LOG_LEVELS.join(", ")}.`,
    example: "DEBUG",
  }),
});

/** The configuration as it must be to connect and serve. */
export const configSchema = fields.readonly();

/** The same keys, each of which may be missing: for rules that look at what is right already. */
export const partialConfigSchema = fields.partial().readonly();

/** The configuration, keys as in the file; `vcenter_host` is the URL of the SOAP endpoint, `thumbprint` lower-case hex. */
export type Config = z.output<typeof configSchema>;

/** Those parts of a configuration that are right. */
export type PartialConfig = z.output<typeof partialConfigSchema>;

/** A key with everything about it that is not its type. */
export interface ConfigKey extends KeyInfo {
  readonly name: string;
  /** Without the leading dashes; undefined for secrets. */
  readonly flag: string | undefined;
  /** A sentence fragment: the default value, or what happens without one. */
  readonly fallback: string;
}

/** All keys in the order of the documents. */
export const configKeys: readonly ConfigKey[] = Object.entries(fields.shape).map(([name, field]) => {
  const info = infos.get(field);
  if (info === undefined) {
    throw new Error(`Cannot describe configuration key "${name}": it is not registered`);
  }
  return {
    ...info,
    name,
    flag: info.isSecret ? undefined : name.replaceAll("_", "-"),
    fallback: info.otherwise ?? fallbackOf(field),
  };
});

function fallbackOf(field: z.ZodType): string {
  const { success, data } = field.safeParse(undefined);
  if (!success) return "required";
  return data === undefined ? "none" : String(data);
}

function wholeNumber(min: number, max: number) {
  const message = `is no whole number from ${min} to ${max}; write one`;
  return z.string().trim().regex(/^\d{1,9}$/, message).transform(Number)
    .refine((number) => number >= min && number <= max, message);
}
