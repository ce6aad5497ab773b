import { arrayOf, object, one, word } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { together } from "../together.ts";
import { heldPrivileges, neededPrivileges, type PrivilegePlaces } from "./privileges.ts";
import { retrieveAll, retrieveObjects } from "./properties.ts";
import type { Session } from "./session.ts";
import type { Vsphere } from "./vsphere.ts";

/** What a target is and what the account may do there. */
export interface Capability {
  readonly type: "vcenter" | "esxi";
  /** Product, version and build. */
  readonly fullName: string;
  /** The version of the API that is spoken. */
  readonly apiVersion: string;
  /** "free": the API only reads; "unknown": the account may not see licences. */
  readonly licence: "paid" | "evaluation" | "free" | "unknown";
  /** Names of the licences, never their keys. */
  readonly licenceNames: readonly string[];
  /** Privileges that tools need, by id; one that is absent could not be found out. */
  readonly privileges: ReadonlyMap<string, boolean>;
  /** Address of the vCenter Server that manages this ESXi host. */
  readonly managedBy?: string | undefined;
}

/** Finds out what a target is and what the account may do, without changing anything. */
export async function probeTarget(
  vsphere: Vsphere,
  options: { readonly places?: PrivilegePlaces; readonly signal?: AbortSignal | undefined } = {},
): Promise<Capability> {
  const { session } = vsphere;
  const { places = {}, signal } = options;
  const { content, version } = await session.run((login) => Promise.resolve(login), signal);
  const { about, isVcenter, licenseManager } = content;
  const ids = Object.values(neededPrivileges(content)).flatMap((tools) => Object.values(tools).flat());
  const [licences, privileges, managedBy] = await together([
    licenseManager === undefined ? [] : readLicences(session, licenseManager, signal),
    heldPrivileges(session, [...new Set(ids)], { places, signal }),
    isVcenter ? undefined : managerOf(session, signal),
  ]);
  return {
    type: isVcenter ? "vcenter" : "esxi",
    fullName: about.fullName ?? about.name ?? "vSphere",
    apiVersion: version,
    licence: licenceKind(licences),
    licenceNames: [...new Set(licences.map(({ name, editionKey }) => name ?? editionKey ?? "unnamed"))],
    privileges,
    managedBy,
  };
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

/** A list may hold the evaluation next to what replaced it, and a vCenter Server lists the licences of all its hosts. */
function licenceKind(licences: readonly Licence[]): Capability["licence"] {
  if (licences.length === 0) return "unknown";
  const assigned = licences.filter(({ editionKey }) => editionKey !== "eval");
  if (assigned.length === 0) return "evaluation";
  return assigned.every(isFree) ? "free" : "paid";
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
