import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { generate } from "npm:selfsigned@5.5.0";

/** A certificate with its key, made for one test run. */
export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
  /** SHA-256 and SHA-1 fingerprints, in capitals with colons. */
  readonly sha256: string;
  readonly sha1: string;
}

/** Makes a certificate; without an issuer it signs itself. Names are DNS names and IP addresses. */
export async function makeCertificate(options: {
  readonly commonName: string;
  readonly names?: readonly string[];
  readonly issuer?: Certificate;
  readonly isAuthority?: boolean;
  readonly isExpired?: boolean;
}): Promise<Certificate> {
  const { commonName, names = [], issuer, isAuthority = false, isExpired = false } = options;
  const made = await generate([{ name: "commonName", value: commonName }], {
    keyType: "ec",
    algorithm: "sha256",
    ...(isExpired ? { notBeforeDate: new Date("2020-01-01"), notAfterDate: new Date("2021-01-01") } : {}),
    ...(issuer === undefined ? {} : { ca: { key: issuer.keyPem, cert: issuer.certPem } }),
    extensions: [
      { name: "basicConstraints", cA: isAuthority, critical: true },
      ...(isAuthority ? [{ name: "keyUsage" as const, keyCertSign: true, critical: true }] : []),
      ...(names.length > 0 ? [{ name: "subjectAltName" as const, altNames: names.map(altName) }] : []),
    ],
  });
  const { fingerprint256: sha256, fingerprint: sha1 } = new X509Certificate(made.cert);
  return { certPem: made.cert, keyPem: made.private, sha256, sha1 };
}

function altName(name: string): { type: 7; ip: string } | { type: 2; value: string } {
  return isIP(name) ? { type: 7, ip: name } : { type: 2, value: name };
}
