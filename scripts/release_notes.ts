/** Prints what CHANGELOG.md says of a release, and refuses a tag that is not the version of the source: `scripts/release_notes.ts TAG`. */
import { VERSION } from "../src/version.ts";

/** What the changelog has under the heading of the version that this tag names. */
export function releaseNotes(
  changelog: string,
  { tag, version }: { readonly tag: string; readonly version: string },
): string {
  if (tag !== `v${version}`) {
    throw new Error(
      `Cannot release "${tag}": the source is version ${version}; set VERSION in src/version.ts`,
    );
  }
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.startsWith(`[${version}]`));
  const notes = section?.slice(section.indexOf("\n")).trim();
  if (notes === undefined || notes === "") {
    throw new Error(
      `Cannot release "${tag}": CHANGELOG.md has nothing under [${version}]; move [Unreleased] there`,
    );
  }
  return notes + "\n";
}

if (import.meta.main) {
  const changelog = await Deno.readTextFile(new URL("../CHANGELOG.md", import.meta.url));
  const notes = releaseNotes(changelog, { tag: Deno.args[0] ?? "", version: VERSION });
  await Deno.stdout.write(new TextEncoder().encode(notes));
}
