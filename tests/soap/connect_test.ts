import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createTcp } from "node:net";
import { createServer as createTls } from "node:tls";
import { parseThumbprint, type TlsPolicy } from "../../src/soap/connect.ts";
import { CertificateError, ConnectionError, createFetch } from "../../src/soap/fetch.ts";
import { type Certificate, makeCertificate } from "../support/certificates.ts";
import { listen, serveTls } from "../support/tls_server.ts";

const authority = await makeCertificate({ commonName: "Example CA", isAuthority: true });
const names = ["localhost", "127.0.0.1"];
const certificates = {
  selfSigned: await makeCertificate({ commonName: "esx.example", names }),
  leaf: await makeCertificate({ commonName: "vc.example", names, issuer: authority }),
  expired: await makeCertificate({ commonName: "vc.example", names, issuer: authority, isExpired: true }),
  wrongName: await makeCertificate({ commonName: "vc", names: ["vc.example"], issuer: authority }),
  esxi: await makeCertificate({
    commonName: "localhost.localdomain",
    names: ["localhost.localdomain"],
    issuer: await makeCertificate({ commonName: "VMware Installer", isAuthority: true }),
  }),
};

/** What a client with this policy gets from a server with this certificate, and how many requests arrived. */
async function ask(certificate: Certificate, tls: TlsPolicy) {
  await using server = await serveTls(certificate);
  using fetch = createFetch({ tls });
  const request = new Request(`https://127.0.0.1:${server.port}/`, { method: "POST", body: "secret" });
  try {
    const response = await fetch(request, { connection: "fresh" });
    return { text: await response.text(), requests: server.requests() };
  } catch (error) {
    return { error, requests: server.requests() };
  }
}

/** Asserts a refusal before any request and gives its text. */
async function refused(certificate: Certificate, tls: TlsPolicy): Promise<string> {
  const { error, requests } = await ask(certificate, tls);
  assert(error instanceof CertificateError, String(error));
  assert.equal(error.delivered, "no");
  assert.equal(requests, 0);
  return error.message;
}

const caPem = authority.certPem;

Deno.test("connect() with verify accepts a certificate issued by the CA file", async () => {
  assert.equal((await ask(certificates.leaf, { kind: "verify", caPem })).text, "hello");
});

Deno.test("connect() with verify accepts the second CA of a bundle", async () => {
  const caPem = certificates.selfSigned.certPem + "\n" + authority.certPem;
  assert.equal((await ask(certificates.leaf, { kind: "verify", caPem })).text, "hello");
});

Deno.test("connect() with verify accepts a self-signed certificate that is itself the CA file", async () => {
  const caPem = certificates.selfSigned.certPem;
  assert.equal((await ask(certificates.selfSigned, { kind: "verify", caPem })).text, "hello");
});

Deno.test("connect() with verify accepts extra authorities, alone and beside a CA file", async () => {
  const extraPem = authority.certPem;
  assert.equal((await ask(certificates.leaf, { kind: "verify", extraPem })).text, "hello");
  const caPem = certificates.selfSigned.certPem;
  assert.equal((await ask(certificates.leaf, { kind: "verify", caPem, extraPem })).text, "hello");
});

Deno.test("connect() with verify refuses an unknown issuer and offers thumbprint and ca_file", async () => {
  const text = await refused(certificates.leaf, { kind: "verify" });
  assert.match(text, /^Cannot trust "127\.0\.0\.1:\d+": its certificate's issuer is unknown \(/);
  assert.match(
    text,
    /subject "CN=vc\.example", names "DNS:localhost, IP Address:127\.0\.0\.1", issuer "CN=Example CA"/,
  );
  assert.match(text, /valid until \w+ +\d+ .*GMT/);
  assert(text.includes(`set thumbprint: "${certificates.leaf.sha256}" (VCENTER_THUMBPRINT)`));
  assert.match(text, /or ca_file to the issuing CA, or insecure: true for a test$/);
});

Deno.test("connect() with verify says that a certificate is self-signed", async () => {
  assert.match(
    await refused(certificates.selfSigned, { kind: "verify", caPem }),
    /its certificate is self-signed \(/,
  );
});

Deno.test("connect() with verify says that a certificate has expired", async () => {
  assert.match(
    await refused(certificates.expired, { kind: "verify", caPem }),
    /its certificate has expired \(.*valid until Jan +1 .*2021/,
  );
});

Deno.test("connect() with verify says that the name is another one and offers no ca_file", async () => {
  const text = await refused(certificates.wrongName, { kind: "verify", caPem });
  assert.match(text, /: its certificate is made for other names \(.*names "DNS:vc\.example"/);
  assert(!text.includes("ca_file"));
});

Deno.test("connect() with verify names both faults of a fresh ESXi certificate", async () => {
  const text = await refused(certificates.esxi, { kind: "verify" });
  assert.match(text, /issuer is unknown, and its certificate is made for other names \(/);
  assert.match(text, /issuer "CN=VMware Installer"/);
});

Deno.test("connect() with verify refuses a CA file without a certificate", async () => {
  const { error } = await ask(certificates.leaf, { kind: "verify", caPem: "junk" });
  assert.match(String(error), /Cannot use ca_file: it has no "BEGIN CERTIFICATE" block/);
});

for (const [kind, certificate] of Object.entries(certificates)) {
  Deno.test(`connect() with insecure accepts a certificate that is ${kind}`, async () => {
    assert.equal((await ask(certificate, { kind: "insecure" })).text, "hello");
  });

  Deno.test(`connect() with a SHA-256 pin accepts a certificate that is ${kind}`, async () => {
    assert.equal((await ask(certificate, { kind: "pin", thumbprint: certificate.sha256 })).text, "hello");
  });
}

Deno.test("connect() with a SHA-1 pin, lower case and without colons, accepts its certificate", async () => {
  const thumbprint = certificates.esxi.sha1.replaceAll(":", "").toLowerCase();
  assert.equal((await ask(certificates.esxi, { kind: "pin", thumbprint })).text, "hello");
});

for (const algorithm of ["sha256", "sha1"] as const) {
  Deno.test(`connect() with another certificate's ${algorithm} pin names both and sends nothing`, async () => {
    const thumbprint = certificates.leaf[algorithm];
    const text = await refused(certificates.esxi, { kind: "pin", thumbprint });
    assert(text.includes(`"${certificates.esxi[algorithm]}", not "${thumbprint}"`), text);
  });
}

Deno.test("connect() with another pin writes not a byte to the server", async () => {
  const { certPem: cert, keyPem: key } = certificates.esxi;
  const seen = Promise.withResolvers<number>();
  const server = createTls({ cert, key }, (socket) => {
    let bytes = 0;
    socket.on("data", (piece) => bytes += piece.length).on("error", () => {});
    socket.on("close", () => seen.resolve(bytes));
  });
  await using listening = await listen(server);
  using fetch = createFetch({ tls: { kind: "pin", thumbprint: certificates.leaf.sha256 } });
  const request = new Request(`https://127.0.0.1:${listening.port}/`, { method: "POST", body: "secret" });
  await assert.rejects(fetch(request, { connection: "reuse" }), CertificateError);
  assert.equal(await seen.promise, 0);
});

Deno.test("connect() with a pin refuses even a certificate of a trusted issuer", async () => {
  await refused(certificates.leaf, { kind: "pin", thumbprint: authority.sha256 });
});

Deno.test("parseThumbprint() refuses what has neither length", () => {
  assert.throws(() => parseThumbprint("AA:BB"), /Cannot read thumbprint "AA:BB": it is neither SHA-256/);
});

Deno.test("connect() says that a port speaks no TLS", async () => {
  await using server = await listen(createServer());
  using fetch = createFetch({ tls: { kind: "verify" } });
  await assert.rejects(
    fetch(new Request(`https://127.0.0.1:${server.port}/`), { connection: "fresh" }),
    (error) => {
      assert(error instanceof ConnectionError && !(error instanceof CertificateError));
      assert.match(
        error.message,
        /it does not speak TLS; check that the port is the one of its web services/,
      );
      return error.delivered === "no";
    },
  );
});

Deno.test("connect() gives up in the middle of a handshake when the signal fires", async () => {
  const abort = new AbortController();
  const reason = new Error("enough");
  const tcp = createTcp((socket) => socket.once("data", () => abort.abort(reason)));
  await using server = await listen(tcp);
  using fetch = createFetch({ tls: { kind: "verify" } });
  const request = new Request(`https://127.0.0.1:${server.port}/`, { signal: abort.signal });
  await assert.rejects(fetch(request, { connection: "fresh" }), reason);
});

Deno.test("connect() trusts NODE_EXTRA_CA_CERTS under nothing but --allow-net", async () => {
  await using server = await serveTls(certificates.leaf);
  const caFile = await Deno.makeTempFile({ suffix: ".pem" });
  await Deno.writeTextFile(caFile, authority.certPem);
  const program = `import { createFetch } from "${new URL("../../src/soap/fetch.ts", import.meta.url)}";
    using fetch = createFetch({ tls: { kind: "verify" } });
    const response = await fetch(new Request("https://localhost:${server.port}/"), { connection: "reuse" });
    console.log(await response.text());`;
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--allow-net", `data:application/typescript,${encodeURIComponent(program)}`],
    env: { NODE_EXTRA_CA_CERTS: caFile, NO_COLOR: "1" },
  });
  try {
    const { stdout, stderr } = await child.output();
    assert.equal(new TextDecoder().decode(stdout), "hello\n", new TextDecoder().decode(stderr));
  } finally {
    await Deno.remove(caFile);
  }
});
