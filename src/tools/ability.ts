import { UserError } from "../errors.ts";
import { type Capability, freshCapability, knownCapability, type TargetKind } from "../vsphere/capability.ts";
import type { Tool, ToolContext } from "./tool.ts";

/** Whether a tool works on a target with an account. */
export interface Ability {
  readonly tool: string;
  /** "refused" is certain, "unknown" is not: privileges may be granted further down. */
  readonly state: "works" | "refused" | "unknown";
  /** Ids of privileges that are not held where they were looked up. */
  readonly missing: readonly string[];
  /** Continues a sentence about the tool; undefined when it works. */
  readonly reason?: string;
}

/** What a kind of licence means for the tools. */
export const LICENCE_MEANING: Readonly<Record<Capability["licence"], string>> = {
  paid: "changes are allowed",
  evaluation: "changes are allowed until it ends",
  free: "its API only reads, so every change is refused; assign a paid or evaluation licence",
  unknown: "the account may not see licences, which takes the privilege Global.Licenses",
};

/** Why a privilege that is missing at the root folder settles nothing. */
export const NOT_AT_ROOT =
  "Privileges were looked up at the root folder; those that lack there may be granted further down, and a call tells";

/** The ids of all privileges that these tools need, each once and sorted; on both kinds of targets when none is given. */
export function privilegesOf(
  tools: readonly Pick<Tool, "privileges">[],
  type?: TargetKind,
): readonly string[] {
  const kinds = type === undefined ? ["vcenter", "esxi"] as const : [type];
  return [...new Set(tools.flatMap(({ privileges }) => kinds.flatMap((kind) => privileges[kind])))].sort();
}

/** What a tool can do on a target, in one sentence. */
export function abilityOf(tool: Tool, capability: Capability): Ability {
  const refusal = refusalOf(tool, capability);
  if (refusal !== undefined) return { tool: tool.name, state: "refused", missing: [], reason: refusal };
  const needed = tool.privileges[capability.type];
  const missing = needed.filter((id) => capability.privileges.get(id) === false);
  if (missing.length > 0) {
    return { tool: tool.name, state: "unknown", missing, reason: `lacks ${missing.join(", ")}` };
  }
  if (needed.every((id) => capability.privileges.has(id))) {
    return { tool: tool.name, state: "works", missing };
  }
  const reason = "the server does not tell the account's privileges; a refused call names what is missing";
  return { tool: tool.name, state: "unknown", missing, reason };
}

/**
 * Throws UserError when a tool is certain not to work here, before it does anything: on the other kind of target, or
 * because the licence lets nobody write.
 *
 * A privilege that is missing at the root folder is not certain: it may be granted on a folder, pool or datastore alone,
 * on vCenter Server as on ESXi, and which object a call means is known only to the tool. So the call goes out, the
 * server decides, and its NoPermission is said as a sentence that names privilege and object. Tools that would be
 * refused half way look up the privileges on the objects themselves first (`refuseLacking`).
 *
 * Reads send nothing for this. Of a login, the first write asks once; a refusal looks again, since somebody may have
 * assigned a licence meanwhile.
 */
export async function refuseInability(
  tool: Tool,
  { vsphere, tools, signal }: Pick<ToolContext, "vsphere" | "tools" | "signal">,
): Promise<void> {
  if (tool.effect === "read" && tool.requires === undefined) return;
  // A tool that needs nothing of the target does not depend on it.
  if (privilegesOf([tool]).length === 0) return;
  const { isVcenter } = await vsphere.session.content(signal);
  refuse(tool, otherKind(tool, isVcenter ? "vcenter" : "esxi"));
  if (tool.effect === "read" || isVcenter) return;
  const asked = { ids: privilegesOf(tools), signal };
  if (refusalOf(tool, await knownCapability(vsphere, asked)) === undefined) return;
  refuse(tool, refusalOf(tool, await freshCapability(vsphere, asked)));
}

function refuse(tool: Tool, reason: string | undefined): void {
  if (reason !== undefined) throw new UserError("unsupported", `Cannot run ${tool.name} here: ${reason}`);
}

function refusalOf(tool: Tool, { type, licence }: Capability): string | undefined {
  const reason = otherKind(tool, type);
  if (reason !== undefined || licence !== "free" || tool.effect === "read") return reason;
  return "the free licence of this ESXi host makes its API read-only; assign a paid or evaluation licence";
}

function otherKind({ requires }: Tool, type: TargetKind): string | undefined {
  if (requires === undefined || requires === type) return undefined;
  return requires === "vcenter"
    ? "it needs vCenter Server and this is an ESXi host; connect to the vCenter Server that manages it"
    : "it works on an ESXi host alone and this is vCenter Server; connect to the host";
}
