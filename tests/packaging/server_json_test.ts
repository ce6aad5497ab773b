import assert from "node:assert/strict";
import { Ajv } from "npm:ajv@8.20.0";
import { serverJson } from "../../scripts/server_json.ts";
import schema from "./server_schema.json" with { type: "json" };

const validate = new Ajv({ allErrors: true, strictRequired: false }).compile(schema);
const mcpb = new TextEncoder().encode("the bundle");
const entry = serverJson({ repository: "Some-Owner/esxi", mcpb });

Deno.test("serverJson() gives what the registry takes", () => {
  assert.equal(validate(entry), true, JSON.stringify(validate.errors));
});

Deno.test("serverJson() names the bundle by its hash and marks the password alone as secret", () => {
  const [bundle, image] = entry.packages;
  assert.equal(bundle.fileSha256, "bab59f2948216e8ff89b7fc8655f94db6143a00897c68860d3bcf0ff9c2e5212");
  assert.match(image.identifier, /^ghcr\.io\/some-owner\/esxi:/);
  for (const { environmentVariables } of entry.packages) {
    const secret = environmentVariables.filter(({ isSecret }) => isSecret).map(({ name }) => name);
    assert.deepEqual(secret, ["VCENTER_PASSWORD"]);
    const required = environmentVariables.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    assert.deepEqual(required, ["VCENTER_HOST", "VCENTER_USER", "VCENTER_PASSWORD"]);
  }
});

Deno.test("serverJson() refuses a repository that is none", () => {
  for (const repository of ["", "esxi", "a/b/c", "a b/c"]) {
    assert.throws(() => serverJson({ repository, mcpb }), /is not OWNER\/NAME/);
  }
});

Deno.test("the registry's rules refuse what they must", () => {
  const [bundle] = entry.packages;
  const { fileSha256: _hash, ...withoutHash } = bundle;
  const wrong = [
    { ...entry, name: "no-namespace" },
    { ...entry, description: "x".repeat(101) },
    { ...entry, version: "latest" },
    { ...entry, version: "^1.0.0" },
    { ...entry, repository: { url: entry.repository.url } },
    { ...entry, packages: [withoutHash] },
    { ...entry, packages: [{ ...entry.packages[1], version: "1.0.0" }] },
    { ...entry, packages: [{ ...bundle, transport: {} }] },
  ];
  for (const one of wrong) assert.equal(validate(one), false, JSON.stringify(one));
});
