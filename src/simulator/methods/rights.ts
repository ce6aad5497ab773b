import { lookUp } from "../collector/select.ts";
import { invalidArgument, noPermission, objectNotFound } from "../core/fault.ts";
import { type DataObject, flagAt, numberAt, refListAt, textAt, textListAt } from "../core/value.ts";
import { Entity } from "../world/entity.ts";
import type { PropertyTable } from "../world/managed_object.ts";
import { Host } from "../world/host.ts";
import { Folder } from "../world/places.ts";
import { type Account, holds } from "../world/session.ts";
import type { World } from "../world/world.ts";
import type { Call, MethodTable } from "./method.ts";
import { madeRole, principalOf, roleIdOf, roleNotFound } from "./roles.ts";
import {
  authorizationDescription,
  type LicenceFacts,
  licencesOf,
  PRIVILEGES,
  ROLES,
  unknownLicence,
} from "./rights_data.ts";

/** Who may do what, and licences. */
export const RIGHTS_METHODS: MethodTable = {
  HasPrivilegeOnEntities: {
    on: "AuthorizationManager",
    run: (call) => entityPrivileges(call, { entities: "entity", account: accountOfSession(call) }),
  },
  HasPrivilegeOnEntity: {
    on: "AuthorizationManager",
    run: (call) => {
      call.object(Entity, "entity");
      const account = accountOfSession(call);
      return textListAt(call.args, "privId").map((id) => isGranted(account, id));
    },
  },
  HasUserPrivilegeOnEntities: {
    on: "AuthorizationManager",
    run: (call) => entityPrivileges(call, { entities: "entities", account: accountOfUser(call) }),
  },
  FetchUserPrivilegeOnEntities: {
    on: "AuthorizationManager",
    run: (call) => {
      const account = accountOfUser(call);
      const privileges = PRIVILEGES.map(({ id }) => id).filter((id) => isGranted(account, id));
      return existing(call, "entities").map((entity) => ({
        $type: "UserPrivilegeResult",
        entity: entity.ref,
        privileges,
      }));
    },
  },
  RetrieveEntityPermissions: {
    on: "AuthorizationManager",
    run: (call) => {
      const entity = call.object(Entity, "entity");
      return entity.parent === undefined || flagAt(call.args, "inherited") === true ? permissions(call) : [];
    },
  },
  RetrieveAllPermissions: { on: "AuthorizationManager", run: permissions },
  RetrieveRolePermissions: {
    on: "AuthorizationManager",
    run: (call) => {
      const roleId = numberAt(call.args, "roleId");
      if (![...ROLES, ...call.world.roles].some(({ id }) => id === roleId)) throw roleNotFound();
      return permissions(call).filter((permission) => permission.roleId === roleId);
    },
  },
  QueryAssignedLicenses: {
    on: "LicenseAssignmentManager",
    run: (call) => {
      refuseUnlicensed(call);
      const entityId = textAt(call.args, "entityId");
      return assignedLicences(call.world).filter((one) =>
        entityId === undefined || one.entityId === entityId
      );
    },
  },
  DecodeLicense: {
    on: "LicenseManager",
    run: (call) => {
      refuseUnlicensed(call);
      const licenseKey = textAt(call.args, "licenseKey") ?? "";
      const known = licencesOf(call.world).find(({ key }) => key === licenseKey);
      return licenceData(known ?? unknownLicence(licenseKey), call.world);
    },
  },
};

/** Properties of the AuthorizationManager. */
export const AUTHORIZATION_PROPERTIES: PropertyTable<void> = {
  privilegeList: () =>
    PRIVILEGES.map(({ id, group, name }) => ({
      $type: "AuthorizationPrivilege",
      privId: id,
      onParent: name === "Create",
      name,
      privGroupName: group,
    })),
  roleList: (_, { world }) => [
    ...ROLES.filter(({ isVcenterOnly }) => world.isVcenter || isVcenterOnly !== true).map((role) => ({
      $type: "AuthorizationRole",
      roleId: role.id,
      system: true,
      name: role.name,
      info: { $type: "Description", label: role.label, summary: role.summary },
      privilege: PRIVILEGES.filter(role.has).map(({ id }) => id),
    })),
    ...world.roles.map(madeRole),
  ],
  description: authorizationDescription,
};

/** Properties of the LicenseManager. */
export const LICENSE_PROPERTIES: PropertyTable<void> = {
  sourceAvailable: () => true,
  licensedEdition: (_, { world }) => licencesOf(world)[0].edition,
  licenses: (_, { world }) => licencesOf(world).map((licence) => licenceData(licence, world)),
  evaluation: (_, { world }) => ({
    $type: "LicenseManagerEvaluationInfo",
    properties: world.licence === "evaluation" ? evaluationLeft(world) : [],
  }),
};

/** The account behind `sessionId`. Throws InvalidArgument. */
function accountOfSession({ args, sessions }: Call): Account {
  const session = sessions.all.find(({ key }) => key === textAt(args, "sessionId"));
  if (session === undefined) throw invalidArgument("sessionId");
  return session.account;
}

/** The account of `userName`; undefined for users who have none. */
function accountOfUser({ args, sessions }: Call): Account | undefined {
  return sessions.accounts.find(({ user }) => user === textAt(args, "userName"));
}

function isGranted(account: Account | undefined, id: string): boolean {
  return account !== undefined && KNOWN.has(id) && holds(account, id);
}

const KNOWN: ReadonlySet<string> = new Set(PRIVILEGES.map(({ id }) => id));

function entityPrivileges(
  call: Call,
  { entities, account }: { readonly entities: string; readonly account: Account | undefined },
): readonly DataObject[] {
  const privAvailability = textListAt(call.args, "privId").map((privId) => ({
    $type: "PrivilegeAvailability",
    privId,
    isGranted: isGranted(account, privId),
  }));
  return existing(call, entities).map(({ ref }) => ({
    $type: "EntityPrivilege",
    entity: ref,
    privAvailability,
  }));
}

/** The objects that an argument lists. Throws ManagedObjectNotFound. */
function existing({ args, reader }: Call, name: string): readonly Entity[] {
  return refListAt(args, name).map((ref) => {
    const entity = lookUp(reader, ref);
    if (entity instanceof Entity) return entity;
    throw objectNotFound(ref);
  });
}

/** Everybody has a role at the root folder, and what is below inherits it. */
function permissions({ world, sessions }: Call): readonly DataObject[] {
  const root = world.all(Folder).find(({ parent }) => parent === undefined);
  if (root === undefined) return [];
  const permission = (principal: string, roleId: number, group = false): DataObject => ({
    $type: "Permission",
    entity: root.ref,
    principal,
    group,
    roleId,
    propagate: true,
  });
  const own = sessions.accounts.map(({ user, role }) =>
    permission(world.isVcenter ? principalOf(user) : user, roleIdOf(role, world))
  );
  const builtIn = world.isVcenter
    ? [permission("VSPHERE.LOCAL\\Administrators", -1, true)]
    : ["dcui", "vpxuser"].map((user) => permission(user, -1));
  return [...builtIn, ...own];
}

function refuseUnlicensed({ session, target }: Call): void {
  if (!holds(session.account, "Global.Licenses")) throw noPermission(target.ref, "Global.Licenses");
}

function licenceData(facts: LicenceFacts, world: World): DataObject {
  const { key: licenseKey, edition: editionKey, name, total, costUnit, product } = facts;
  return {
    $type: "LicenseManagerLicenseInfo",
    licenseKey,
    editionKey,
    name,
    total,
    used: usedOf(facts, world),
    costUnit,
    properties: [
      property("ProductName", product),
      property("ProductVersion", "8.0"),
      ...(editionKey === "eval" ? evaluationLeft(world) : []),
    ],
  };
}

function usedOf({ counts }: LicenceFacts, world: World): number {
  if (counts !== "sockets") return counts === "servers" ? 1 : 0;
  return world.all(Host).reduce((sum, { hardware }) => sum + hardware.sockets, 0);
}

/** Every host has the licence for hosts; the server itself is in no inventory. */
function assignedLicences(world: World): readonly DataObject[] {
  const assignedLicense = licenceData(licencesOf(world)[0], world);
  return world.all(Host).map(({ ref, name }) => ({
    $type: "LicenseAssignmentManagerLicenseAssignment",
    entityId: ref.value,
    entityDisplayName: name,
    assignedLicense,
  }));
}

function evaluationLeft(world: World): readonly DataObject[] {
  const endsAt = world.startedAt + EVALUATION_MS;
  const minutes = Math.max(0, Math.floor((endsAt - world.clock.now()) / 60_000));
  return [property("expirationHours", Math.floor(minutes / 60)), property("expirationMinutes", minutes)];
}

/** An evaluation lasts for 60 days. */
const EVALUATION_MS = 60 * 24 * 60 * 60_000;

function property(key: string, value: string | number): DataObject {
  return { $type: "KeyAnyValue", key, value };
}
