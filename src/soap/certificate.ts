import { checkServerIdentity, type PeerCertificate, type TLSSocket } from "node:tls";
import { UserError } from "../errors.ts";
import { CertificateError, codeOf, ConnectionError } from "./connection_error.ts";

/** The fingerprint of one certificate, as lower-case hexadecimal digits. */
export interface Thumbprint {
  readonly algorithm: "sha256" | "sha1";
  readonly hex: string;
}

/** Reads a SHA-256 or SHA-1 thumbprint, with or without colons, in any case. Throws UserError. */
export function parseThumbprint(text: string): Thumbprint {
  const hex = text.trim().replaceAll(":", "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(hex)) return { algorithm: "sha256", hex };
  if (/^[0-9a-f]{40}$/.test(hex)) return { algorithm: "sha1", hex };
  throw new UserError(
    "invalid",
    `Cannot read thumbprint "${text}": it is neither SHA-256 (64 hexadecimal digits) nor SHA-1 (40); ` +
      'copy it from the host\'s certificate, such as "AA:BB:..."',
  );
}

/** Throws unless the connection's certificate is the one of the thumbprint; nothing else about it counts. */
export function requirePinned(
  socket: TLSSocket,
  options: { readonly url: URL; readonly pin: Thumbprint },
): void {
  const { url, pin } = options;
  const seen = certificateOf(socket);
  if (seen === undefined) {
    throw new ConnectionError(
      `Cannot compare the thumbprint of "${url.host}": this runtime does not show certificates; ` +
        "run a newer Deno or Node, or use ca_file",
      { delivered: "no" },
    );
  }
  const text = pin.algorithm === "sha256" ? seen.fingerprint256 : seen.fingerprint;
  if (text.replaceAll(":", "").toLowerCase() === pin.hex) return;
  throw new CertificateError(
    `Cannot trust "${url.host}": its certificate has the ${NAMES[pin.algorithm]} thumbprint "${text}", ` +
      `not "${withColons(pin.hex)}"; find out why it changed, and set the new thumbprint only after ` +
      "comparing it with the host's",
  );
}

/** The refusal of a certificate that verification rejected with `cause`; `socket` shows it when it can. */
export function untrusted(
  url: URL,
  options: { readonly socket: TLSSocket; readonly cause: unknown },
): CertificateError {
  const { socket, cause } = options;
  const seen = certificateOf(socket);
  if (seen === undefined) {
    return new CertificateError(
      `Cannot trust "${url.host}": its certificate does not pass verification; ` +
        "set ca_file to the issuing CA, or insecure: true for a test",
      { cause },
    );
  }
  const hasName = checkServerIdentity(hostOf(url), seen) === undefined;
  const caRemedy = hasName ? ", or ca_file to the issuing CA" : "";
  return new CertificateError(
    `Cannot trust "${url.host}": ${reasons(seen, { hasName, cause }).join(", and ")} (${describe(seen)}); ` +
      `set thumbprint: "${seen.fingerprint256}" (VCENTER_THUMBPRINT) after comparing it with the host's` +
      `${caRemedy}, or insecure: true for a test`,
    { cause },
  );
}

/** The host of a URL as sockets and certificates know it: IPv6 without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function reasons(
  seen: PeerCertificate,
  options: { readonly hasName: boolean; readonly cause: unknown },
): readonly string[] {
  const isExpired = Date.parse(seen.valid_to) < Date.now();
  const isEarly = Date.parse(seen.valid_from) > Date.now();
  const found: string[] = [];
  if (isExpired) found.push("its certificate has expired");
  if (isEarly) found.push("its certificate is not valid yet");
  if (!options.hasName) found.push("its certificate is made for other names");
  // Deno reports an expired certificate as one of an unknown issuer, and looks at names only after the issuer.
  if (isExpired || isEarly || codeOf(options.cause) === "ERR_TLS_CERT_ALTNAME_INVALID") return found;
  const isSelfSigned = nameOf(seen.subject) === nameOf(seen.issuer);
  return [isSelfSigned ? "its certificate is self-signed" : "its certificate's issuer is unknown", ...found];
}

function describe(seen: PeerCertificate): string {
  return `subject "${nameOf(seen.subject)}", names "${oneLine(seen.subjectaltname ?? "")}", ` +
    `issuer "${nameOf(seen.issuer)}", valid until ${oneLine(seen.valid_to)}`;
}

function nameOf(parts: PeerCertificate["subject"]): string {
  return oneLine(Object.entries(parts).map(([key, value]) => `${key}=${value}`).join(", "));
}

/** A certificate that nobody vouches for holds whatever its maker likes. */
function oneLine(text: string): string {
  return text.replace(/[\p{C}"]+/gu, " ").slice(0, 200);
}

/** Deno 2.4 has no `getPeerCertificate`; a closed connection shows an empty object. */
function certificateOf(socket: TLSSocket): PeerCertificate | undefined {
  if (typeof socket.getPeerCertificate !== "function") return undefined;
  const seen = socket.getPeerCertificate();
  return typeof seen?.fingerprint256 === "string" ? seen : undefined;
}

function withColons(hex: string): string {
  return hex.toUpperCase().replace(/..(?=.)/g, "$&:");
}

const NAMES = { sha256: "SHA-256", sha1: "SHA-1" } as const;
