import assert from "node:assert/strict";
import { Vm } from "../../../src/simulator/world/vm.ts";
import { findVm } from "../../../src/vsphere/find.ts";
import type { Call } from "../../../src/vsphere/session.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";
import { macsOf, refusal, vmOf } from "./support.ts";

simulatorTest(
  "Protection.check() always protects the machine of vCenter Server, unless it is named",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const vms = simulator.simulator.world.all(Vm);
    vmOf(vms, "wiki").product = "VMware vCenter Server Appliance";
    const { ref: target } = await findVm(vsphere, "wiki");
    const call = { method: "PowerOffVM_Task", target } as const;
    assert.match(
      await refusal(vsphere, call, {}) ?? "",
      /virtual machine "wiki" is the machine of vCenter Server, always protected unless `unprotect` names it/,
    );
    assert.equal(await refusal(vsphere, call, { unprotect: ["wiki"] }), undefined);
    assert.match(
      await refusal(vsphere, call, { protected: ["wiki"], unprotect: ["wiki"] }) ?? "",
      /protected by "wiki"/,
    );
  },
);

simulatorTest(
  "Protection.check() knows the machine of vCenter Server by the name it is reached at",
  {},
  async (simulator) => {
    const url = new URL(simulator.url);
    url.hostname = "localhost";
    await using vsphere = connectTo(simulator, { url });
    const vm = vmOf(simulator.simulator.world.all(Vm), "wiki");
    vm.guest = { ...vm.guest, hostName: "localhost" };
    const { ref: target } = await findVm(vsphere, vm.ref.value);
    assert.match(
      await refusal(vsphere, { method: "PowerOffVM_Task", target }, {}) ?? "",
      /the machine of vCenter Server/,
    );
  },
);

for (const model of ["vcenter", "esxi"] as const) {
  simulatorTest(`Protection.check() protects the machine that this server runs in on the ${model} model`, {
    model,
  }, async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { vm, other } = model === "vcenter"
      ? { vm: "web-02", other: "web-03" }
      : { vm: "pihole", other: "nextcloud" };
    const macs = macsOf(vmOf(simulator.simulator.world.all(Vm), vm));
    const rules = { ownMacs: ["aa:bb:cc:dd:ee:ff", ...macs.map((mac) => mac.toUpperCase())] };
    const call = async (name: string): Promise<Call> => (
      { method: "PowerOffVM_Task", target: (await findVm(vsphere, name)).ref }
    );
    assert.match(
      await refusal(vsphere, await call(vm), rules) ?? "",
      /is the machine that this server runs in, always protected/,
    );
    assert.equal(await refusal(vsphere, await call(other), rules), undefined);
    assert.equal(await refusal(vsphere, await call(vm), { ...rules, unprotect: [vm] }), undefined);
  });
}

simulatorTest(
  "Protection.check() knows the own machine by its hardware where no guest tells addresses",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    // It is off, so that its guest tells nothing.
    const vm = vmOf(simulator.simulator.world.all(Vm), "web-03");
    const { ref: target } = await findVm(vsphere, vm.ref.value);
    const call = { method: "PowerOnVM_Task", target } as const;
    assert.match(
      await refusal(vsphere, call, { ownMacs: macsOf(vm) }) ?? "",
      /the machine that this server runs in/,
    );
  },
);
