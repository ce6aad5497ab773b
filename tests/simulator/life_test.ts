import assert from "node:assert/strict";
import { childrenNamed } from "../../src/soap/xml.ts";
import { createSimulator } from "../../src/simulator/simulator.ts";
import { ManualClock } from "../../src/simulator/core/clock.ts";
import { Datastore } from "../../src/simulator/world/datastore.ts";
import { Folder, Pool } from "../../src/simulator/world/places.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { finish, NOON, openRaw, taskFault, textAt } from "./raw_client.ts";

type Scene = Awaited<ReturnType<typeof openRaw>>;

function vmNamed({ simulator }: Scene, name: string): Vm {
  const vm = simulator.world.all(Vm).find((one) => one.name === name);
  assert.ok(vm !== undefined, name);
  return vm;
}

async function done(scene: Scene, method: string, self: string, content = ""): Promise<string | undefined> {
  const info = await finish(scene, await scene.client.ask(method, self, content));
  assert.equal(taskFault(info), undefined, method);
  return textAt(info, "result");
}

Deno.test("the same options give the same world", () => {
  const tell = (seed: number) => {
    using simulator = createSimulator({ clock: new ManualClock(NOON), vms: 300, seed });
    return simulator.world.all(Vm).map((
      vm,
    ) => [vm.name, vm.ref.value, vm.uuid, vm.host.name, vm.powerState, vm.committedBytes]);
  };
  assert.deepEqual(tell(1), tell(1));
  assert.notDeepEqual(tell(1), tell(2));
});

Deno.test("no two machines share a UUID, a network address or a MAC address", () => {
  using simulator = createSimulator({ clock: new ManualClock(NOON), vms: 3000 });
  const vms = simulator.world.all(Vm);
  const macs = vms.flatMap(({ devices }) => devices.flatMap(({ macAddress }) => macAddress ?? []));
  assert.equal(new Set(macs).size, macs.length);
  for (
    const pick of [
      (vm: Vm) => vm.uuid,
      (vm: Vm) => vm.instanceUuid,
      (vm: Vm) => vm.guest.ip,
      (vm: Vm) => vm.vmxPath,
    ]
  ) {
    // The twin of web-01 has the same name, and so the same path on another datastore.
    assert.equal(new Set(vms.map(pick)).size, vms.length);
  }
});

Deno.test("a world has as many machines as were asked for, and none when none were", () => {
  for (const model of ["vcenter", "esxi"] as const) {
    for (const vms of [0, 1, 5, 40, 1000]) {
      using simulator = createSimulator({ model, vms, clock: new ManualClock(NOON) });
      assert.equal(simulator.world.all(Vm).length, vms, model);
      assert.ok(
        simulator.world.all(Datastore).every((datastore) =>
          datastore.freeBytes > 0 || !datastore.isAccessible
        ),
      );
    }
  }
});

Deno.test("a started machine brings Tools, then an address, then load and samples", async () => {
  const scene = await openRaw();
  const vm = vmNamed(scene, "web-03");
  const self = `VirtualMachine:${vm.ref.value}`;
  const guest = async () => {
    const info = await scene.client.ask("Fetch", self, "<prop>guest</prop>");
    return [textAt(info, "toolsRunningStatus"), textAt(info, "ipAddress")];
  };
  await scene.client.ask("PowerOnVM_Task", self);
  await scene.clock.turn(1500);
  assert.deepEqual(await guest(), ["guestToolsNotRunning", undefined]);
  await scene.clock.turn(8000);
  assert.deepEqual(await guest(), ["guestToolsRunning", undefined]);
  await scene.clock.turn(4000);
  assert.match(String((await guest())[1]), /^10\.20\.\d+\.\d+$/);
  await scene.clock.turn(600_000);
  const mhz = await scene.client.ask("Fetch", self, "<prop>summary.quickStats.overallCpuUsage</prop>");
  assert.ok(Number(mhz.text) > 0);
  await scene.client.ask("ShutdownGuest", self);
  assert.equal(vm.powerState, "poweredOn", "a guest takes a while");
  await scene.clock.turn(5000);
  assert.equal(vm.powerState, "poweredOff");
});

Deno.test("a task can be cancelled and leaves nothing behind", async () => {
  const scene = await openRaw();
  const source = vmNamed(scene, "web-02");
  const task = await scene.client.ask(
    "CloneVM_Task",
    `VirtualMachine:${source.ref.value}`,
    cloneOf(source, "half"),
  );
  await scene.clock.turn(800);
  await scene.client.ask("CancelTask", `Task:${task.text}`);
  const info = await finish(scene, task);
  assert.deepEqual([textAt(info, "state"), taskFault(info), textAt(info, "cancelled")], [
    "error",
    "RequestCanceled",
    "true",
  ]);
  assert.equal(scene.simulator.world.all(Vm).some(({ name }) => name === "half"), false);
});

Deno.test("space goes down with what is made and up with what is deleted", async () => {
  const scene = await openRaw();
  const source = vmNamed(scene, "db-01");
  const [datastore] = source.datastores;
  assert.ok(datastore !== undefined);
  const before = datastore.freeBytes;
  const made = await done(
    scene,
    "CloneVM_Task",
    `VirtualMachine:${source.ref.value}`,
    cloneOf(source, "copy"),
  );
  const taken = before - datastore.freeBytes;
  // Two disks, 60 and 500 GB, both thick.
  assert.ok(taken >= 560 * 1024 ** 3, String(taken));
  await done(scene, "Destroy_Task", `VirtualMachine:${made}`);
  assert.equal(datastore.freeBytes, before);
});

Deno.test("snapshots chain the disks, and the chain ends with them", async () => {
  const scene = await openRaw();
  const vm = vmNamed(scene, "web-03");
  const self = `VirtualMachine:${vm.ref.value}`;
  const chain = async () => {
    const devices = await scene.client.ask("Fetch", self, "<prop>config.hardware.device</prop>");
    const disk = devices.children.find(({ xsiType }) => xsiType === "VirtualDisk");
    const files: string[] = [];
    for (
      let at = disk && childrenNamed(disk, "backing")[0];
      at !== undefined;
      at = childrenNamed(at, "parent")[0]
    ) {
      files.push(textAt(at, "fileName")?.replace(/^.*\//, "") ?? "");
    }
    return files;
  };
  const snapshot = (name: string) =>
    done(
      scene,
      "CreateSnapshot_Task",
      self,
      `<name>${name}</name><memory>false</memory><quiesce>false</quiesce>`,
    );
  const first = await snapshot("one");
  const second = await snapshot("two");
  assert.deepEqual(await chain(), ["web-03-000002.vmdk", "web-03-000001.vmdk", "web-03.vmdk"]);
  vm.numCpu = 8;
  await done(scene, "RevertToSnapshot_Task", `VirtualMachineSnapshot:${first}`);
  assert.equal(vm.numCpu, 4, "a snapshot holds the configuration");
  assert.equal(vm.currentSnapshot?.name, "one");
  await done(
    scene,
    "RemoveSnapshot_Task",
    `VirtualMachineSnapshot:${first}`,
    "<removeChildren>false</removeChildren>",
  );
  assert.deepEqual(vm.snapshots.map(({ name }) => name), ["two"], "the child moves up");
  await done(
    scene,
    "RemoveSnapshot_Task",
    `VirtualMachineSnapshot:${second}`,
    "<removeChildren>true</removeChildren>",
  );
  assert.deepEqual(await chain(), ["web-03.vmdk"]);
  assert.deepEqual([vm.snapshots, vm.currentSnapshot], [[], undefined]);
  const files = vm.datastores[0]?.files.list("web-03").map(([name]) => name);
  assert.deepEqual(files?.filter((name) => name.endsWith(".vmdk")), ["web-03.vmdk"]);
});

Deno.test("the disk of a running machine is locked, the one below its snapshot is not", async () => {
  const scene = await openRaw({ model: "esxi" });
  const vm = vmNamed(scene, "pihole");
  const copy = async () => {
    const task = await scene.client.ask(
      "CopyVirtualDisk_Task",
      "VirtualDiskManager:ha-vdiskmanager",
      "<sourceName>[datastore1] pihole/pihole.vmdk</sourceName><destName>[datastore1] copy.vmdk</destName>",
    );
    return taskFault(await finish(scene, task));
  };
  assert.equal(await copy(), "FileLocked");
  await done(
    scene,
    "CreateSnapshot_Task",
    `VirtualMachine:${vm.ref.value}`,
    "<name>s</name><memory>false</memory><quiesce>false</quiesce>",
  );
  assert.equal(await copy(), undefined);
  assert.equal(await copy(), "FileAlreadyExists");
  const files = scene.simulator.world.all(Datastore).find(({ name }) => name === "datastore1")?.files;
  // Without a specification a copy is thick.
  assert.equal(files?.get("copy.vmdk")?.bytes, 8 * 1024 ** 3);
});

Deno.test("what is registered anew has its name from its file, and pools and folders come and go", async () => {
  const scene = await openRaw();
  const { client, simulator: { world } } = scene;
  const vm = vmNamed(scene, "web-03");
  const path = vm.vmxPath;
  const [folder, pool] = [vm.parent, vm.pool];
  assert.ok(folder instanceof Folder && pool instanceof Pool);
  await client.ask("UnregisterVM", `VirtualMachine:${vm.ref.value}`);
  await done(
    scene,
    "RegisterVM_Task",
    `Folder:${folder.ref.value}`,
    `<path>${path}</path><asTemplate>false</asTemplate><pool type="ResourcePool">${pool.ref.value}</pool>`,
  );
  assert.equal(world.all(Vm).filter(({ name }) => name === "web-03").length, 1);
  const made = await client.ask("CreateFolder", `Folder:${folder.ref.value}`, "<name>a%2fb</name>");
  await done(scene, "Destroy_Task", `Folder:${made.text}`);
  assert.equal(world.all(Folder).some(({ name }) => name === "a%2fb"), false);
});

function cloneOf(source: Vm, name: string): string {
  return `<folder type="Folder">${source.parent?.ref.value}</folder><name>${name}</name>` +
    "<spec><location/><template>false</template><powerOn>false</powerOn></spec>";
}
