import assert from "node:assert/strict";
import { Folder } from "../../src/simulator/world/places.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw, RawClient } from "./raw_client.ts";

const MANAGER = "AuthorizationManager:AuthorizationManager";
const ROLE = "<name>starter</name><privIds>VirtualMachine.Interact.PowerOn</privIds>";

function permission(principal: string, roleId: string, more = "<group>false</group>"): string {
  return `<entity type="Folder">group-d1</entity><permission><principal>${principal}</principal>${more}` +
    `<roleId>${roleId}</roleId><propagate>true</propagate></permission>`;
}

Deno.test("AddAuthorizationRole makes a role, and SetEntityPermissions gives it to an account", async () => {
  const { simulator, client } = await openRaw();
  const bob = new RawClient(simulator);
  await bob.logIn(simulator.reader);
  const vm = simulator.world.all(Vm).find(({ powerState }) => powerState === "poweredOff");
  const start = () => bob.call("PowerOnVM_Task", `VirtualMachine:${vm?.ref.value}`);
  assert.equal((await start()).fault, "NoPermission");

  const { text: id } = await client.ask("AddAuthorizationRole", MANAGER, ROLE);
  await client.ask("SetEntityPermissions", MANAGER, permission("readonly", id));

  assert.equal((await start()).fault, undefined);
  const { text } = await client.call("RetrieveRolePermissions", MANAGER, `<roleId>${id}</roleId>`);
  assert.match(text, /<principal>readonly</);
  const list = await client.call("Fetch", MANAGER, "<prop>roleList</prop>");
  assert.match(list.text, new RegExp(`<roleId>${id}</roleId><system>false</system><name>starter<`));
});

Deno.test("AddAuthorizationRole refuses a name twice, unknown privileges and who may not", async () => {
  const { simulator, client } = await openRaw();
  const add = async (content: string, who = client) =>
    (await who.call("AddAuthorizationRole", MANAGER, content)).fault;
  const bob = new RawClient(simulator);
  await bob.logIn(simulator.reader);

  assert.equal(await add(ROLE), undefined);
  assert.equal(await add(ROLE), "AlreadyExists");
  assert.equal(await add("<name>x</name><privIds>No.Such</privIds>"), "InvalidArgument");
  assert.equal(await add("<name>x</name>", bob), "NoPermission");
});

Deno.test("SetEntityPermissions refuses unknown accounts, roles and other objects than the root folder", async () => {
  const { simulator, client } = await openRaw();
  const below = simulator.world.all(Folder).find(({ parent }) => parent !== undefined)?.ref.value;
  const set = async (content: string) => (await client.call("SetEntityPermissions", MANAGER, content)).fault;
  assert.equal(await set(permission("VSPHERE.LOCAL\\Administrator", "-1")), undefined);
  assert.equal(await set(permission("nobody", "-1")), "UserNotFound");
  assert.equal(await set(permission("readonly", "-1", "<group>true</group>")), "UserNotFound");
  assert.equal(await set(permission("readonly", "99")), "NotFound");
  assert.equal(await set(permission("readonly", "-1").replace(">group-d1<", `>${below}<`)), "NotSupported");
});
