import assert from "node:assert/strict";
import { notices } from "../../scripts/notices.ts";
import { checkLicences, productPackages } from "../../scripts/packages.ts";
import { sbom } from "../../scripts/sbom.ts";
import { VERSION } from "../../src/version.ts";

const packages = productPackages();

Deno.test("productPackages() gives what src/deps names and all that those need, and no tools of tests", () => {
  const names = packages.map(({ name }) => name);
  const direct = packages.filter(({ isDirect }) => isDirect).map(({ name }) => name);
  assert.deepEqual(direct, [
    "@logtape/logtape",
    "@modelcontextprotocol/server",
    "@opentelemetry/api",
    "jose",
    "selfsigned",
    "yaml",
    "zod",
  ]);
  assert.ok(names.includes("@modelcontextprotocol/core"), "what a package needs is missing");
  assert.ok(names.includes("tslib"), "what a package's package needs is missing");
  for (const tool of ["fast-check", "@modelcontextprotocol/client", "saxes", "esbuild"]) {
    assert.ok(!names.includes(tool), tool);
  }
});

Deno.test("checkLicences() allows what the product consists of and refuses a copyleft licence", () => {
  checkLicences(packages);
  assert.throws(
    () => checkLicences([...packages, { name: "readline", version: "1.0.0", licence: "GPL-3.0-only" }]),
    /Cannot ship readline@1\.0\.0 \(GPL-3\.0-only\)/,
  );
});

Deno.test("notices() has every package with the text of its licence, and throws where there is none", () => {
  const text = notices(packages);
  for (const { name, version, licence } of packages) {
    const [, part = ""] = text.split(`\n${name} ${version} (${licence})\n`);
    assert.match(part.slice(0, 2_000), /copyright|Apache License/i, name);
  }
  const [first] = packages;
  assert.ok(first !== undefined);
  assert.throws(() => notices([{ ...first, texts: [] }]), /ships no text/);
});

Deno.test("sbom() is CycloneDX with a hash, a licence and a place for every package", () => {
  const { bomFormat, specVersion, metadata, components, dependencies } = sbom(packages);
  assert.deepEqual([bomFormat, specVersion, metadata.component.version], ["CycloneDX", "1.6", VERSION]);
  assert.equal(components.length, packages.length);
  for (const { purl, hashes, licenses } of components) {
    assert.match(purl, /^pkg:npm\/(%40[\w-]+\/)?[\w-]+@\d+\.\d+\.\d+$/);
    assert.match(hashes[0]?.content ?? "", /^[0-9a-f]{128}$/);
    assert.notEqual(licenses[0]?.license.id, "");
  }
  const known = new Set(components.map((one) => one["bom-ref"]));
  const reached = new Set(dependencies.flatMap(({ dependsOn }) => dependsOn));
  assert.deepEqual(
    [...reached].sort(),
    [...known].sort(),
    "a part that nothing needs, or a need without its part",
  );
});
