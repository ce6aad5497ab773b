import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import {
  createVm,
  fieldsOf,
  nameOf,
  type Part,
  propertyOf,
  referredPaths,
  vmInfo,
  vmPath,
} from "./govc_stage.ts";

/** vm.create, vm.power, vm.change, vm.destroy and the devices: the life of a machine. */
export const VMS: Part = {
  async "vm.create makes what was asked for"(stage) {
    const name = await createVm(stage, "govc create");
    const { config, runtime, ...vm } = await vmInfo(stage, name);
    assert.equal(vm.name, name);
    assert.equal(config.name, name);
    assert.deepEqual(config.hardware, { numCPU: 2, memoryMB: 512 });
    assert.equal(config.guestId, "otherGuest64");
    assert.match(config.guestFullName, /other.*64/i);
    assert.equal(config.annotation, "made by govc");
    assert.equal(config.firmware, "bios");
    assert.equal(config.template, false);
    assert.equal(config.files.vmPathName, `[${nameOf(stage.datastore)}] ${name}/${name}.vmx`);
    assert.equal(runtime.powerState, "poweredOff");
    assert.deepEqual(await referredPaths(stage.govc, [vmPath(name), "runtime.host"]), [stage.host]);
    assert.deepEqual(await referredPaths(stage.govc, [vmPath(name), "datastore"]), [stage.datastore]);
    assert.deepEqual(await referredPaths(stage.govc, [vmPath(name), "network"]), [stage.network]);
    const files = await stage.govc.lines("datastore.ls", `-ds=${stage.datastore}`, name);
    assert.ok(files.includes(`${name}.vmx`), `${files}`);
  },

  async "vm.create does not write over a machine"(stage) {
    const name = await createVm(stage, "govc twice");
    const refusal = await stage.govc.refusal(
      ...[
        "vm.create",
        "-on=false",
        `-net=${stage.network}`,
        `-host=${stage.host}`,
        `-ds=${stage.datastore}`,
        name,
      ],
    );
    assert.match(refusal, /govc twice\.vmx already exists/);
  },

  async "vm.create keeps a name with quotes, brackets, ampersands and emoji"(stage) {
    const name = await createVm(stage, `it's "a" & <b> é 🚀 100`);
    const { config } = await vmInfo(stage, name);
    assert.equal(config.name, name);
    assert.ok(config.files.vmPathName.endsWith(`${name}.vmx`), config.files.vmPathName);
    assert.deepEqual(await stage.govc.lines("find", stage.datacenter, "-type", "m", "-name", name), [
      `${stage.datacenter}/vm/${name}`,
    ]);
    await stage.govc.text("vm.destroy", name);
    assert.deepEqual(await stage.govc.lines("find", "/", "-type", "m", "-name", name), []);
  },

  async "vm.power goes through all states and refuses what the state forbids"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc power");
    const state = () => propertyOf(stage, [name, "runtime.powerState"]);
    assert.match(await govc.text("vm.power", "-on", name), /^Powering on VirtualMachine:\S+\.\.\. OK$/m);
    assert.equal(await state(), "poweredOn");
    assert.match(fieldsOf(await govc.text("vm.info", name)).get("Boot time") ?? "", /^\d{4}-\d\d-\d\d /);
    const { type, xml } = await govc.fault("vm.power", "-on", name);
    assert.equal(type, "InvalidPowerState");
    assert.match(xml, /<requestedState>poweredOn<.*\s+<existingState>poweredOn</);
    await govc.text("vm.power", "-reset", name);
    assert.equal(await state(), "poweredOn");
    await govc.text("vm.power", "-suspend", name);
    assert.equal(await state(), "suspended");
    await govc.text("vm.power", "-on", name);
    assert.equal(await state(), "poweredOn");
    assert.match(await govc.text("vm.power", "-off", name), /^Powering off VirtualMachine:\S+\.\.\. OK$/m);
    assert.equal(await state(), "poweredOff");
    for (const change of ["-off", "-reset", "-suspend"]) {
      assert.equal((await govc.fault("vm.power", change, name)).type, "InvalidPowerState", change);
    }
  },

  async "vm.change sets processors, memory, notes, name and extra configuration"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc change");
    const notes = "line 1\nline 2 <&> ü";
    await govc.text("vm.change", `-vm=${name}`, "-c=4", "-m=1024", `-annotation=${notes}`);
    await govc.text("vm.change", `-vm=${name}`, "-e=guestinfo.color=<red> & blue", "-e=guestinfo.size=1");
    const { config } = await vmInfo(stage, name);
    assert.deepEqual(config.hardware, { numCPU: 4, memoryMB: 1024 });
    assert.equal(config.annotation, notes);
    const extra = new Map(config.extraConfig?.map(({ key, value }) => [key, value]));
    assert.equal(extra.get("guestinfo.color"), "<red> & blue");
    assert.equal(extra.get("guestinfo.size"), "1");
    const shown = fieldsOf(await govc.text("vm.info", "-e", name));
    assert.equal(shown.get("Memory"), "1024MB");
    assert.equal(shown.get("guestinfo.color"), "<red> & blue");

    // An empty value takes a key away.
    await govc.text("vm.change", `-vm=${name}`, "-e=guestinfo.size=", "-name=govc renamed");
    const { config: later } = await vmInfo(stage, "govc renamed");
    assert.equal(later.uuid, config.uuid);
    assert.ok(!later.extraConfig?.some(({ key }) => key === "guestinfo.size"));
    assert.equal(await govc.text("vm.info", name), "");
  },

  // vcsim changes it.
  async "vm.change refuses processors to a running machine without hot-add"(stage) {
    const name = await createVm(stage, "govc hot add");
    await stage.govc.text("vm.power", "-on", name);
    await stage.govc.refusal("vm.change", `-vm=${name}`, "-c=4");
    assert.equal((await vmInfo(stage, name)).config.hardware.numCPU, 2);
  },

  async "device.ls and device.info show every device with its backing"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc devices");
    const rows = (await govc.lines("device.ls", `-vm=${name}`)).map((line) => line.split(/ {2,}/));
    const types = new Map(rows.map(([device, type]) => [device, type]));
    assert.equal(types.get("ide-200"), "VirtualIDEController");
    assert.equal(types.get("keyboard-600"), "VirtualKeyboard");
    assert.equal(types.get("video-500"), "VirtualMachineVideoCard");
    assert.equal(types.get("ethernet-0"), "VirtualVmxnet3");
    assert.ok([...types.values()].includes("ParaVirtualSCSIController"));

    const { devices: [card] } = await govc.json(cards, ["device.info", `-vm=${name}`, "ethernet-0"]);
    assert.equal(card?.backing.deviceName, nameOf(stage.network));
    assert.match(card?.macAddress ?? "", /^00:(50:56|0c:29)(:[0-9a-f]{2}){3}$/);
    const { devices: [disk, ...more] } = await govc.json(disks, ["device.info", `-vm=${name}`, "disk-*"]);
    assert.equal(more.length, 0);
    assert.equal(disk?.capacityInKB, 2 ** 20);
    assert.equal(disk?.capacityInBytes, 2 ** 30);
    assert.equal(disk?.backing.thinProvisioned, true);
    assert.ok(disk?.backing.fileName.startsWith(`[${nameOf(stage.datastore)}] ${name}/`));
    const shown = fieldsOf(await govc.text("device.info", `-vm=${name}`, "disk-*"));
    assert.equal(shown.get("File"), disk?.backing.fileName);
    assert.equal(types.get(shown.get("Controller")), "ParaVirtualSCSIController");
  },

  async "vm.disk.create adds a disk and device.remove takes it away with its file"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc disks");
    const list = async () => (await govc.json(disks, ["device.info", `-vm=${name}`, "disk-*"])).devices;
    const first = (await list()).map((disk) => disk.name);
    await govc.text(
      "vm.disk.create",
      `-vm=${name}`,
      `-ds=${stage.datastore}`,
      `-name=${name}/more`,
      "-size=2GB",
    );
    const added = (await list()).find((disk) => !first.includes(disk.name));
    assert.equal(added?.capacityInKB, 2 * 2 ** 20);
    assert.equal(added?.backing.fileName, `[${nameOf(stage.datastore)}] ${name}/more.vmdk`);
    await govc.text("device.remove", `-vm=${name}`, added?.name ?? "");
    assert.deepEqual((await list()).map((disk) => disk.name), first);
    const files = await govc.lines("datastore.ls", `-ds=${stage.datastore}`, name);
    assert.ok(!files.includes("more.vmdk"), `${files}`);
  },

  async "vm.destroy turns a machine off and leaves nothing of it"(stage) {
    const { govc } = stage;
    const name = await createVm(stage, "govc destroy");
    await govc.text("vm.power", "-on", name);
    await govc.text("vm.destroy", name);
    assert.deepEqual(await govc.lines("find", "/", "-type", "m", "-name", name), []);
    assert.ok(!(await govc.lines("datastore.ls", `-ds=${stage.datastore}`)).includes(name));
    assert.match(await govc.refusal("vm.destroy", name), /not found/);
  },
};

const cards = z.object({
  devices: z.array(z.object({ macAddress: z.string(), backing: z.object({ deviceName: z.string() }) })),
});
const disks = z.object({
  devices: z.array(z.object({
    name: z.string(),
    capacityInKB: z.int(),
    capacityInBytes: z.int(),
    backing: z.object({ fileName: z.string(), thinProvisioned: z.boolean() }),
  })),
});
