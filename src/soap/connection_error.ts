import { UserError } from "../errors.ts";

/** Whether the server may have seen the request: "no" only when not a byte of it was written. */
export type Delivery = "no" | "unknown";

/** The exchange with a server broke, or never began. */
export class ConnectionError extends UserError {
  override readonly name: string = "ConnectionError";
  readonly delivered: Delivery;

  constructor(message: string, options: { readonly delivered: Delivery; readonly cause?: unknown }) {
    super("unavailable", message, { cause: options.cause });
    this.delivered = options.delivered;
  }
}

/** The server's certificate is not trusted, so no request was sent. */
export class CertificateError extends ConnectionError {
  override readonly name: string = "CertificateError";

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { delivered: "no", cause: options.cause });
  }
}

/** The runtime does not connect: trying again is in vain. */
export class RuntimeRefusal extends ConnectionError {
  override readonly name: string = "RuntimeRefusal";

  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, { delivered: "no", cause: options.cause });
  }
}

/** The failure to open a connection to `peer`, such as `"host:443"`. */
export function connectFailure(peer: string, cause: unknown): ConnectionError {
  if (isForbidden(cause)) return new RuntimeRefusal(`Cannot reach ${peer}: ${FORBIDDEN}`, { cause });
  const code = codeOf(cause);
  const state = CONNECT_STATES[code] ?? (code.startsWith("ERR_SSL_") ? HANDSHAKE : OTHER);
  return new ConnectionError(`Cannot reach ${peer}: ${state}`, { delivered: "no", cause });
}

/** Whether the runtime refused for want of permission; for names it says so with a code, which firewalls use as well. */
function isForbidden(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  return cause.name === "NotCapable" || (codeOf(cause) === "EPERM" && cause.message.includes("getaddrinfo"));
}

/** The failure of an exchange of which bytes may have been written. */
export function exchangeFailure(peer: string, cause: unknown): ConnectionError {
  if (isForbidden(cause) || UNCONNECTED.includes(codeOf(cause))) return connectFailure(peer, cause);
  return new ConnectionError(
    `Cannot finish a request to ${peer}: the connection broke before the answer was complete (${
      codeOf(cause) || "closed"
    }); the server may have carried it out, so look before you repeat it`,
    { delivered: "unknown", cause },
  );
}

/** The code of a system or TLS error, such as ECONNREFUSED. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}

const FORBIDDEN =
  "this process was started, or compiled, without permission to connect there; the command permissions prints what it needs";
const UNKNOWN_NAME =
  "DNS does not know this name; check its spelling and the DNS server, or use the IP address";
const NO_ROUTE = "no network route leads there; check the address, the network and the VPN";

const HANDSHAKE =
  "the TLS handshake failed; check that the server offers TLS 1.2 or newer and a key of 2048 bits or more";
const OTHER = "the connection failed; check the address, the port and the network";

/** There never was a connection, so nothing was written. */
const UNCONNECTED: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"];

const CONNECT_STATES: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused; check the port and that the service behind it runs",
  ENOTFOUND: UNKNOWN_NAME,
  EAI_AGAIN: UNKNOWN_NAME,
  EHOSTUNREACH: NO_ROUTE,
  ENETUNREACH: NO_ROUTE,
  ETIMEDOUT: "nothing answers there; check the address, the port and firewalls",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS; check that the port is the one of its web services",
  ECONNRESET: "it closed the connection at once; check that the port is the one of its web services",
};
