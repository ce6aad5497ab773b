import assert from "node:assert/strict";
import { READ_PRIVILEGES } from "../../src/simulator/world/session.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw, type RawAnswer, RawClient } from "./raw_client.ts";

const PASSWORD = "demo-password";

/** The privilege for want of which a call is refused, for an account that holds these. */
async function lacking(
  privileges: readonly string[],
  call: (client: RawClient) => Promise<RawAnswer>,
): Promise<string | undefined> {
  const carol = { user: "carol", password: PASSWORD, role: [...READ_PRIVILEGES, ...privileges] };
  const { simulator } = await openRaw({ model: "esxi", accounts: [carol] });
  const client = new RawClient(simulator);
  assert.equal((await client.logIn(carol)).fault, undefined);
  const { fault, text } = await call(client);
  if (fault === undefined) return undefined;
  assert.equal(fault, "NoPermission", text);
  return /<privilegeId>(.*?)</.exec(text)?.[1];
}

const EVERYTHING = [
  "VirtualMachine.Inventory.Create",
  "VirtualMachine.Config.AddNewDisk",
  "VirtualMachine.Config.AddExistingDisk",
  "VirtualMachine.Config.AdvancedConfig",
  "VirtualMachine.Config.SwapPlacement",
  "Resource.AssignVMToPool",
  "Datastore.AllocateSpace",
  "Network.Assign",
];

const add = (device: string, more = "") =>
  `<deviceChange><operation>add</operation>${more}<device ${device}</device></deviceChange>`;
const disk = (key: number, file: string) =>
  `xsi:type="VirtualDisk"><key>${key}</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>${file}` +
  "</fileName><diskMode>persistent</diskMode></backing><capacityInKB>1024</capacityInKB>";
const nic = 'xsi:type="VirtualVmxnet3"><key>-5</key><backing ' +
  'xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName></backing>';

function create(devices: string, more = ""): string {
  return `<config><name>new</name><files><vmPathName>[datastore1]</vmPathName></files>${devices}${more}</config>` +
    '<pool type="ResourcePool">ha-root-pool</pool>';
}

Deno.test("CreateVM_Task needs each privilege that its specification calls for", async () => {
  const whole = (held: readonly string[]) =>
    lacking(held, (client) => {
      const devices = add(disk(-3, "[datastore1]"), "<fileOperation>create</fileOperation>") +
        add(disk(-4, "[datastore1] old/old.vmdk")) + add(nic);
      const more =
        '<extraConfig xsi:type="OptionValue"><key>a</key><value xsi:type="xsd:string">b</value></extraConfig>' +
        "<swapPlacement>inherit</swapPlacement>";
      return client.call("CreateVM_Task", "Folder:ha-folder-vm", create(devices, more));
    });

  assert.equal(await whole(EVERYTHING), undefined);
  for (const id of EVERYTHING) assert.equal(await whole(EVERYTHING.filter((other) => other !== id)), id);
});

Deno.test("CreateVM_Task needs no more than its specification calls for", async () => {
  const bare = (client: RawClient) => client.call("CreateVM_Task", "Folder:ha-folder-vm", create(""));

  assert.equal(
    await lacking(
      ["VirtualMachine.Inventory.Create", "Resource.AssignVMToPool", "Datastore.AllocateSpace"],
      bare,
    ),
    undefined,
  );
});

Deno.test("CancelTask needs a privilege for what others have started", async () => {
  const start = (client: RawClient, vm: Vm | undefined) =>
    client.ask("CreateSnapshot_Task", `VirtualMachine:${vm?.ref.value}`, snapshot);
  const snapshot = "<name>s</name><memory>false</memory><quiesce>false</quiesce>";
  const carol = {
    user: "carol",
    password: PASSWORD,
    role: [...READ_PRIVILEGES, "VirtualMachine.State.CreateSnapshot"],
  };
  const { simulator, client: admin } = await openRaw({ accounts: [carol] });
  const client = new RawClient(simulator);
  await client.logIn(carol);
  const [first, second] = simulator.world.all(Vm).filter(({ powerState }) => powerState === "poweredOff");

  const theirs = await start(admin, first);
  const own = await start(client, second);

  assert.equal((await client.call("CancelTask", `Task:${theirs.text}`)).fault, "NoPermission");
  assert.notEqual((await client.call("CancelTask", `Task:${own.text}`)).fault, "NoPermission");
});

Deno.test("an account without any role cannot log in", async () => {
  const carol = { user: "carol", password: PASSWORD, role: [] };
  const { simulator } = await openRaw({ accounts: [carol] });
  assert.equal((await new RawClient(simulator).logIn(carol)).fault, "NoPermission");
});
