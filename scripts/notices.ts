import { TITLE } from "./product.ts";
import { checkLicences, type Package, productPackages } from "./packages.ts";

const RULE = "-".repeat(80);

/** THIRD_PARTY_NOTICES: the packages inside the product with the texts of their licences. */
export function notices(packages: readonly Package[] = productPackages()): string {
  checkLicences(packages);
  return [
    `${TITLE} is distributed with the following packages.`,
    "Written by `deno task gen` from deno.lock.",
    ...packages.map(notice),
  ].join("\n\n") + "\n";
}

function notice({ name, version, licence, texts }: Package): string {
  if (texts.length === 0) {
    throw new Error(`Cannot name the licence of ${name}@${version}: it ships no text of it; see ${licence}`);
  }
  return [RULE, `${name} ${version} (${licence})`, ...texts.map(plain)].join("\n\n");
}

/** Line ends and blanks at them differ from package to package, and editors change them. */
function plain(text: string): string {
  return text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "").trim();
}
