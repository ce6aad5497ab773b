import { asksForKey, httpListenHost } from "../config/listen.ts";
import { isLoopback, urlHost } from "../loopback.ts";
import type { Config } from "../config/schema.ts";
import { abilityOf, LICENCE_MEANING, NOT_AT_ROOT } from "../tools/ability.ts";
import type { Tool } from "../tools/tool.ts";
import type { Toolsets } from "./enabled.ts";
import type { Capability } from "../vsphere/capability.ts";
import type { Placement } from "../vsphere/placement/placement.ts";

/** "fail" means that something needed does not work; "untested", that an earlier failure stood in the way. */
export type CheckStatus = "ok" | "warn" | "fail" | "untested";

/** What was found out about one subject; a warning or failure says the remedy. */
export interface CheckLine {
  readonly status: CheckStatus;
  readonly subject: string;
  readonly text: string;
}

/** The subject of a toolset among the lines of {@linkcode capabilityLines}. */
export function toolsetSubject(toolset: string): string {
  return `${toolset} tools`;
}

/** What the target is and whether its licence and the account's privileges suffice. */
export function capabilityLines(capability: Capability, toolsets: Toolsets): readonly CheckLine[] {
  const { fullName, apiVersion } = capability;
  return [
    { status: "ok", subject: "version", text: `${fullName}, API ${apiVersion}` },
    typeLine(capability),
    licenceLine(capability),
    ...clockLines(capability),
    ...toolsetLines(capability, toolsets),
  ];
}

/** Where a new virtual machine would go, and why. */
export function placementLine(placement: Placement): CheckLine {
  const { datacenter, folder, reasons } = placement;
  const text = `a new virtual machine goes to datacenter "${datacenter.name}", folder "${folder.path}". `;
  return { status: "ok", subject: "placement", text: text + reasons.join(". ") };
}

/** How clients would reach the server. */
export function transportLine(config: Config): CheckLine {
  const subject = "transport";
  if (config.transport === "stdio") {
    return {
      status: "ok",
      subject,
      text: "stdio: the client starts the server and talks to it over its pipes",
    };
  }
  const host = httpListenHost(config);
  const address = `would listen on ${urlHost(host)}:${config.http_port}`;
  if (asksForKey(config)) return { status: "ok", subject, text: `${address}, API key required` };
  if (isLoopback(host)) {
    return { status: "ok", subject, text: `${address}, for this machine only, no API key required` };
  }
  return {
    status: "warn",
    subject,
    text: `${address}, open to other machines without a key; set MCP_API_KEY`,
  };
}

function typeLine({ type, managedBy }: Capability): CheckLine {
  const subject = "type";
  if (type === "vcenter") return { status: "ok", subject, text: "vCenter Server" };
  if (managedBy === undefined) return { status: "ok", subject, text: "standalone ESXi host" };
  return {
    status: "warn",
    subject,
    text:
      `ESXi host managed by the vCenter Server at "${managedBy}", which overrides or refuses changes made here; ` +
      "set vcenter_host to that vCenter Server",
  };
}

function licenceLine({ licence, licenceNames }: Capability): CheckLine {
  const subject = "licence";
  const names = licenceNames.map((name) => `"${name}"`).join(", ");
  switch (licence) {
    case "unknown":
      return {
        status: "warn",
        subject,
        text:
          "unknown: the account may not see licences; give its role the privilege Global.Licenses to have it checked",
      };
    case "free":
      return {
        status: "fail",
        subject,
        text: `${names} is free: ${LICENCE_MEANING.free}`,
      };
    case "evaluation":
    case "paid":
      return { status: "ok", subject, text: `${licence}: ${names}` };
  }
}

/** A clock that is wrong makes statistics and events look old or future; one that is right needs no line. */
function clockLines({ clockSkewSeconds: skew = 0 }: Capability): readonly CheckLine[] {
  if (Math.abs(skew) <= MAX_SKEW_SECONDS) return [];
  const text = `the server's clock is ${Math.abs(skew)} s ${skew > 0 ? "ahead of" : "behind"} this one; ` +
    "have both follow the same time servers";
  return [{ status: "warn", subject: "clock", text }];
}

/** Statistics are taken every 20 seconds: less does not show. */
const MAX_SKEW_SECONDS = 20;

function toolsetLines(capability: Capability, toolsets: Toolsets): readonly CheckLine[] {
  return Object.entries(toolsets).map(([toolset, tools]) => ({
    subject: toolsetSubject(toolset),
    ...toolsetState(capability, tools),
  }));
}

function toolsetState(capability: Capability, tools: readonly Tool[]): Omit<CheckLine, "subject"> {
  const others = tools.map((tool) => abilityOf(tool, capability)).filter(({ state }) => state !== "works");
  if (others.length === 0) {
    return { status: "ok", text: `all privileges for ${tools.map(({ name }) => name).join(", ")}` };
  }
  const refused = others.filter(({ state }) => state === "refused");
  if (refused.length > 0) {
    const [reason] = refused.map(({ reason }) => reason);
    return { status: "fail", text: `${refused.map(({ tool }) => tool).join(", ")} cannot work: ${reason}` };
  }
  const lacking = others.filter(({ missing }) => missing.length > 0);
  if (lacking.length === 0) return { status: "warn", text: `unknown: ${others[0]?.reason}` };
  const list = lacking.map(({ tool, reason }) => `${tool} ${reason}`).join("; ");
  if (capability.lookedAt === "root") return { status: "warn", text: `${list}. ${NOT_AT_ROOT}` };
  return {
    status: "fail",
    text: `${list}; give the account's role these privileges where virtual machines go`,
  };
}
