import assert from "node:assert/strict";
import { connect, type TLSSocket } from "node:tls";
import { type Certificate, makeCertificate } from "../support/certificates.ts";
import { startHttp, type TestServer } from "../support/hand_made_http.ts";
import { getText, parseAnswer, readAll } from "../support/raw_http.ts";

const EVERY_MS = 10;

Deno.test("TlsPair serves a new certificate to new connections and keeps those that are open", async () => {
  await using stage = await startTls();
  const open = await handshake(stage.server);
  await stage.write(stage.second);
  await untilServed(stage.server, stage.second);
  const text = readAll(open);
  open.write(getText("/healthz"));
  assert.equal(parseAnswer(await text).status, 200);
});

Deno.test("TlsPair keeps the last pair while the files are broken, and recovers", async () => {
  await using stage = await startTls();
  const broken = [
    { certPem: stage.second.certPem, keyPem: stage.first.keyPem },
    { certPem: "nonsense", keyPem: stage.second.keyPem },
    { certPem: stage.second.certPem, keyPem: "" },
  ];
  for (const pair of broken) {
    await stage.write(pair);
    // The pair is looked at while handshakes go on.
    for (let i = 0; i < 20; i++) assert.equal(await served(stage.server), stage.first.sha256);
  }
  await Deno.remove(`${stage.folder}/data`);
  for (let i = 0; i < 20; i++) assert.equal(await served(stage.server), stage.first.sha256);
  await stage.link(await stage.folderOf(stage.second));
  await untilServed(stage.server, stage.second);
});

Deno.test("TlsPair drops no connection while certificates are swapped", async () => {
  await using stage = await startTls();
  const seen = new Set<string>();
  for (let i = 0; seen.size < 2 || i < 60; i++) {
    if (i % 20 === 0) await stage.write(i % 40 === 0 ? stage.second : stage.first);
    const socket = await handshake(stage.server);
    seen.add(socket.getPeerCertificate().fingerprint256);
    const text = readAll(socket);
    socket.write(getText("/healthz"));
    assert.equal(parseAnswer(await text).status, 200);
  }
});

Deno.test("serveHttp() serves no TLS before 1.2 and says so by HSTS under TLS only", async () => {
  await using stage = await startTls();
  await assert.rejects(handshake(stage.server, { minVersion: "TLSv1", maxVersion: "TLSv1.1" }));
  const socket = await handshake(stage.server, { maxVersion: "TLSv1.2" });
  assert.equal(socket.getProtocol(), "TLSv1.2");
  const text = readAll(socket);
  socket.write(getText("/healthz"));
  assert.equal(parseAnswer(await text).headers.get("strict-transport-security"), "max-age=31536000");
  assert.match(stage.server.url, /^https:/);
});

Deno.test("serveHttp() does not start with certificate files that cannot be used", async () => {
  const folder = await Deno.makeTempDir();
  const [one, other] = await Promise.all([
    makeCertificate({ commonName: "a" }),
    makeCertificate({ commonName: "b" }),
  ]);
  const files = { cert: `${folder}/tls.crt`, key: `${folder}/tls.key` };
  const cases = [
    { cert: undefined, key: one.keyPem, says: /no such file/ },
    { cert: "nonsense", key: one.keyPem, says: /the certificate is no PEM certificate/ },
    { cert: one.certPem, key: "nonsense", says: /the key is no PEM key without a password/ },
    { cert: one.certPem, key: other.keyPem, says: /the key belongs to another certificate/ },
  ];
  for (const { cert, key, says } of cases) {
    if (cert !== undefined) await Deno.writeTextFile(files.cert, cert);
    await Deno.writeTextFile(files.key, key);
    await assert.rejects(startHttp({ tls: files }), ({ message }: Error) => {
      assert.match(message, says);
      assert.match(
        message,
        /^Cannot use certificate ".+" with key ".+": .+; name a matching pair in http_tls_cert/,
      );
      return true;
    });
  }
  await Deno.remove(folder, { recursive: true });
});

/** A server whose files lie behind a link to a folder, as Kubernetes has its secrets. */
async function startTls() {
  const folder = await Deno.makeTempDir();
  const [first, second] = await Promise.all(
    ["first", "second"].map((commonName) => makeCertificate({ commonName })),
  );
  assert.ok(first !== undefined && second !== undefined);
  let count = 0;
  const folderOf = async ({ certPem, keyPem }: Pick<Certificate, "certPem" | "keyPem">) => {
    const name = `${folder}/${++count}`;
    await Deno.mkdir(name);
    await Deno.writeTextFile(`${name}/tls.crt`, certPem);
    await Deno.writeTextFile(`${name}/tls.key`, keyPem);
    return name;
  };
  const link = async (target: string) => {
    await Deno.symlink(target, `${folder}/next`);
    await Deno.rename(`${folder}/next`, `${folder}/data`);
  };
  await link(await folderOf(first));
  const tls = { cert: `${folder}/data/tls.crt`, key: `${folder}/data/tls.key`, everyMs: EVERY_MS };
  const server = await startHttp({ tls });
  return {
    folder,
    server,
    first,
    second,
    folderOf,
    link,
    write: async (pair: Pick<Certificate, "certPem" | "keyPem">) => await link(await folderOf(pair)),
    async [Symbol.asyncDispose]() {
      await server.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function untilServed(server: TestServer, { sha256 }: Certificate): Promise<void> {
  while (await served(server) !== sha256);
}

async function served(server: TestServer): Promise<string> {
  const socket = await handshake(server);
  const { fingerprint256 } = socket.getPeerCertificate();
  socket.destroy();
  return fingerprint256;
}

async function handshake(
  { port }: TestServer,
  versions: { readonly minVersion?: "TLSv1"; readonly maxVersion?: "TLSv1.1" | "TLSv1.2" } = {},
): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ...versions });
  await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
  return socket;
}
