import { invalidArgument, notSupported, SimFault } from "../core/fault.ts";
import { dataListAt, type DataObject, flagAt, numberAt, textAt, textListAt } from "../core/value.ts";
import { Entity } from "../world/entity.ts";
import { type Account, type MadeRole, READ_PRIVILEGES } from "../world/session.ts";
import type { World } from "../world/world.ts";
import type { Call, MethodTable } from "./method.ts";
import { PRIVILEGES } from "./rights_data.ts";

/** The first id of a role that somebody makes. */
const FIRST_ID = 1001;

/** Making roles and giving them to accounts. */
export const ROLE_METHODS: MethodTable = {
  AddAuthorizationRole: {
    on: "AuthorizationManager",
    access: "write",
    privilege: "Authorization.ModifyRoles",
    run: ({ args, world }) => {
      const name = textAt(args, "name") ?? "";
      const asked = textListAt(args, "privIds");
      if (world.roles.some((role) => role.name === name)) {
        throw new SimFault("AlreadyExists", `The role '${name}' already exists.`, { name });
      }
      if (asked.some((id) => !KNOWN.has(id))) throw invalidArgument("privIds");
      const id = FIRST_ID + world.roles.length;
      world.roles.push({ id, name, privileges: [...new Set([...READ_PRIVILEGES, ...asked])] });
      return id;
    },
  },
  SetEntityPermissions: {
    on: "AuthorizationManager",
    access: "write",
    privilege: "Authorization.ModifyPermissions",
    run: (call) => {
      // Accounts hold here what they hold at the root folder, with all that is below.
      if (call.object(Entity, "entity").parent !== undefined) throw notSupported();
      for (const permission of dataListAt(call.args, "permission")) setPermission(call, permission);
      return undefined;
    },
  },
};

const KNOWN: ReadonlySet<string> = new Set(PRIVILEGES.map(({ id }) => id));

function setPermission({ world, sessions }: Call, permission: DataObject): void {
  const principal = textAt(permission, "principal") ?? "";
  const isGroup = flagAt(permission, "group") === true;
  if (flagAt(permission, "propagate") !== true) throw notSupported();
  const account = sessions.accounts.find(({ user }) =>
    [user, principalOf(user)].some((name) => name.toLowerCase() === principal.toLowerCase())
  );
  if (account === undefined || isGroup) {
    throw new SimFault("UserNotFound", `The user or group named '${principal}' does not exist.`, {
      principal,
      unresolved: false,
    });
  }
  account.role = roleOf(numberAt(permission, "roleId"), world);
}

function roleOf(roleId: number | undefined, { roles }: World): Account["role"] {
  if (roleId === -1) return "admin";
  if (roleId === -2) return "readOnly";
  const made = roles.find(({ id }) => id === roleId);
  if (made === undefined) throw roleNotFound();
  return made.privileges;
}

/** The id of the role that an account has. */
export function roleIdOf(role: Account["role"], { roles }: World): number {
  if (role === "admin") return -1;
  return roles.find(({ privileges }) => privileges === role)?.id ?? -2;
}

/** A made role as the list of roles shows it. */
export function madeRole({ id, name, privileges }: MadeRole): DataObject {
  return {
    $type: "AuthorizationRole",
    roleId: id,
    system: false,
    name,
    info: { $type: "Description", label: name, summary: name },
    privilege: privileges,
  };
}

/** No role has this id. */
export function roleNotFound(): SimFault {
  return new SimFault("NotFound", "The object or item referred to could not be found.");
}

/** `administrator@vsphere.local` is VSPHERE.LOCAL\\administrator in permissions. */
export function principalOf(user: string): string {
  const [name, domain] = user.split("@");
  return domain === undefined || name === undefined ? user : `${domain.toUpperCase()}\\${name}`;
}
