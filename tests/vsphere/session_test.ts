import assert from "node:assert/strict";
import { findVm } from "../../src/vsphere/find.ts";
import { guardedBy, isWrite } from "../../src/vsphere/session.ts";
import { METHODS } from "../../src/vsphere/wire/methods.ts";
import { READ_METHODS } from "../../src/vsphere/wire/read_methods.ts";
import { LOOKING_METHODS, SESSION_METHODS } from "../../src/vsphere/wire/session_methods.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

const SERVICE_INSTANCE = { type: "ServiceInstance", value: "ServiceInstance" };

Deno.test("isWrite() takes for a write whatever is not known as harmless", () => {
  assert.equal(isWrite("PowerOffVM_Task"), true);
  assert.equal(isWrite("CancelTask"), true);
  assert.equal(isWrite("RetrievePropertiesEx"), false);
  assert.equal(isWrite("CreateFilter"), false);
  assert.equal(isWrite("SearchDatastore_Task"), false);
});

Deno.test("isWrite() knows harmless methods from three lists that share none", () => {
  const all = [...READ_METHODS, ...SESSION_METHODS, ...LOOKING_METHODS];
  assert.equal(new Set(all).size, all.length);
  assert.deepEqual(all.filter((method) => !Object.hasOwn(METHODS, method)), []);
});

simulatorTest("Session.run() gives a login that refuses to change anything", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const { ref: target } = await findVm(vsphere, "web-02");
  const work = vsphere.session.run((login) => login.call({ method: "PowerOffVM_Task", target }));
  await assert.rejects(work, /PowerOffVM_Task changes something: it goes through the session/);
});

simulatorTest(
  "guardedBy() asks the guard before each write and tells it of the task",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { ref: target } = await findVm(vsphere, "web-02");
    const seen: string[] = [];
    const session = guardedBy(vsphere.session, {
      before: ({ method }) => Promise.resolve(void seen.push(method)),
      started: ({ type }) => void seen.push(type),
    });
    await session.content();
    await session.call({ method: "CurrentTime", target: SERVICE_INSTANCE });
    assert.deepEqual(seen, []);
    await session.call({ method: "PowerOffVM_Task", target });
    assert.deepEqual(seen, ["PowerOffVM_Task", "Task"]);
  },
);

simulatorTest("guardedBy() sends nothing that the guard refuses", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  const { ref: target } = await findVm(vsphere, "web-02");
  const session = guardedBy(vsphere.session, { before: () => Promise.reject(new Error("no")) });
  await simulator.clearLog();
  await assert.rejects(session.call({ method: "PowerOffVM_Task", target }), /no/);
  assert.deepEqual(await simulator.log(), []);
});
