import { firstSentence, listedTools } from "./tool_docs.ts";
import { SERVE_ARGS, type Setting, SETTINGS, SUMMARY, TITLE } from "./product.ts";
import { NAME, VERSION } from "../src/version.ts";

/** Where the server is inside the bundle. */
export const ENTRY_POINT: string = `server/${NAME}.mjs`;

/** The manifest of the MCPB bundle. */
export function manifest(): Readonly<Record<string, unknown>> {
  return {
    manifest_version: "0.3",
    name: NAME,
    display_name: TITLE,
    version: VERSION,
    description: SUMMARY,
    author: { name: "the ESXi MCP Server authors" },
    license: "MIT",
    keywords: ["vmware", "vsphere", "esxi", "vcenter"],
    server: {
      type: "node",
      entry_point: ENTRY_POINT,
      mcp_config: {
        command: "node",
        args: [`\${__dirname}/${ENTRY_POINT}`, ...SERVE_ARGS],
        env: Object.fromEntries(SETTINGS.map(({ key, variable }) => [variable, `\${user_config.${key}}`])),
      },
    },
    tools: listedTools().map(({ name, description }) => ({ name, description: firstSentence(description) })),
    compatibility: { platforms: ["darwin", "win32", "linux"], runtimes: { node: ">=20.16.0" } },
    user_config: Object.fromEntries(SETTINGS.map((setting) => [setting.key, userConfig(setting)])),
  };
}

/** A host leaves `${...}` in place for what has neither value nor default, so all but the required ones have one. */
function userConfig({ title, description, type, isRequired, isSecret, fallback }: Setting) {
  return {
    type,
    title,
    description,
    required: isRequired,
    ...(isSecret ? { sensitive: true } : {}),
    ...(isRequired ? {} : { default: type === "boolean" ? fallback === "true" : fallback }),
  };
}
