import process from "node:process";
import { cleanText } from "../mcp/clean.ts";
import type { Service } from "../mcp/service.ts";
import { UserError } from "../errors.ts";
import { privilegesOf } from "../tools/ability.ts";
import type { Tool } from "../tools/tool.ts";
import type { TargetKind } from "../vsphere/capability.ts";
import { enabledToolsets } from "./enabled.ts";

/** Prints the smallest role for the enabled tools; `kind` "target" asks the target which of the two it is. */
export async function roleCommand(
  service: Service,
  { kind, signal }: { readonly kind: "target" | TargetKind; readonly signal: AbortSignal },
): Promise<number> {
  const tools = Object.values(await enabledToolsets(service)).flat();
  const found = kind === "target" ? await kindOf(service, signal) : kind;
  process.stdout.write(roleText(tools, found));
  return 0;
}

async function kindOf(service: Service, signal: AbortSignal): Promise<TargetKind | UserError> {
  try {
    const { vsphere } = await service.load();
    return (await vsphere.session.content(signal)).isVcenter ? "vcenter" : "esxi";
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) return error;
    throw error;
  }
}

const ROLE = "esxi-mcp";
const PRINCIPALS: Readonly<Record<TargetKind, string>> = {
  vcenter: "VSPHERE.LOCAL\\esxi-mcp",
  esxi: "esxi-mcp",
};

/**
 * Commands for govc and PowerCLI that make the smallest role for these tools and give it to an account. Where it is not
 * known what the target is, and why, the role has what both kinds need.
 */
export function roleText(tools: readonly Tool[], kind: TargetKind | UserError): string {
  const type = kind instanceof UserError ? undefined : kind;
  const ids = privilegesOf(tools, type);
  const principal = PRINCIPALS[type ?? "vcenter"];
  return [
    ...heading(tools, kind),
    `# Replace '${principal}' by the account that this server logs in with; it has to exist.`,
    "# The role is granted at the root folder and holds for all below. To narrow it, grant it on folders, pools,",
    "# datastores and networks instead, and the role ReadOnly at the root folder.",
    "# Left out on purpose: Global.Licenses lets check see the licence, but lets the account change licences, too.",
    "",
    "# govc",
    [`govc role.create ${ROLE}`, ...ids].join(" \\\n  "),
    `govc permissions.set -principal '${principal}' -role ${ROLE} -propagate=true /`,
    "",
    "# PowerCLI",
    `New-VIRole -Name '${ROLE}' -Privilege (Get-VIPrivilege -Id @(`,
    ids.map((id) => `  '${id}'`).join(",\n"),
    "))",
    `New-VIPermission -Entity (Get-Folder -NoRecursion) -Principal '${principal}' -Role '${ROLE}' -Propagate:$true`,
    "",
  ].join("\n");
}

function heading(tools: readonly Tool[], kind: TargetKind | UserError): readonly string[] {
  const what = `# The smallest vSphere role for the ${tools.length} enabled tools`;
  if (!(kind instanceof UserError)) {
    return [`${what} on ${kind === "vcenter" ? "vCenter Server" : "a standalone ESXi host"}.`];
  }
  const why = cleanText(kind.message).replace(/\s+/g, " ");
  return [
    `${what} on vCenter Server and ESXi alike: the target could not be asked which it is.`,
    `# ${why}`,
    "# With --role=vcenter or --role=esxi the role is smaller.",
  ];
}
