import assert from "node:assert/strict";
import { readExtraAuthorities } from "../../src/cli/extra_authorities.ts";
import { makeCertificate } from "../support/certificates.ts";

async function readFrom(text: string): Promise<string | undefined> {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(file, text);
    return readExtraAuthorities({ NODE_EXTRA_CA_CERTS: file });
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("readExtraAuthorities() gives the certificates of the file", async () => {
  const { certPem } = await makeCertificate({ commonName: "authority" });
  assert.equal(await readFrom(certPem), certPem);
});

Deno.test("readExtraAuthorities() goes on without when there is no variable, no file or no certificate", async () => {
  assert.equal(readExtraAuthorities({}), undefined);
  assert.equal(readExtraAuthorities({ NODE_EXTRA_CA_CERTS: "" }), undefined);
  assert.equal(readExtraAuthorities({ NODE_EXTRA_CA_CERTS: "/nowhere/ca.pem" }), undefined);
  assert.equal(await readFrom("no certificate"), undefined);
});
