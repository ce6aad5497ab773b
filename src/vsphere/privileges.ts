import { boolean, many, object, one, ref, text } from "../soap/decode.ts";
import type { Moref } from "../soap/encode.ts";
import { VimFault } from "./faults.ts";
import { retrieveObjects } from "./properties.ts";
import type { ServiceContent } from "./service_content.ts";
import type { Session } from "./session.ts";

/** Privilege ids by tool, by toolset. */
export type NeededPrivileges = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Where privileges are looked up, by the first word of their ids: `{ Datastore: ref }`; the others at the root folder. */
export type PrivilegePlaces = Readonly<Partial<Record<string, Moref>>>;

/** The privileges without which a tool cannot do all it offers. */
export function neededPrivileges({ isVcenter }: Pick<ServiceContent, "isVcenter">): NeededPrivileges {
  return {
    vm: {
      list_vms: [READ],
      get_vm: [READ],
      get_vm_performance: [READ],
      create_vm: ["VirtualMachine.Inventory.Create", "VirtualMachine.Config.AddNewDisk", ...PLACING],
      clone_vm: [...(isVcenter ? CLONING : COPYING), ...PLACING],
      delete_vm: ["VirtualMachine.Inventory.Delete"],
      power_on_vm: ["VirtualMachine.Interact.PowerOn"],
      power_off_vm: ["VirtualMachine.Interact.PowerOff"],
    },
    host: { list_hosts: [READ], get_host: [READ] },
    datastore: { list_datastores: [READ] },
    network: { list_networks: [READ] },
    performance: {
      get_performance: [READ],
      list_metrics: [READ],
    },
    inventory: {
      find: [READ],
      get_inventory_tree: [READ],
    },
    task: {
      get_task: [READ],
      // Needed for what others have started.
      cancel_task: ["Global.CancelTask"],
    },
  };
}

/**
 * Whether the session holds the privileges, asked in one call; groups and inherited permissions count.
 * Empty when the server does not tell.
 */
export async function heldPrivileges(
  session: Session,
  ids: readonly string[],
  options: { readonly places: PrivilegePlaces; readonly signal?: AbortSignal | undefined },
): Promise<ReadonlyMap<string, boolean>> {
  try {
    return await askPrivileges(session, ids, options);
  } catch (error) {
    // An account that may not even ask is no reason to fail.
    if (error instanceof VimFault) return new Map();
    throw error;
  }
}

const READ = "System.Read";
const PLACING = ["Resource.AssignVMToPool", "Datastore.AllocateSpace", "Network.Assign"];
const CLONING = [
  "VirtualMachine.Inventory.CreateFromExisting",
  "VirtualMachine.Provisioning.Clone",
  "VirtualMachine.Provisioning.DeployTemplate",
];
/** A host without vCenter Server clones by copying files. */
const COPYING = [
  "VirtualMachine.Inventory.Create",
  "VirtualMachine.Config.AddExistingDisk",
  "Datastore.FileManagement",
];

const readEntityPrivileges = object({
  entity: one(ref),
  privAvailability: many(object({ privId: one(text), isGranted: one(boolean) })),
});

async function askPrivileges(
  session: Session,
  ids: readonly string[],
  { places, signal }: Parameters<typeof heldPrivileges>[2],
): Promise<ReadonlyMap<string, boolean>> {
  const { authorizationManager: target, sessionManager, rootFolder } = await session.content(signal);
  const [own] = await retrieveObjects(session, [sessionManager], { shape: OWN_SESSION, signal });
  const sessionId = own?.["currentSession.key"];
  if (target === undefined || sessionId === undefined) return new Map();
  const placeOf = (id: string) => places[id.split(".", 1)[0] ?? ""] ?? rootFolder;
  const entity = [...new Map(ids.map(placeOf).map((place) => [place.value, place])).values()];
  const args = { entity, sessionId, privId: ids };
  const answer = await session.call({ method: "HasPrivilegeOnEntities", target, args, signal });
  const rows = answer.flatMap((element) => readEntityPrivileges(element) ?? []);
  return new Map(ids.flatMap((id) => {
    const there = rows.find((row) => row.entity?.value === placeOf(id).value);
    const isGranted = there?.privAvailability.find(({ privId }) => privId === id)?.isGranted;
    return isGranted === undefined ? [] : [[id, isGranted] as const];
  }));
}

const OWN_SESSION = { "currentSession.key": text } as const;
