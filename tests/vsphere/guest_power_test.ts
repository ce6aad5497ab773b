import assert from "node:assert/strict";
import { shutDownGuest } from "../../src/vsphere/guest_power.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { connectSoap, fault, objectXml, result, retrieved, serveVcenter } from "../support/soap_server.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { connectTo } from "../support/vsphere.ts";

const vm = { type: "VirtualMachine", value: "vm-1" };
const action = 'shut down the guest of "web-1"';
const ShutdownGuest = () => result("ShutdownGuest");

const state = (powerState: string) =>
  retrieved([objectXml("VirtualMachine", "vm-1", { properties: { "runtime.powerState": powerState } })]);

Deno.test("shutDownGuest() waits until the machine is off", async () => {
  const states = ["poweredOn", "poweredOff"];
  await using server = await serveVcenter({
    ShutdownGuest,
    RetrievePropertiesEx: () => state(states.shift() ?? "poweredOff"),
  });
  await using vsphere = connectSoap(server);
  const { signal } = new AbortController();
  assert.equal(await shutDownGuest(vsphere, vm, { signal, action, timeoutMs: 10_000 }), "poweredOff");
  assert.equal(server.count("RetrievePropertiesEx"), 2);
});

Deno.test("shutDownGuest() gives the last state when the time is over, and never cuts the power", async () => {
  await using server = await serveVcenter({ ShutdownGuest, RetrievePropertiesEx: () => state("poweredOn") });
  await using vsphere = connectSoap(server);
  const { signal } = new AbortController();
  assert.equal(await shutDownGuest(vsphere, vm, { signal, action, timeoutMs: 1 }), "poweredOn");
  assert.deepEqual(server.methods().slice(3), ["ShutdownGuest", "RetrievePropertiesEx"]);
});

Deno.test("shutDownGuest() gives the last state when the process ends", async () => {
  const process = new AbortController();
  await using server = await serveVcenter({
    ShutdownGuest,
    RetrievePropertiesEx: () => {
      process.abort();
      return state("poweredOn");
    },
  });
  await using vsphere = connectSoap(server, { stop: process.signal, taskGraceMs: 0 });
  const { signal } = new AbortController();
  assert.equal(await shutDownGuest(vsphere, vm, { signal, action, timeoutMs: 1e6 }), "poweredOn");
});

Deno.test("shutDownGuest() throws the fault with its next step", async () => {
  await using server = await serveVcenter({ ShutdownGuest: () => fault("ToolsUnavailable") });
  await using vsphere = connectSoap(server);
  const { signal } = new AbortController();
  await assert.rejects(shutDownGuest(vsphere, vm, { signal, action, timeoutMs: 1 }), {
    kind: "conflict",
    message: 'Cannot shut down the guest of "web-1": VMware Tools are not running in the guest; ' +
      "start or install them, or use the hard mode",
  });
});

Deno.test("shutDownGuest() ends when the machine is gone", async () => {
  await using server = await serveVcenter({ ShutdownGuest, RetrievePropertiesEx: () => retrieved([]) });
  await using vsphere = connectSoap(server);
  const { signal } = new AbortController();
  await assert.rejects(shutDownGuest(vsphere, vm, { signal, action, timeoutMs: 10_000 }), {
    kind: "not_found",
  });
});

Deno.test("shutDownGuest() ends with the reason of a caller who gives up", async () => {
  const controller = new AbortController();
  await using server = await serveVcenter({
    ShutdownGuest,
    RetrievePropertiesEx: () => {
      controller.abort(new Error("enough"));
      return state("poweredOn");
    },
  });
  await using vsphere = connectSoap(server);
  await assert.rejects(
    shutDownGuest(vsphere, vm, { signal: controller.signal, action, timeoutMs: 1e6 }),
    /enough/,
  );
});

vcsimTest("shutDownGuest() shuts a machine down", { model: "esx" }, async (vcsim) => {
  await using vsphere = connectTo(vcsim);
  const { ref } = await findVm(vsphere, "ha-host_VM0");
  const { signal } = new AbortController();
  assert.equal(await shutDownGuest(vsphere, ref, { signal, action, timeoutMs: 10_000 }), "poweredOff");
});
