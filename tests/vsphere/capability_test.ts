import assert from "node:assert/strict";
import {
  type Capability,
  freshCapability,
  knownCapability,
  probeTarget,
} from "../../src/vsphere/capability.ts";
import { alterAnswers } from "../support/altered_vcsim.ts";
import { type Vcsim, vcsimTest } from "../support/vcsim.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

/** What is found out when the server's answers are altered. */
async function probeAltered(vcsim: Vcsim, alter: (answer: string) => string): Promise<Capability> {
  await using altered = await alterAnswers(vcsim, alter);
  await using vsphere = connectTo(vcsim, { url: new URL(altered.url) });
  return await probeTarget(vsphere, { ids: [] });
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
  const ids = ["VirtualMachine.Provisioning.Clone"];
  const { privileges, instanceUuid, ...capability } = await probeTarget(vsphere, { ids });
  assert.match(instanceUuid ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(capability, {
    type: "vcenter",
    fullName: "VMware vCenter Server 6.5.0 build-5973321",
    version: "6.5.0",
    build: "5973321",
    apiVersion: "6.5",
    licence: "evaluation",
    licenceNames: ["Evaluation Mode"],
    account: vcsim.user,
    clockSkewSeconds: 0,
    lookedAt: "root",
    managedBy: undefined,
  });
  assert.deepEqual([...privileges], [["VirtualMachine.Provisioning.Clone", true]]);
});

vcsimTest("probeTarget() tells an ESXi host and who manages it", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { type, managedBy } = await probeTarget(vsphere, { ids: [] });
  assert.deepEqual({ type, managedBy }, { type: "esxi", managedBy: "127.0.0.1" });
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

vcsimTest(
  "probeTarget() never takes a vCenter Server for free, whatever keys it lists",
  {},
  async (vcsim) => {
    const { licence } = await probeAltered(vcsim, licensed("esxBasic", "VMware vSphere Hypervisor"));
    assert.equal(licence, "evaluation");
  },
);

vcsimTest("probeTarget() tells how far the server's clock is ahead", {}, async (vcsim) => {
  const hour = new Date(Date.now() + 3_600_000).toISOString();
  const { clockSkewSeconds } = await probeAltered(
    vcsim,
    (answer) =>
      answer.includes("CurrentTimeResponse")
        ? answer.replace(/(<returnval[^>]*>)[^<]*/, (_, open: string) => open + hour)
        : answer,
  );
  assert.ok(clockSkewSeconds !== undefined && Math.abs(clockSkewSeconds - 3600) <= 5, `${clockSkewSeconds}`);
});

vcsimTest("probeTarget() takes what the server does not let it see for unknown", {}, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  await vsphere.session.content();
  for (const method of ["RetrievePropertiesEx", "CurrentTime", "HasPrivilegeOnEntities"]) {
    await vcsim.fault({ method, fault: "NoPermission" });
  }
  const { licence, privileges, clockSkewSeconds, account } = await probeTarget(vsphere, {
    ids: ["System.Read"],
  });
  assert.deepEqual({ licence, size: privileges.size, clockSkewSeconds, account }, {
    licence: "unknown",
    size: 0,
    clockSkewSeconds: undefined,
    account: undefined,
  });
});

simulatorTest("knownCapability() asks once for each login, however many ask", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const ids = ["System.Read"];
  const asked = async () =>
    (await simulator.log()).filter(({ method }) => method === "HasPrivilegeOnEntities").length;
  await Promise.all([1, 2, 3].map(() => knownCapability(vsphere, { ids })));
  await knownCapability(vsphere, { ids });
  assert.equal(await asked(), 1);

  await freshCapability(vsphere, { ids });
  await knownCapability(vsphere, { ids });
  assert.equal(await asked(), 2, "the fresh one is known from then on");

  await simulator.terminateSessions();
  await vsphere.session.call({
    method: "CurrentTime",
    target: { type: "ServiceInstance", value: "ServiceInstance" },
  });
  await knownCapability(vsphere, { ids });
  assert.equal(await asked(), 3, "a new login is asked anew");
});

simulatorTest("knownCapability() is given up by one caller without the others", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const caller = new AbortController();
  const ids = ["System.Read"];
  await vsphere.session.content();
  const given = knownCapability(vsphere, { ids, signal: caller.signal });
  const other = knownCapability(vsphere, { ids });
  const reason = new Error("given up");
  caller.abort(reason);
  await assert.rejects(given, reason);
  assert.equal((await other).type, "vcenter");
});

simulatorTest("knownCapability() asks again after a failure", {}, async (simulator) => {
  await using vsphere = connectTo(simulator, { retryDelaysMs: [] });
  await vsphere.session.content();
  simulator.simulator.rules.add({ method: "CurrentTime", status: 500 });
  await assert.rejects(knownCapability(vsphere, { ids: [] }));
  await simulator.clearFaults();
  assert.equal((await knownCapability(vsphere, { ids: [] })).type, "vcenter");
});
