import assert from "node:assert/strict";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { Host } from "../../src/simulator/world/host.ts";
import { Folder, Pool } from "../../src/simulator/world/places.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { finish, openRaw, RawClient, taskFault, textAt } from "./raw_client.ts";

type Scene = Awaited<ReturnType<typeof openRaw>>;

function vmNamed({ simulator }: Scene, name: string): Vm {
  const vm = simulator.world.all(Vm).find((one) => one.name === name);
  assert.ok(vm !== undefined, name);
  return vm;
}

/** The fault that a task method ends with. */
async function fails(scene: Scene, method: string, self: string, content = ""): Promise<string | undefined> {
  return taskFault(await finish(scene, await scene.client.ask(method, self, content)));
}

Deno.test("a wrong password and an unknown user are InvalidLogin, and many of them lock the account", async () => {
  const { simulator } = await openRaw();
  const { admin } = simulator;
  const client = new RawClient(simulator);
  assert.equal((await client.logIn({ ...admin, user: "nobody" })).fault, "InvalidLogin");
  for (let tries = 0; tries < 5; tries++) {
    assert.equal((await client.logIn({ ...admin, password: "wrong" })).fault, "InvalidLogin");
  }
  assert.equal((await client.logIn(admin)).fault, "InvalidLogin", "it is locked now");
});

Deno.test("a cookie that is logged in cannot log in again", async () => {
  const { client } = await openRaw();
  assert.match(client.cookie, /^vmware_soap_session="[0-9a-f]+"$/);
  assert.equal((await client.logIn()).fault, "InvalidLogin");
});

Deno.test("an idle session ends in both shapes", async () => {
  const { client, clock } = await openRaw();
  await clock.turn(31 * 60_000);
  const method = await client.call("CurrentTime", "ServiceInstance:ServiceInstance");
  assert.deepEqual([method.status, method.fault], [500, "NotAuthenticated"]);
  const read = await client.call(
    "RetrievePropertiesEx",
    "PropertyCollector:propertyCollector",
    '<specSet><propSet><type>Folder</type><pathSet>name</pathSet><pathSet>childEntity</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet></specSet><options/>',
  );
  assert.equal(read.status, 200);
  assert.doesNotMatch(read.text, /<propSet>/);
  assert.equal(
    read.text.match(/<missingSet><path>(name|childEntity)<\/path><fault><fault xsi:type="NotAuthenticated">/g)
      ?.length,
    2,
  );
});

Deno.test("power operations answer wrong states, questions and templates with their faults", async () => {
  const scene = await openRaw();
  const id = (name: string) => `VirtualMachine:${vmNamed(scene, name).ref.value}`;
  assert.equal(await fails(scene, "PowerOnVM_Task", id("web-02")), "InvalidPowerState");
  assert.equal(await fails(scene, "PowerOffVM_Task", id("web-03")), "InvalidPowerState");
  assert.equal(await fails(scene, "PowerOnVM_Task", id("build-agent-7")), "QuestionPending");
  assert.equal(await fails(scene, "PowerOnVM_Task", id("lost-and-found")), "InvalidState");
  assert.equal(await fails(scene, "PowerOnVM_Task", id("tpl-windows-2022")), "InvalidState");
  assert.equal(await fails(scene, "Destroy_Task", id("web-02")), "InvalidPowerState");
  assert.equal((await scene.client.call("ShutdownGuest", id("web-03"))).fault, "InvalidPowerState");
  assert.equal((await scene.client.call("ShutdownGuest", id("win11-desktop"))).fault, "ToolsUnavailable");
});

Deno.test("a fault of a task has its text where real servers put it", async () => {
  const scene = await openRaw();
  const task = await scene.client.ask(
    "PowerOnVM_Task",
    `VirtualMachine:${vmNamed(scene, "web-02").ref.value}`,
  );
  const info = await finish(scene, task);
  assert.equal(textAt(info, "state"), "error");
  const sentence = "The attempted operation cannot be performed in the current state (Powered on).";
  assert.equal(textAt(info, "error", "localizedMessage"), sentence);
  assert.equal(textAt(info, "error", "fault", "faultMessage", "message"), sentence);
  assert.equal(textAt(info, "error", "fault", "existingState"), "poweredOn");
});

Deno.test("a machine that is busy refuses a second task with the first one's id", async () => {
  const scene = await openRaw();
  const vm = `VirtualMachine:${vmNamed(scene, "web-03").ref.value}`;
  const first = await scene.client.ask("PowerOnVM_Task", vm);
  const second = await scene.client.call("PowerOffVM_Task", vm);
  assert.equal(second.fault, "TaskInProgress");
  assert.match(second.text, new RegExp(`<task type="Task">${first.text}</task>`));
});

Deno.test("machines are not made where they cannot be", async () => {
  const scene = await openRaw();
  const { world } = scene.simulator;
  const folder = world.all(Folder).find(({ name }) => name === "Web");
  const pool = world.all(Pool).find(({ name }) => name === "High");
  assert.ok(folder !== undefined && pool !== undefined);
  const make = (config: string) =>
    fails(
      scene,
      "CreateVM_Task",
      `Folder:${folder.ref.value}`,
      `<config>${config}</config><pool type="ResourcePool">${pool.ref.value}</pool>`,
    );
  const files = "<files><vmPathName>[gold-01]</vmPathName></files>";
  const cases: readonly (readonly [config: string, fault: string | undefined])[] = [
    [`<name>web-02</name>${files}`, "DuplicateName"],
    [`<name>WEB-02</name>${files}`, "DuplicateName"],
    [`<name></name>${files}`, "InvalidName"],
    [`<name>${"x".repeat(81)}</name>${files}`, "InvalidName"],
    [`<name>n</name><guestId>nosuchGuest</guestId>${files}`, "InvalidArgument"],
    [`<name>n</name>${files}<numCPUs>0</numCPUs>`, "InvalidArgument"],
    [`<name>n</name>${files}<memoryMB>3</memoryMB>`, "InvalidArgument"],
    [
      `<name>n</name>${files}<numCPUs>3</numCPUs><numCoresPerSocket>2</numCoresPerSocket>`,
      "NumVirtualCpusIncompatible",
    ],
    ["<name>n</name>", "InvalidArgument"],
    ["<name>n</name><files><vmPathName>[nowhere]</vmPathName></files>", "InvalidDatastore"],
    ["<name>n</name><files><vmPathName>gold-01</vmPathName></files>", "InvalidDatastorePath"],
    [`<name>n</name>${files}${disk("<capacityInKB>999999999999</capacityInKB>", "false")}`, "NoDiskSpace"],
    [`<name>n</name>${files}${disk("<capacityInKB>1024</capacityInKB>", "true", "-9")}`, "MissingController"],
    [`<name>n</name>${files}${nic("no such network")}`, "InvalidDeviceBacking"],
    [`<name>n</name>${files}`, undefined],
  ];
  for (const [config, fault] of cases) assert.equal(await make(config), fault, config);
  const made = world.all(Vm).filter(({ name }) => name === "n");
  assert.equal(made.length, 1, "failures leave nothing behind");
});

function disk(capacity: string, isThin: string, controller = "-1"): string {
  return '<deviceChange><operation>add</operation><device xsi:type="ParaVirtualSCSIController"><key>-1</key>' +
    "<busNumber>0</busNumber><sharedBus>noSharing</sharedBus></device></deviceChange>" +
    "<deviceChange><operation>add</operation><fileOperation>create</fileOperation>" +
    '<device xsi:type="VirtualDisk"><key>-2</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName></fileName>' +
    `<diskMode>persistent</diskMode><thinProvisioned>${isThin}</thinProvisioned></backing>` +
    `<controllerKey>${controller}</controllerKey><unitNumber>0</unitNumber>${capacity}</device></deviceChange>`;
}

function nic(network: string): string {
  return '<deviceChange><operation>add</operation><device xsi:type="VirtualVmxnet3"><key>-3</key>' +
    `<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>${network}</deviceName></backing></device></deviceChange>`;
}

Deno.test("a datastore that is lost or full refuses, and says which it is", async () => {
  const scene = await openRaw();
  const lost = scene.simulator.world.all(Datastore).find(({ name }) => name === "old-lun-7");
  const answer = await scene.client.call(
    "MakeDirectory",
    "FileManager:FileManager",
    `<name>[old-lun-7] x</name><datacenter type="Datacenter">${
      lost?.lineage.find(({ ref }) => ref.type === "Datacenter")?.ref.value
    }</datacenter>`,
  );
  assert.equal(answer.fault, "InaccessibleDatastore");
});

Deno.test("CPUs and memory are added while it runs only when that was prepared", async () => {
  const scene = await openRaw();
  const vm = vmNamed(scene, "web-02");
  const reconfigure = (spec: string) =>
    fails(scene, "ReconfigVM_Task", `VirtualMachine:${vm.ref.value}`, `<spec>${spec}</spec>`);
  assert.equal(await reconfigure("<numCPUs>8</numCPUs>"), "CpuHotPlugNotSupported");
  assert.equal(await reconfigure("<memoryMB>16384</memoryMB>"), "MemoryHotPlugNotSupported");
  vm.hasCpuHotAdd = true;
  vm.hasMemoryHotAdd = true;
  assert.equal(await reconfigure("<numCPUs>8</numCPUs><memoryMB>16384</memoryMB>"), undefined);
  assert.deepEqual([vm.numCpu, vm.memoryMib], [8, 16_384]);
  assert.equal(await reconfigure("<numCPUs>4</numCPUs>"), "CpuHotPlugNotSupported");
  assert.equal(await reconfigure("<changeVersion>old</changeVersion>"), "ConcurrentAccess");
});

Deno.test("more memory than a host has is refused at power-on", async () => {
  const scene = await openRaw({ model: "esxi" });
  const vm = vmNamed(scene, "win-lab");
  vm.memoryMib = 128 * 1024;
  const task = await scene.client.ask("PowerOnVM_Task", `VirtualMachine:${vm.ref.value}`);
  const info = await finish(scene, task);
  assert.equal(taskFault(info), "InsufficientMemoryResourcesFault");
  assert.equal(textAt(info, "error", "fault", "requested"), String(128 * 1024 ** 3));
  assert.ok(scene.simulator.world.all(Host).every(({ isUsable }) => isUsable));
});

Deno.test("a read-only account reads, and is told which privilege it lacks", async () => {
  const { simulator } = await openRaw();
  const client = new RawClient(simulator);
  await client.logIn(simulator.reader);
  const vm = simulator.world.all(Vm)[0];
  const answer = await client.call("PowerOnVM_Task", `VirtualMachine:${vm?.ref.value}`);
  assert.equal(answer.fault, "NoPermission");
  assert.match(answer.text, /<privilegeId>VirtualMachine\.Interact\.PowerOn<\/privilegeId>/);
  assert.equal(
    (await client.ask("Fetch", `VirtualMachine:${vm?.ref.value}`, "<prop>name</prop>")).text,
    vm?.name,
  );
  const licences = await client.call("Fetch", "LicenseManager:LicenseManager", "<prop>licenses</prop>");
  assert.equal(licences.fault, "NoPermission");
});

Deno.test("the free licence reads only", async () => {
  const scene = await openRaw({ model: "esxi", licence: "free" });
  const vm = `VirtualMachine:${vmNamed(scene, "win-lab").ref.value}`;
  assert.equal((await scene.client.call("PowerOnVM_Task", vm)).fault, "RestrictedVersion");
  assert.equal((await scene.client.call("Fetch", vm, "<prop>name</prop>")).fault, undefined);
});

Deno.test("ESXi has neither clone, templates, relocation nor folders", async () => {
  const scene = await openRaw({ model: "esxi" });
  const vm = `VirtualMachine:${vmNamed(scene, "win-lab").ref.value}`;
  const clone = '<folder type="Folder">ha-folder-vm</folder><name>x</name>' +
    "<spec><location/><template>false</template><powerOn>false</powerOn></spec>";
  const calls = [
    ["CloneVM_Task", vm, clone],
    ["MarkAsTemplate", vm, ""],
    ["RelocateVM_Task", vm, "<spec/>"],
    ["CreateFolder", "Folder:ha-folder-vm", "<name>x</name>"],
  ] as const;
  for (const [method, self, content] of calls) {
    assert.equal((await scene.client.call(method, self, content)).fault, "NotSupported", method);
  }
});
