import assert from "node:assert/strict";
import { type Capability, probeTarget } from "../../src/vsphere/capability.ts";
import { alterAnswers } from "../support/altered_vcsim.ts";
import { type Vcsim, vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

/** What is found out when the server's answers are altered. */
async function probeAltered(vcsim: Vcsim, alter: (answer: string) => string): Promise<Capability> {
  await using altered = await alterAnswers(vcsim, alter);
  await using vsphere = connectTo(vcsim, { url: new URL(altered.url) });
  return await probeTarget(vsphere);
}

function licensed(editionKey: string, name: string): (answer: string) => string {
  return (answer) =>
    answer.replace("<editionKey>eval<", `<editionKey>${editionKey}<`).replace(
      "<name>Evaluation Mode<",
      `<name>${name}<`,
    )
      .replace("00000-00000-00000-00000-00000", "1A2B3-C4D5E-6F7G8-H9I0J-K1L2M");
}

vcsimTest("probeTarget() tells a vCenter Server and what the account may do", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { privileges, ...capability } = await probeTarget(vsphere);
  assert.deepEqual(capability, {
    type: "vcenter",
    fullName: "VMware vCenter Server 6.5.0 build-5973321",
    apiVersion: "6.5",
    licence: "evaluation",
    licenceNames: ["Evaluation Mode"],
    managedBy: undefined,
  });
  assert.equal(privileges.get("VirtualMachine.Provisioning.Clone"), true);
});

vcsimTest("probeTarget() tells an ESXi host and who manages it", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { type, managedBy, privileges } = await probeTarget(vsphere);
  assert.deepEqual({ type, managedBy }, { type: "esxi", managedBy: "127.0.0.1" });
  assert.equal(privileges.get("Datastore.FileManagement"), true);
  assert.equal(privileges.has("VirtualMachine.Provisioning.Clone"), false);
});

vcsimTest("probeTarget() knows an ESXi host that nobody manages", { model: "esx" }, async (vcsim) => {
  const { managedBy } = await probeAltered(
    vcsim,
    (answer) => answer.replace(/<propSet><name>summary\.managementServerIp<.*?<\/propSet>/s, ""),
  );
  assert.equal(managedBy, undefined);
});

vcsimTest("probeTarget() tells free, paid and evaluation licences apart", { model: "esx" }, async (vcsim) => {
  const licences = [
    ["esxBasic", "VMware vSphere Hypervisor"],
    ["esx.hypervisor.cpuPackage", "VMware vSphere 8 Hypervisor"],
    ["esx.enterprisePlus.cpuPackage", "VMware vSphere 8 Enterprise Plus"],
    ["eval", "Evaluation Mode"],
  ] as const;
  const found = [];
  for (const [editionKey, name] of licences) {
    const { licence, licenceNames } = await probeAltered(vcsim, licensed(editionKey, name));
    found.push([licence, ...licenceNames]);
  }
  assert.deepEqual(found, [
    ["free", "VMware vSphere Hypervisor"],
    ["free", "VMware vSphere 8 Hypervisor"],
    ["paid", "VMware vSphere 8 Enterprise Plus"],
    ["evaluation", "Evaluation Mode"],
  ]);
});

vcsimTest("probeTarget() says unknown when the account may not see licences", {}, async (vcsim) => {
  const fault = '<fault xsi:type="NoPermission"></fault><localizedMessage></localizedMessage>';
  const { licence, licenceNames } = await probeAltered(vcsim, (answer) =>
    answer.replace(
      /<propSet><name>licenses<.*<\/propSet>/s,
      `<missingSet><path>licenses</path><fault>${fault}</fault></missingSet>`,
    ));
  assert.deepEqual({ licence, licenceNames }, { licence: "unknown", licenceNames: [] });
});
