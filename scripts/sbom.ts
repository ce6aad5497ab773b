/** Prints what the product consists of as CycloneDX 1.6: `deno run --allow-read --allow-run scripts/sbom.ts`. */
import { Buffer } from "node:buffer";
import { type Package, productPackages } from "./packages.ts";
import { NAME, VERSION } from "../src/version.ts";

type Component = ReturnType<typeof component>;

/** As much of CycloneDX as is written here. */
export interface Sbom {
  readonly bomFormat: "CycloneDX";
  readonly specVersion: string;
  readonly version: number;
  readonly metadata: { readonly component: Omit<Component, "hashes"> };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/** The bill of materials of this version. It has no time and no serial number: the same lock file gives the same bytes. */
export function sbom(packages: readonly Package[] = productPackages()): Sbom {
  const self = `pkg:generic/${NAME}@${VERSION}`;
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": self,
        name: NAME,
        version: VERSION,
        purl: self,
        licenses: [{ license: { id: "MIT" } }],
      },
    },
    components: packages.map(component),
    dependencies: [
      { ref: self, dependsOn: packages.filter(({ isDirect }) => isDirect).map((one) => purl(idOf(one))) },
      ...packages.map((one) => ({ ref: purl(idOf(one)), dependsOn: one.needs.map(purl) })),
    ],
  };
}

function component(one: Package) {
  const [group, name = one.name] = one.name.startsWith("@") ? one.name.split("/") : [undefined, one.name];
  return {
    type: "library",
    "bom-ref": purl(idOf(one)),
    ...(group === undefined ? {} : { group }),
    name,
    version: one.version,
    purl: purl(idOf(one)),
    hashes: [{ alg: "SHA-512", content: sha512(one.integrity) }],
    licenses: [{ license: { id: one.licence } }],
  };
}

function idOf({ name, version }: Package): string {
  return `${name}@${version}`;
}

/** Package URLs escape the @ of a scope. */
function purl(id: string): string {
  return `pkg:npm/${id.replace(/^@/, "%40")}`;
}

function sha512(integrity: string): string {
  const [algorithm, digest = ""] = integrity.split("-");
  if (algorithm !== "sha512") throw new Error(`Cannot use the integrity "${integrity}": it is not SHA-512`);
  return Buffer.from(digest, "base64").toString("hex");
}

if (import.meta.main) {
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(sbom(), null, 2) + "\n"));
}
