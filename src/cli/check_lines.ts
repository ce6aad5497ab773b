import { asksForKey, httpListenHost } from "../config/listen.ts";
import { isLoopback } from "../loopback.ts";
import type { Config } from "../config/schema.ts";
import type { Capability } from "../vsphere/capability.ts";
import type { Placement } from "../vsphere/placement/placement.ts";
import { neededPrivileges } from "../vsphere/privileges.ts";

/** "fail" means that something needed does not work; "untested", that an earlier failure stood in the way. */
export type CheckStatus = "ok" | "warn" | "fail" | "untested";

/** What was found out about one subject; a warning or failure says the remedy. */
export interface CheckLine {
  readonly status: CheckStatus;
  readonly subject: string;
  readonly text: string;
}

/** The subjects of the toolsets among the lines of {@linkcode capabilityLines}. */
export const TOOLSET_SUBJECTS: readonly string[] = Object.keys(neededPrivileges({ isVcenter: true }))
  .map(toolsetSubject);

/** What the target is and whether its licence and the account's privileges suffice. */
export function capabilityLines(capability: Capability): readonly CheckLine[] {
  const { fullName, apiVersion } = capability;
  return [
    { status: "ok", subject: "version", text: `${fullName}, API ${apiVersion}` },
    typeLine(capability),
    licenceLine(capability),
    ...toolsetLines(capability),
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
  const address = `would listen on ${host.includes(":") ? `[${host}]` : host}:${config.http_port}`;
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
        text:
          `${names} is free: its API only reads, so every change is refused; assign a paid or evaluation licence`,
      };
    case "evaluation":
    case "paid":
      return { status: "ok", subject, text: `${licence}: ${names}` };
  }
}

function toolsetLines({ type, privileges }: Capability): readonly CheckLine[] {
  const toolsets = neededPrivileges({ isVcenter: type === "vcenter" });
  return Object.entries(toolsets).map(([toolset, tools]) => {
    const subject = toolsetSubject(toolset);
    if (privileges.size === 0) {
      const text =
        "unknown: the server does not tell the account's privileges; a refused call names what is missing";
      return { status: "warn", subject, text };
    }
    const lacking = Object.entries(tools).flatMap(([tool, ids]) => {
      const missing = ids.filter((id) => privileges.get(id) === false);
      return missing.length === 0 ? [] : [`${tool} lacks ${missing.join(", ")}`];
    });
    if (lacking.length === 0) {
      return { status: "ok", subject, text: `all privileges for ${Object.keys(tools).join(", ")}` };
    }
    const text = `${lacking.join("; ")}; give the account's role these privileges where virtual machines go`;
    return { status: "fail", subject, text };
  });
}

function toolsetSubject(toolset: string): string {
  return `${toolset} tools`;
}
