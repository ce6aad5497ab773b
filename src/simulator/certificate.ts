import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { generate } from "../deps/selfsigned.ts";

/** A certificate with its key. */
export interface ServerCertificate {
  readonly certPem: string;
  readonly keyPem: string;
  /** SHA-256 thumbprint, in capitals with colons. */
  readonly sha256: string;
}

/** Makes a certificate that signs itself, for a host name or an address and this machine. */
export async function makeCertificate(host: string): Promise<ServerCertificate> {
  const names = [...new Set([host, "localhost", "127.0.0.1"])].map((name) => (
    isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name }
  ));
  const made = await generate([{ name: "commonName", value: host }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "subjectAltName", altNames: names },
    ],
  });
  return { certPem: made.cert, keyPem: made.private, sha256: new X509Certificate(made.cert).fingerprint256 };
}
