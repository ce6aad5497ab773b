/** Writes install.sh and install.ps1 as they belong to a release: `GITHUB_REPOSITORY=OWNER/NAME scripts/installers.ts FOLDER`. */
import { repositoryUrl } from "./product.ts";
import { VERSION } from "../src/version.ts";

/** The lines that a release fills in, in the order in which they stand in the scripts. */
const BLANKS: Readonly<Record<string, readonly [blank: string, filled: (value: string) => string][]>> = {
  "install.sh": [
    ["\nreleases=\n", (url) => `\nreleases=${url}\n`],
    ["\nversion=latest\n", (version) => `\nversion=${version}\n`],
  ],
  "install.ps1": [
    ["\n$releases = ''\n", (url) => `\n$releases = '${url}'\n`],
    ["[string] $Version = 'latest'", (version) => `[string] $Version = '${version}'`],
  ],
};

/** The names of the scripts. */
export const INSTALLERS: readonly string[] = Object.keys(BLANKS);

/** The text of a script with the address of the repository's releases, and this version as the one to install. */
export function stamped(
  name: string,
  { text, repository }: { readonly text: string; readonly repository: string },
): string {
  const values = [`${repositoryUrl(repository)}/releases`, VERSION];
  return (BLANKS[name] ?? []).reduce((before, [blank, filled], at) => {
    if (before.split(blank).length !== 2) {
      throw new Error(`Cannot fill in ${name}: "${blank.trim()}" is not there once`);
    }
    return before.replace(blank, () => filled(values[at] ?? ""));
  }, text);
}

if (import.meta.main) {
  const [folder = "."] = Deno.args;
  const repository = Deno.env.get("GITHUB_REPOSITORY") ?? "";
  for (const name of INSTALLERS) {
    const text = await Deno.readTextFile(new URL(`../${name}`, import.meta.url));
    await Deno.writeTextFile(`${folder}/${name}`, stamped(name, { text, repository }));
  }
}
