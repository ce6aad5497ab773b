import { configKeys } from "../src/config/schema.ts";
import { NAME } from "../src/version.ts";

/** The name in front of humans. */
export const TITLE = "ESXi MCP Server";

/** What it is in at most 100 characters, which is what the MCP registry takes. */
export const SUMMARY =
  "Manages virtual machines on VMware ESXi and vCenter Server, and asks before it destroys.";

/** Arguments with which clients start it. */
export const SERVE_ARGS: readonly string[] = ["--transport", "stdio"];

/** A key of the configuration that clients ask their human for. */
export interface Setting {
  readonly key: string;
  readonly title: string;
  readonly variable: string;
  readonly description: string;
  readonly example: string;
  readonly type: "string" | "boolean";
  readonly isRequired: boolean;
  readonly isSecret: boolean;
  /** As a variable would say it. */
  readonly fallback: string;
}

/** These and no others: the rest of the configuration is for those who write a file. */
const ASKED: Readonly<Record<string, { readonly title: string; readonly fallback?: string }>> = {
  vcenter_host: { title: "Host" },
  vcenter_user: { title: "User" },
  vcenter_password: { title: "Password" },
  thumbprint: { title: "Certificate thumbprint", fallback: "" },
  insecure: { title: "Accept any certificate", fallback: "false" },
  read_only: { title: "Read only", fallback: "false" },
  confirm: { title: "Confirmation", fallback: "auto" },
};

/** The settings in the order in which they are asked for. */
export const SETTINGS: readonly Setting[] = Object.entries(ASKED).map(([key, { title, fallback = "" }]) => {
  const found = configKeys.find(({ name }) => name === key);
  if (found === undefined) throw new Error(`Cannot offer the setting "${key}": no such key; see src/config`);
  return {
    key,
    title,
    variable: found.variable,
    description: found.description,
    example: found.example,
    type: found.placeholder === undefined && found.isSecret !== true ? "boolean" : "string",
    isRequired: found.fallback === "required",
    isSecret: found.isSecret === true,
    fallback,
  };
});

/** The address of a repository on GitHub, from OWNER/NAME. */
export function repositoryUrl(repository: string): string {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) {
    throw new Error(`Cannot use the repository "${repository}": it is not OWNER/NAME; set GITHUB_REPOSITORY`);
  }
  return `https://github.com/${repository}`;
}

/** The file of a release that holds the bundle for desktop clients. */
export const MCPB_FILE: string = `${NAME}.mcpb`;

/** What is released for each platform, as the release names it behind the product's name; installers choose among them. */
export const PLATFORMS: readonly string[] = [
  "linux-x64",
  "linux-arm64",
  "macos-x64",
  "macos-arm64",
  "windows-x64.exe",
];
