import { TLSSocket } from "node:tls";
import type { Config } from "../config/schema.ts";
import { UserError } from "../errors.ts";
import { connect } from "../soap/connect.ts";
import { CertificateError } from "../soap/connection_error.ts";
import { withLimit } from "../soap/deadline.ts";
import { proxyFor, proxySettings } from "../soap/proxy.ts";
import { privilegesOf } from "../tools/ability.ts";
import { probeTarget } from "../vsphere/capability.ts";
import { place, type Placement } from "../vsphere/placement/placement.ts";
import type { PrivilegePlaces } from "../vsphere/privileges.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import { safetyLines } from "./safety_lines.ts";
import type { Toolsets } from "./enabled.ts";
import {
  capabilityLines,
  type CheckLine,
  placementLine,
  toolsetSubject,
  transportLine,
} from "./check_lines.ts";

/** What a check needs beside the configuration and the target. */
export interface CheckOptions {
  /** Where the proxy is named. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly toolsets: Toolsets;
  /** The target is a simulated one in this process. */
  readonly isSimulated?: boolean;
}

/** Tries everything that tools need, without changing anything, and says what came out as soon as it is known. */
export async function* checkTarget(
  config: Config,
  vsphere: Vsphere,
  options: CheckOptions,
): AsyncGenerator<CheckLine> {
  const told = new Set<string>();
  for (const step of [checkConnection, checkLogin, checkAbilities]) {
    const lines = await step({ config, vsphere, ...options });
    yield* lines;
    for (const { subject } of lines) told.add(subject);
    if (lines.some(({ status }) => status === "fail")) break;
  }
  const subjects = [...SUBJECTS, ...Object.keys(options.toolsets).map(toolsetSubject), "placement"];
  for (const subject of subjects.filter((name) => !told.has(name))) {
    yield { status: "untested", subject, text: "not tested" };
  }
  const content = told.has("login")
    ? await settle(() => vsphere.session.content(options.signal), options.signal)
    : undefined;
  yield* safetyLines(config, { isVcenter: content instanceof UserError ? undefined : content?.isVcenter });
  yield transportLine(config);
}

const SUBJECTS = ["reachable", "certificate", "login", "version", "type", "licence"];

interface Check extends CheckOptions {
  readonly config: Config;
  readonly vsphere: Vsphere;
}

async function checkConnection(check: Check): Promise<readonly CheckLine[]> {
  const { config: { vcenter_host: url }, vsphere, signal } = check;
  const answered = await settle(
    () => vsphere.session.client.getText("/sdk/vimServiceVersions.xml", signal),
    signal,
  );
  const reachable = { status: "ok", subject: "reachable", text: `${url.host} answers` } as const;
  if (answered instanceof CertificateError) return [reachable, failure("certificate", answered)];
  if (answered instanceof UserError) return [failure("reachable", answered)];
  return [reachable, await certificateLine(check)];
}

async function certificateLine(check: Check): Promise<CheckLine> {
  const { vcenter_host: url, thumbprint, insecure, ca_file } = check.config;
  const line = (status: "ok" | "warn", text: string) => ({ status, subject: "certificate", text });
  if (check.isSimulated) return line("ok", "none needed: the target is simulated in this process");
  if (url.protocol === "http:") {
    return line("warn", "none: http:// sends the password readable by anybody in between; use https://");
  }
  if (thumbprint !== undefined) return line("ok", "pinned: it has the configured thumbprint");
  if (!insecure) {
    const store = ca_file === undefined
      ? "the system's certificates"
      : `ca_file "${ca_file}" or the system's certificates`;
    return line("ok", `verified with ${store}`);
  }
  const seen = await seenThumbprint(check);
  const value = seen === undefined ? "" : `: "${seen}"`;
  return line(
    "warn",
    `NOT verified (insecure: true); set thumbprint${value} after comparing it with the host's, and remove insecure`,
  );
}

/** The SHA-256 thumbprint, which insecure connections do not look at; undefined where the runtime does not show it. */
async function seenThumbprint({ config, env, signal }: Check): Promise<string | undefined> {
  const { vcenter_host: url } = config;
  const proxy = proxyFor(url, proxySettings(env));
  const limit = {
    signal,
    timeoutMs: config.request_timeout_seconds * 1000,
    onTimeout: () => `Cannot look at the certificate of "${url.host}": it does not answer; try again`,
  };
  const look = (signal: AbortSignal) => connect(url, { tls: { kind: "insecure" }, proxy, signal });
  const socket = await settle(() => withLimit(limit, look), signal);
  if (!(socket instanceof TLSSocket)) return undefined;
  try {
    return socket.getPeerCertificate?.().fingerprint256;
  } finally {
    socket.destroy();
  }
}

async function checkLogin({ config, vsphere, signal }: Check): Promise<readonly CheckLine[]> {
  const content = await settle(() => vsphere.session.content(signal), signal);
  if (content instanceof UserError) return [failure("login", content)];
  return [{ status: "ok", subject: "login", text: `as ${config.vcenter_user}` }];
}

async function checkAbilities({ vsphere, toolsets, signal }: Check): Promise<readonly CheckLine[]> {
  const placement = await settle(() => place(vsphere, { network: { name: undefined } }, signal), signal);
  const places = placement instanceof UserError ? undefined : privilegePlaces(placement);
  const ids = privilegesOf(Object.values(toolsets).flat());
  const capability = await settle(() => probeTarget(vsphere, { ids, places, signal }), signal);
  const placementResult = placement instanceof UserError
    ? failure("placement", placement)
    : placementLine(placement);
  if (capability instanceof UserError) return [failure("version", capability), placementResult];
  return [...capabilityLines(capability, toolsets), placementResult];
}

/** Privileges on machines are looked up at the folder of a new one. */
function privilegePlaces({ folder, datastore, network, resourcePool }: Placement): PrivilegePlaces {
  return {
    System: folder.ref,
    VirtualMachine: folder.ref,
    Datastore: datastore.ref,
    Network: network?.ref,
    Resource: resourcePool.ref,
  };
}

function failure(subject: string, error: UserError): CheckLine {
  return { status: "fail", subject, text: error.message };
}

/** What `work` gives, or the failure that the user can mend. */
async function settle<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | UserError> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) return error;
    throw error;
  }
}
