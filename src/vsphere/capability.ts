import { untilAborted } from "../soap/deadline.ts";
import { arrayOf, object, one, text, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { together } from "../together.ts";
import { isFault, VimFault } from "./faults.ts";
import { heldPrivileges, ownSession, type PrivilegePlaces } from "./privileges.ts";
import { retrieveAll, retrieveObjects } from "./properties.ts";
import { oncePerLogin, type Session } from "./session.ts";
import type { Vsphere } from "./vsphere.ts";

/** The two kinds of targets. */
export type TargetKind = "vcenter" | "esxi";

/** What a target is and what the account may do there. */
export interface Capability {
  readonly type: TargetKind;
  /** Product, version and build. */
  readonly fullName: string;
  readonly version?: string | undefined;
  readonly build?: string | undefined;
  /** The version of the API that is spoken. */
  readonly apiVersion: string;
  readonly instanceUuid?: string | undefined;
  /** "free": the API only reads; "unknown": the account may not see licences. */
  readonly licence: "paid" | "evaluation" | "free" | "unknown";
  /** Names of the licences, never their keys. */
  readonly licenceNames: readonly string[];
  /** As the server names it. */
  readonly account?: string | undefined;
  /** How far the server's clock is ahead of the one here. */
  readonly clockSkewSeconds?: number | undefined;
  /** Privileges that tools need, by id; one that is absent could not be found out. */
  readonly privileges: ReadonlyMap<string, boolean>;
  /** Where they were looked up. */
  readonly lookedAt: "root" | "placement";
  /** Address of the vCenter Server that manages this ESXi host. */
  readonly managedBy?: string | undefined;
}

/** What to find out. */
export interface ProbeOptions {
  /** The privileges to look up, by id. */
  readonly ids: readonly string[];
  /** Where to look them up; default the root folder. */
  readonly places?: PrivilegePlaces | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds out what a target is and what the account may do, without changing anything. */
export async function probeTarget(
  { session }: Pick<Vsphere, "session">,
  { ids, places, signal }: ProbeOptions,
): Promise<Capability> {
  const { content, version } = await session.run((login) => Promise.resolve(login), signal);
  const { about, isVcenter, licenseManager } = content;
  const [licences, rights, managedBy, clockSkewSeconds] = await together([
    licenseManager === undefined ? [] : unlessRefused(readLicences(session, licenseManager, signal), []),
    readRights(session, ids, { places, signal }),
    isVcenter ? undefined : unlessRefused(managerOf(session, signal), undefined),
    unlessRefused(clockSkew(session, signal), undefined),
  ]);
  return {
    type: isVcenter ? "vcenter" : "esxi",
    fullName: about.fullName ?? about.name ?? "vSphere",
    version: about.version,
    build: about.build,
    apiVersion: version,
    instanceUuid: about.instanceUuid,
    licence: licenceKind(licences, isVcenter),
    licenceNames: [...new Set(licences.map(({ name, editionKey }) => name ?? editionKey ?? "unnamed"))],
    ...rights,
    clockSkewSeconds,
    lookedAt: places === undefined ? "root" : "placement",
    managedBy,
  };
}

/** {@linkcode probeTarget}, once for each login however many ask. */
export async function knownCapability(
  vsphere: Pick<Vsphere, "session">,
  { ids, signal }: Omit<ProbeOptions, "places">,
): Promise<Capability> {
  const kept = await keptOf(vsphere, signal);
  // Without the signal: it is for all who ask.
  const probing = kept.capability ?? keep(kept, probeTarget(vsphere, { ids }));
  return await untilAborted(probing, signal);
}

/** {@linkcode probeTarget} afresh, which is known from then on: licences and roles change. */
export async function freshCapability(
  vsphere: Pick<Vsphere, "session">,
  { ids, signal }: Omit<ProbeOptions, "places">,
): Promise<Capability> {
  const kept = await keptOf(vsphere, signal);
  return await untilAborted(keep(kept, probeTarget(vsphere, { ids })), signal);
}

interface Kept {
  capability?: Promise<Capability> | undefined;
}

const keptByLogin = oncePerLogin((): Promise<Kept> => Promise.resolve({}));

function keptOf({ session }: Pick<Vsphere, "session">, signal: AbortSignal | undefined): Promise<Kept> {
  return session.run(keptByLogin, signal);
}

function keep(kept: Kept, probing: Promise<Capability>): Promise<Capability> {
  kept.capability = probing;
  probing.catch(() => {
    if (kept.capability === probing) kept.capability = undefined;
  });
  return probing;
}

/** What the server does not let the account see is unknown, and no failure. */
async function unlessRefused<T>(work: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof VimFault && !isFault(error, "NotAuthenticated")) return otherwise;
    throw error;
  }
}

async function readRights(
  session: Session,
  ids: readonly string[],
  { places = {}, signal }: Omit<ProbeOptions, "ids">,
): Promise<Pick<Capability, "account" | "privileges">> {
  const unseen = { key: undefined, account: undefined };
  const { key: sessionKey, account } = await unlessRefused(ownSession(session, signal), unseen);
  return { account, privileges: await heldPrivileges(session, ids, { places, sessionKey, signal }) };
}

const readLicence = object({ editionKey: one(word), name: one(word) });
type Licence = NonNullable<ReturnType<typeof readLicence>>;

/** Empty when the account lacks Global.Licenses. */
async function readLicences(
  session: Session,
  manager: Moref,
  signal: AbortSignal | undefined,
): Promise<readonly Licence[]> {
  const shape = { licenses: arrayOf(readLicence) } as const;
  const [row] = await retrieveObjects(session, [manager], { shape, signal });
  return row?.licenses ?? [];
}

/**
 * A list may hold the evaluation next to what replaced it, and a vCenter Server lists the licences of all its hosts and
 * keys that nobody uses: that its own is a free one it cannot mean, since there is none.
 */
function licenceKind(licences: readonly Licence[], isVcenter: boolean): Capability["licence"] {
  if (licences.length === 0) return "unknown";
  const assigned = licences.filter(({ editionKey }) => editionKey !== "eval");
  if (assigned.length === 0) return "evaluation";
  if (!assigned.every(isFree)) return "paid";
  return isVcenter ? "evaluation" : "free";
}

/** The free product is called "VMware vSphere 8 Hypervisor", with or without the number. */
function isFree({ editionKey, name }: Licence): boolean {
  return editionKey?.startsWith("esxBasic") === true || /\bHypervisor\b/.test(name ?? "");
}

async function managerOf(session: Session, signal: AbortSignal | undefined): Promise<string | undefined> {
  const shapes = { HostSystem: { "summary.managementServerIp": word } } as const;
  const { HostSystem: [host] } = await retrieveAll(session, shapes, signal);
  return host?.["summary.managementServerIp"];
}

async function clockSkew(session: Session, signal: AbortSignal | undefined): Promise<number | undefined> {
  const target = { type: "ServiceInstance", value: "ServiceInstance" };
  const asked = Date.now();
  const [answer] = await session.call({ method: "CurrentTime", target, signal });
  const skewMs = Date.parse(answer === undefined ? "" : text(answer)) - (asked + Date.now()) / 2;
  return Number.isNaN(skewMs) ? undefined : Math.round(skewMs / 1000);
}
