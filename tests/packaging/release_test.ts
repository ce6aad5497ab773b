import assert from "node:assert/strict";
import { INSTALLERS, stamped } from "../../scripts/installers.ts";
import { manifest } from "../../scripts/manifest.ts";
import { releaseNotes } from "../../scripts/release_notes.ts";
import { sbom } from "../../scripts/sbom.ts";
import { serverJson } from "../../scripts/server_json.ts";
import { VERSION } from "../../src/version.ts";

const ROOT = new URL("../../", import.meta.url);
const CHANGELOG = `# Changelog

## [Unreleased]

- Not yet.

## [1.2.0] - 2026-12-01

- Two.

## [1.1.0] - 2026-11-01

- One.
`;

Deno.test("releaseNotes() gives the part of its version and no other", () => {
  assert.equal(releaseNotes(CHANGELOG, { tag: "v1.2.0", version: "1.2.0" }), "- Two.\n");
  assert.equal(releaseNotes(CHANGELOG, { tag: "v1.1.0", version: "1.1.0" }), "- One.\n");
});

Deno.test("releaseNotes() refuses a tag that is not the source's version, and a version without notes", () => {
  assert.throws(
    () => releaseNotes(CHANGELOG, { tag: "v1.2.1", version: "1.2.0" }),
    /the source is version 1\.2\.0/,
  );
  assert.throws(
    () => releaseNotes(CHANGELOG, { tag: "1.2.0", version: "1.2.0" }),
    /Cannot release "1\.2\.0"/,
  );
  assert.throws(
    () => releaseNotes(CHANGELOG, { tag: "v1.3.0", version: "1.3.0" }),
    /nothing under \[1\.3\.0\]/,
  );
  // A prefix of a version is another version.
  assert.throws(() => releaseNotes(CHANGELOG, { tag: "v1.2", version: "1.2" }), /nothing under/);
});

Deno.test("the version is written once, in src/version.ts, and everything released says the same", () => {
  const { packages, version } = serverJson({ repository: "owner/name", mcpb: new Uint8Array() });
  assert.equal(version, VERSION);
  assert.equal(packages[0].version, VERSION);
  assert.ok(packages[1].identifier.endsWith(`:${VERSION}`));
  assert.equal(manifest().version, VERSION);
  assert.equal(sbom().metadata.component.version, VERSION);

  const written = [...sources()].filter((file) => {
    const text = Deno.readTextFileSync(new URL(file, ROOT));
    return new RegExp(`(?<![\\d.@v])${RegExp.escape(VERSION)}(?![\\d.])`).test(text);
  });
  assert.deepEqual(written, ["src/version.ts"]);
});

/** What could repeat the version: source, scripts and what stands in the root, but the changelog, which has all of them. */
function* sources(folder = ""): Generator<string> {
  for (const { name, isDirectory, isFile } of Deno.readDirSync(new URL(folder === "" ? "." : folder, ROOT))) {
    const path = `${folder}${name}`;
    if (isDirectory && (folder !== "" || ["src", "scripts", ".github"].includes(name))) {
      yield* sources(`${path}/`);
    }
    if (isFile && !/\.lock$|^CHANGELOG\.md$|^THIRD_PARTY_NOTICES$/.test(name)) yield path;
  }
}

Deno.test("stamped() gives the installers their release, and refuses one that has no blank left", () => {
  for (const name of INSTALLERS) {
    const text = Deno.readTextFileSync(new URL(name, ROOT));
    const filled = stamped(name, { text, repository: "owner/name" });
    assert.ok(filled.includes("https://github.com/owner/name/releases"), name);
    assert.match(filled, new RegExp(`ersion ?= ?'?${RegExp.escape(VERSION)}'?`));
    assert.throws(() => stamped(name, { text: filled, repository: "owner/name" }), /is not there once/);
    assert.throws(() => stamped(name, { text, repository: "owner/name'; rm -rf" }), /is not OWNER\/NAME/);
  }
});

Deno.test("a stamped install.sh goes to its repository's release of this version", () => {
  const text = Deno.readTextFileSync(new URL("install.sh", ROOT));
  const folder = Deno.makeTempDirSync();
  try {
    Deno.writeTextFileSync(`${folder}/install.sh`, stamped("install.sh", { text, repository: "owner/name" }));
    Deno.writeTextFileSync(`${folder}/curl`, '#!/bin/sh\necho "$@" >&2\nexit 22\n', { mode: 0o755 });
    const { stderr } = new Deno.Command("sh", {
      args: [`${folder}/install.sh`, "--to", folder],
      clearEnv: true,
      env: { PATH: `${folder}:${Deno.env.get("PATH")}` },
    }).outputSync();
    const said = new TextDecoder().decode(stderr);
    assert.ok(
      said.includes(` https://github.com/owner/name/releases/download/v${VERSION}/SHA256SUMS\n`),
      said,
    );
    assert.match(said, /--proto =https --proto-redir =https /);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});
