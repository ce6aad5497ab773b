/**
 * Writes what the MCP registry is told of a release: `GITHUB_REPOSITORY=OWNER/NAME deno run scripts/server_json.ts MCPB`
 * prints server.json for this bundle.
 */
import { createHash } from "node:crypto";
import { MCPB_FILE, repositoryUrl, SERVE_ARGS, type Setting, SETTINGS, SUMMARY, TITLE } from "./product.ts";
import { NAME, VERSION } from "../src/version.ts";

/** The schema that the registry checks against. */
export const SCHEMA = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json";

type Variable = ReturnType<typeof variable>;

/** A package of the server as the registry knows it. */
export interface RegistryPackage {
  readonly registryType: "mcpb" | "oci";
  readonly identifier: string;
  readonly version?: string;
  readonly fileSha256?: string;
  readonly transport: { readonly type: "stdio" };
  readonly packageArguments?: readonly {
    readonly type: string;
    readonly name: string;
    readonly value: string;
  }[];
  readonly environmentVariables: readonly Variable[];
}

/** The entry of a release in the registry. */
export interface ServerJson {
  readonly $schema: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly version: string;
  readonly repository: { readonly url: string; readonly source: string };
  readonly packages: readonly [RegistryPackage, RegistryPackage];
}

/** What is released, and where. */
export interface Release {
  /** OWNER/NAME on GitHub. */
  readonly repository: string;
  /** The packed bundle. */
  readonly mcpb: Uint8Array;
}

/** The entry of a release in the registry; its name is in the namespace that the owner of the repository can prove. */
export function serverJson({ repository, mcpb }: Release): ServerJson {
  const [owner = ""] = repository.split("/");
  const [name = "", value = ""] = SERVE_ARGS;
  const url = repositoryUrl(repository);
  const environmentVariables = SETTINGS.map(variable);
  return {
    $schema: SCHEMA,
    name: `io.github.${owner}/${NAME}`,
    title: TITLE,
    description: SUMMARY,
    version: VERSION,
    repository: { url, source: "github" },
    packages: [
      {
        registryType: "mcpb",
        identifier: `${url}/releases/download/v${VERSION}/${MCPB_FILE}`,
        version: VERSION,
        fileSha256: createHash("sha256").update(mcpb).digest("hex"),
        transport: { type: "stdio" },
        environmentVariables,
      },
      {
        registryType: "oci",
        // The registry wants the version in the name of the image and nowhere else.
        identifier: `ghcr.io/${repository.toLowerCase()}:${VERSION}`,
        transport: { type: "stdio" },
        packageArguments: [{ type: "named", name, value }],
        environmentVariables,
      },
    ],
  };
}

function variable({ variable: name, description, type, isRequired, isSecret, fallback }: Setting) {
  return {
    name,
    description,
    format: type,
    isRequired,
    isSecret,
    ...(fallback === "" ? {} : { default: fallback }),
  };
}

if (import.meta.main) {
  const [file = ""] = Deno.args;
  const repository = Deno.env.get("GITHUB_REPOSITORY") ?? "";
  const entry = serverJson({ repository, mcpb: await Deno.readFile(file) });
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(entry, null, 2) + "\n"));
}
