import assert from "node:assert/strict";
import type { ResourceContext } from "../../src/resources/resource.ts";
import { vmstats } from "../../src/resources/vmstats.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { encodeName } from "../../src/vsphere/names.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo, markAsTemplate } from "../support/vsphere.ts";

function contextOf(vsphere: Vsphere): ResourceContext {
  return { vsphere, signal: new AbortController().signal };
}

async function rename(vsphere: Vsphere, name: string, newName: string): Promise<void> {
  const { ref } = await findVm(vsphere, name);
  // Rename_Task of the simulator refuses a second VM of one name.
  const call = {
    method: "ReconfigVM_Task",
    target: ref,
    args: { spec: { name: encodeName(newName) } },
  } as const;
  await runTask(vsphere, call, unattended);
}

/** What a client that follows the URI makes the server read. */
function valueOf(uri: string): string {
  return decodeURIComponent(uri.slice("vmstats://".length));
}

const unattended = { signal: new AbortController().signal, action: "set the scene" };

const models = [
  { model: "vpx", names: ["DC0_C0_RP0_VM0", "DC0_C0_RP0_VM1", "DC0_H0_VM0", "DC0_H0_VM1"] },
  { model: "esx", names: ["ha-host_VM0", "ha-host_VM1"] },
] as const;

for (const { model, names } of models) {
  vcsimTest(`vmstats lists, completes and reads the VMs of the ${model} model`, { model }, async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    const entries = await vmstats.list(context);
    assert.deepEqual(entries.map(({ uri }) => uri).toSorted(), names.map((name) => `vmstats://${name}`));
    assert.deepEqual(await vmstats.complete("", context), names);
    const stats = await vmstats.read(names[0], context);
    assert.deepEqual([stats.vm, stats.power_state, stats.interval_seconds], [names[0], "poweredOn", 20]);
  });
}

vcsimTest("vmstats lists names so that each URI reads its own VM", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const names = ['my "web" & <db>', "100% 🚀 a/b?c#d", "50%25", "ä ö"];
  for (const [index, old] of models[0].names.entries()) await rename(vsphere, old, names[index] ?? "");
  const entries = await vmstats.list(context);
  assert.deepEqual(entries.map(({ name }) => name).toSorted(), names.toSorted());
  for (const { uri, name } of entries) {
    assert.match(uri, /^vmstats:\/\/[\x21-\x7e]+$/);
    assert.doesNotMatch(uri.slice("vmstats://".length), /[/?#"<> ]/);
    assert.equal((await vmstats.read(valueOf(uri), context)).vm, name);
  }
});

vcsimTest(
  "vmstats names VMs of one name by moref, and reading the name tells the candidates",
  {},
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    await rename(vsphere, "DC0_H0_VM0", "DC0_H0_VM1");
    const twins = (await vmstats.list(context)).filter(({ name }) => name === "DC0_H0_VM1");
    assert.equal(twins.length, 2);
    for (const { uri } of twins) {
      assert.equal((await vmstats.read(valueOf(uri), context)).moref, valueOf(uri));
    }
    await assert.rejects(vmstats.read("DC0_H0_VM1", context), { kind: "ambiguous" });
    assert.deepEqual(await vmstats.complete("DC0_H0", context), ["DC0_H0_VM1"]);
  },
);

vcsimTest("vmstats lists a VM by moref when its name is the moref of another", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const { ref: other } = await findVm(vsphere, "DC0_H0_VM1");
  await rename(vsphere, "DC0_H0_VM0", other.value);
  for (const { uri, name } of await vmstats.list(context)) {
    assert.equal((await vmstats.read(valueOf(uri), context)).vm, name);
  }
});

vcsimTest("vmstats leaves templates out of list and completion", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const context = contextOf(vsphere);
  const { ref } = await findVm(vsphere, "DC0_H0_VM0");
  await runTask(vsphere, { method: "PowerOffVM_Task", target: ref }, unattended);
  await markAsTemplate(vsphere, ref);
  assert.equal((await vmstats.list(context)).some(({ name }) => name === "DC0_H0_VM0"), false);
  assert.deepEqual(await vmstats.complete("dc0_h0", context), ["DC0_H0_VM1"]);
});

vcsimTest(
  "vmstats completes at most 100 names, in any case, with one request",
  { vms: 60 },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    assert.equal((await vmstats.complete("dc0_", context)).length, 100);
    await vcsim.clearLog();
    assert.deepEqual(await vmstats.complete("dc0_h0_vm5", context), [
      "DC0_H0_VM5",
      ...Array.from({ length: 10 }, (_, index) => `DC0_H0_VM5${index}`),
    ]);
    assert.deepEqual(await vmstats.complete("nothing", context), []);
    assert.deepEqual((await vcsim.log()).map(({ method }) => method), [
      "WaitForUpdatesEx",
      "WaitForUpdatesEx",
    ]);
  },
);

vcsimTest(
  "vmstats lists nothing on an empty inventory and refuses an unknown name",
  { vms: 0 },
  async (vcsim) => {
    await using vsphere = connectTo(vcsim);
    const context = contextOf(vsphere);
    assert.deepEqual(await vmstats.list(context), []);
    assert.deepEqual(await vmstats.complete("", context), []);
    await assert.rejects(vmstats.read("web-1", context), { kind: "not_found" });
  },
);
