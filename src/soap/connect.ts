import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from "node:tls";
import { UserError } from "../errors.ts";
import { hostOf, parseThumbprint, requirePinned, untrusted } from "./certificate.ts";
import { codeOf, connectFailure, ConnectionError } from "./connection_error.ts";
import { openTunnel } from "./proxy.ts";

export { parseThumbprint } from "./certificate.ts";

/**
 * Whom to trust behind TLS.
 * "verify": issuers in the runtime's store (with DENO_CERT), those in `caPem` and those in `extraPem`;
 * "pin": the one certificate with this thumbprint, whatever its names, issuer and expiry; "insecure": anybody.
 */
export type TlsPolicy =
  | { readonly kind: "verify"; readonly caPem?: string | undefined; readonly extraPem?: string | undefined }
  | { readonly kind: "pin"; readonly thumbprint: string }
  | { readonly kind: "insecure" };

export interface ConnectOptions {
  readonly tls: TlsPolicy;
  readonly proxy: URL | undefined;
  readonly signal: AbortSignal;
}

/** Opens a connection on which a request to `url` may be written. Throws ConnectionError, UserError. */
export async function connect(url: URL, options: ConnectOptions): Promise<Socket> {
  if (url.protocol === "http:") return await openTcp(options.proxy ?? url, options);
  const { tls } = options;
  switch (tls.kind) {
    case "verify":
      return await openVerified(url, { ...options, stores: storesOf(tls) });
    case "pin": {
      const pin = parseThumbprint(tls.thumbprint);
      const socket = await openTls(url, { ...options, rejectUnauthorized: false });
      try {
        requirePinned(socket, { url, pin });
      } catch (error) {
        socket.destroy();
        throw error;
      }
      return socket;
    }
    case "insecure":
      return await openTls(url, { ...options, rejectUnauthorized: false });
  }
}

type Store = Pick<ConnectionOptions, "ca">;

/**
 * The runtime's own certificates cannot be read without `--allow-sys`, so they cannot be joined with a CA file:
 * a certificate is tried against one store after the other, which trusts the same ones.
 */
export function storesOf({ caPem, extraPem }: Extract<TlsPolicy, { kind: "verify" }>): readonly Store[] {
  // Text without a certificate would be ignored in silence.
  if (caPem !== undefined && !caPem.includes("-----BEGIN CERTIFICATE-----")) {
    throw new UserError(
      "invalid",
      'Cannot use ca_file: it has no "BEGIN CERTIFICATE" block; give a PEM file of the issuing CA',
    );
  }
  const ca = [caPem, extraPem].filter((pem) => pem !== undefined);
  return ca.length === 0 ? [{}] : [{ ca }, {}];
}

async function openVerified(
  url: URL,
  options: ConnectOptions & { readonly stores: readonly Store[] },
): Promise<Socket> {
  const causes: unknown[] = [];
  for (const store of options.stores) {
    try {
      return await openTls(url, { ...options, ...store });
    } catch (error) {
      if (!(error instanceof ConnectionError && isRejection(error.cause))) throw error;
      causes.push(error.cause);
    }
  }
  // A second look at the certificate; no request is ever written on this connection.
  const socket = await openTls(url, { ...options, rejectUnauthorized: false });
  const error = untrusted(url, { socket, cause: causes[0] });
  socket.destroy();
  throw error;
}

/** Whether a handshake failed for what the certificate says, not for the network or the protocol. */
function isRejection(cause: unknown): boolean {
  return !/^(E[A-Z]+$|ERR_SSL_)/.test(codeOf(cause));
}

async function openTls(url: URL, options: ConnectOptions & ConnectionOptions): Promise<TLSSocket> {
  const { proxy, signal, ca, rejectUnauthorized = true } = options;
  const tcp = await openTcp(proxy ?? url, options);
  if (proxy !== undefined) await openTunnel(tcp, { url, proxy, signal });
  const host = hostOf(url);
  const socket = connectTls({
    socket: tcp,
    host,
    rejectUnauthorized,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca === undefined ? {} : { ca }),
  });
  return await ready(socket, { event: "secureConnect", peer: `"${url.host}"`, signal });
}

async function openTcp(url: URL, options: ConnectOptions): Promise<Socket> {
  const { proxy, signal } = options;
  const port = Number(url.port) || (url.protocol === "https:" ? 443 : 80);
  const peer = url === proxy ? `the proxy "${url.host}"` : `"${url.host}"`;
  return await ready(connectTcp({ host: hostOf(url), port, noDelay: true }), {
    event: "connect",
    peer,
    signal,
  });
}

interface Expected {
  readonly event: string;
  readonly peer: string;
  readonly signal: AbortSignal;
}

/** Waits for `event`; the socket is destroyed when it fails or the signal fires first. */
async function ready<S extends Socket>(socket: S, { event, peer, signal }: Expected): Promise<S> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = () => reject(signal.reason);
  // An end without an error, in the middle of a handshake.
  const closed = () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
  // The last "error" listener stays: without one a late error would end the process.
  socket.once(event, () => resolve()).once("close", closed).on("error", reject);
  signal.addEventListener("abort", abort);
  if (signal.aborted) abort();
  try {
    await promise;
    return socket;
  } catch (error) {
    socket.destroy();
    signal.throwIfAborted();
    throw connectFailure(peer, error);
  } finally {
    socket.off("close", closed);
    signal.removeEventListener("abort", abort);
  }
}
