import assert from "node:assert/strict";
import type { Moref } from "../../src/soap/encode.ts";
import {
  dataAt,
  type DataObject,
  isData,
  made,
  textAt,
  textListAt,
  type Value,
} from "../../src/simulator/core/value.ts";
import { writeReturned } from "../../src/simulator/core/write.ts";
import { AUTHORIZATION_PROPERTIES, LICENSE_PROPERTIES } from "../../src/simulator/methods/rights.ts";
import { PRIVILEGES } from "../../src/simulator/methods/rights_data.ts";
import type { Entity } from "../../src/simulator/world/entity.ts";
import { ServiceObject } from "../../src/simulator/world/managed_object.ts";
import { privilegesOf } from "../../src/tools/ability.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { isFault, items, Stage, valueOf, VERSION } from "./event_stage.ts";

const rights = new ServiceObject(
  { type: "AuthorizationManager", value: "authmgr" },
  AUTHORIZATION_PROPERTIES,
);
const licences = new ServiceObject({ type: "LicenseManager", value: "licmgr" }, LICENSE_PROPERTIES);
const assignments = new ServiceObject({ type: "LicenseAssignmentManager", value: "assignmgr" });

function granted(entityPrivilege: DataObject | undefined): readonly string[] {
  return items(entityPrivilege?.privAvailability).filter((one) => one.isGranted === true)
    .map((one) => textAt(one, "privId") ?? "");
}

Deno.test("HasPrivilegeOnEntities grants an administrator all that the product needs", async () => {
  const stage = new Stage();
  const privId = privilegesOf(TOOLS);
  const entity = [stage.place.root.ref, stage.vms[0].ref];

  const answer = await stage.call("HasPrivilegeOnEntities", rights, {
    entity,
    sessionId: stage.session.key,
    privId,
  });

  assert.deepEqual(items(answer).map(granted), [privId, privId]);
  assert.deepEqual(items(answer).map(({ entity }) => entity), entity);
  assert.match(writeReturned(valueOf(answer), VERSION), /<privId>[^<]+<\/privId><isGranted>true</);
});

Deno.test("HasPrivilegeOnEntities grants a read-only account nothing but reading", async () => {
  const stage = new Stage();
  const bob = stage.logIn("bob", "b");
  const privId = PRIVILEGES.map(({ id }) => id);
  const entity = [stage.place.root.ref];

  const answer = await stage.call(
    "HasPrivilegeOnEntities",
    rights,
    { entity, sessionId: bob.key, privId },
    bob,
  );

  assert.deepEqual(granted(items(answer)[0]).toSorted(), ["System.Anonymous", "System.Read", "System.View"]);
});

Deno.test("HasPrivilegeOnEntities refuses objects and sessions that do not exist", async () => {
  const stage = new Stage();
  const gone = { type: "VirtualMachine", value: "vm-99" };
  const ask = (entity: readonly Moref[], sessionId: string) =>
    stage.call("HasPrivilegeOnEntities", rights, { entity, sessionId, privId: ["System.Read"] });

  await assert.rejects(ask([gone], stage.session.key), isFault("ManagedObjectNotFound"));
  await assert.rejects(ask([stage.vms[0].ref], "nobody"), isFault("InvalidArgument"));
});

Deno.test("HasPrivilegeOnEntity answers in the order of the question", async () => {
  const stage = new Stage();
  const entity = stage.vms[0].ref;
  const privId = ["VirtualMachine.Interact.PowerOn", "No.Such", "System.Read"];
  const sessionId = stage.session.key;

  assert.deepEqual(
    await stage.call("HasPrivilegeOnEntity", rights, { entity, sessionId, privId }),
    [true, false, true],
  );
});

Deno.test("FetchUserPrivilegeOnEntities tells what a user may do", async () => {
  const stage = new Stage();
  stage.logIn("bob", "b");
  const entities = [stage.vms[0].ref];
  const fetch = async (userName: string) => {
    const [first] = items(await stage.call("FetchUserPrivilegeOnEntities", rights, { entities, userName }));
    return textListAt(first, "privileges").length;
  };

  assert.deepEqual([await fetch("alice"), await fetch("bob"), await fetch("carol")], [
    PRIVILEGES.length,
    3,
    0,
  ]);
  const answer = await stage.call("HasUserPrivilegeOnEntities", rights, {
    entities,
    userName: "bob",
    privId: ["System.Read", "Folder.Create"],
  });
  assert.deepEqual(granted(items(answer)[0]), ["System.Read"]);
});

Deno.test("RetrieveEntityPermissions finds roles at the root folder and what is below it inherits them", async () => {
  const stage = new Stage("esxi");
  stage.logIn("bob", "b");
  const read = async (method: string, args: Record<string, Value> = {}) =>
    items(await stage.call(method, rights, args))
      .map((one) => `${textAt(one, "principal")} ${one.roleId}`);
  const everybody = ["dcui -1", "vpxuser -1", "alice -1", "bob -2"];
  const of = (entity: Entity, inherited: boolean) =>
    read("RetrieveEntityPermissions", { entity: entity.ref, inherited });

  assert.deepEqual(await of(stage.place.root, false), everybody);
  assert.deepEqual(await of(stage.vms[0], false), []);
  assert.deepEqual(await of(stage.vms[0], true), everybody);
  assert.deepEqual(await read("RetrieveAllPermissions"), everybody);
  assert.deepEqual(await read("RetrieveRolePermissions", { roleId: -2 }), ["bob -2"]);
  await assert.rejects(read("RetrieveRolePermissions", { roleId: 99 }), isFault("NotFound"));
});

Deno.test("AuthorizationManager has the system roles and describes every privilege", () => {
  const rolesOf = (model: "vcenter" | "esxi") => {
    const { world } = new Stage(model);
    return items(AUTHORIZATION_PROPERTIES.roleList?.(undefined, { world, session: undefined }));
  };
  const names = (roles: readonly DataObject[]) =>
    roles.map((role) => `${textAt(role, "name")} ${role.roleId}`);
  const esxi = ["Admin -1", "ReadOnly -2", "View -3", "Anonymous -4", "NoAccess -5"];

  assert.deepEqual(names(rolesOf("esxi")), esxi);
  assert.deepEqual(names(rolesOf("vcenter")), [...esxi, "NoCryptoAdmin -6"]);
  const crypto = textListAt(rolesOf("vcenter")[5], "privilege");
  assert(crypto.length > 250 && !crypto.some((id) => id.startsWith("Cryptographer.")));

  const { world } = new Stage();
  for (const name of ["privilegeList", "roleList", "description"]) {
    const xml = writeReturned(
      AUTHORIZATION_PROPERTIES[name]?.(undefined, { world, session: undefined }),
      VERSION,
    );
    assert.match(xml, /VirtualMachine\.Interact\.PowerOn</, name);
  }
  assert.equal(new Set(PRIVILEGES.map(({ id }) => id)).size, PRIVILEGES.length);
});

Deno.test("LicenseManager tells the licence that the server has", () => {
  const read = (stage: Stage) =>
    items(licences.read("licenses", { world: stage.world, session: stage.session }));
  const names = (stage: Stage) =>
    read(stage).map((one) => `${textAt(one, "editionKey")}: ${textAt(one, "name")}`);

  assert.deepEqual(names(new Stage("vcenter")), [
    "esx.enterprisePlus.cpuPackage: vSphere 8 Enterprise Plus",
    "vc.standard.instance: vCenter Server 8 Standard",
  ]);
  assert.deepEqual(names(new Stage("esxi")), ["esx.enterprisePlus.cpuPackage: vSphere 8 Enterprise Plus"]);
  assert.deepEqual(names(new Stage("esxi", "free")), ["esxBasic: VMware vSphere 8 Hypervisor"]);
  assert.deepEqual(names(new Stage("esxi", "evaluation")), ["eval: Evaluation Mode"]);
  const [first] = read(new Stage());
  assert.deepEqual([first?.total, first?.used], [64, 4]);
  for (const one of read(new Stage())) assert.match(textAt(one, "licenseKey") ?? "", /^\d{5}(-\d{5}){4}$/);
});

Deno.test("LicenseManager.evaluation runs out after 60 days", async () => {
  const stage = new Stage("esxi", "evaluation");
  const hours = () => {
    const evaluation = made(licences.read("evaluation", { world: stage.world, session: stage.session }));
    assert(isData(evaluation));
    assert.match(writeReturned(evaluation, VERSION), /<key>expirationHours<\/key><value xsi:type="xsd:int">/);
    return items(evaluation.properties)[0]?.value;
  };
  assert.equal(hours(), 60 * 24);
  await stage.place.clock.turn(61 * 86_400_000);

  assert.equal(hours(), 0);
});

Deno.test("QueryAssignedLicenses and DecodeLicense are for those who may see licences", async () => {
  const stage = new Stage();
  const bob = stage.logIn("bob", "b");
  const host = stage.place.hosts[1];
  const all = await stage.call("QueryAssignedLicenses", assignments);
  const [one] = items(await stage.call("QueryAssignedLicenses", assignments, { entityId: host.ref.value }));
  const decode = async (licenseKey: string) =>
    textAt(dataOf(await stage.call("DecodeLicense", licences, { licenseKey })), "name");

  assert.equal(items(all).length, 2);
  assert.equal(textAt(one, "entityDisplayName"), "esx-2");
  assert.equal(textAt(dataAt(one, "assignedLicense"), "name"), "vSphere 8 Enterprise Plus");
  assert.match(writeReturned(valueOf(all), VERSION), /<entityId>host-1</);
  assert.equal(await decode("00000-00000-00000-00000-00002"), "vCenter Server 8 Standard");
  assert.equal(await decode("11111-11111-11111-11111-11111"), "");
  for (
    const [method, target] of [["QueryAssignedLicenses", assignments], ["DecodeLicense", licences]] as const
  ) {
    await assert.rejects(stage.call(method, target, { licenseKey: "" }, bob), isFault("NoPermission"));
  }
});

function dataOf(answer: Parameters<typeof valueOf>[0]): DataObject | undefined {
  const value = made(valueOf(answer));
  return isData(value) ? value : undefined;
}
