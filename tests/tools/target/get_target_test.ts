import assert from "node:assert/strict";
import { READ_PRIVILEGES } from "../../../src/simulator/world/session.ts";
import { TOOLS } from "../../../src/tools/registry.ts";
import tool from "../../../src/tools/target/get_target.ts";
import { contextOf } from "../../support/context.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { simulatorTest } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const NAMES = TOOLS.map(({ name }) => name);

farSideTest(
  "get_target tells what the target is and that everything works",
  {},
  async (farSide, { model }) => {
    await using vsphere = connectTo(farSide);
    const { structured, text } = await tool.call({}, contextOf(vsphere));
    assert.equal(structured.type, model);
    assert.deepEqual(structured.works, NAMES);
    assert.deepEqual(structured.others, []);
    assert.equal(structured.note, undefined);
    assert.equal(structured.account, farSide.user);
    assert.equal(structured.clock_skew_seconds, 0);
    assert.match(text, new RegExp(`^VMware .* \\(${model}\\), API .*\nLicence: evaluation .*\n`, "s"));
    assert.ok(text.endsWith(`Works: ${NAMES.join(", ")}`), text);
  },
);

const accounts = [{
  user: "carol",
  password: "c",
  role: [...READ_PRIVILEGES, "VirtualMachine.Interact.PowerOn"],
}];

simulatorTest(
  "get_target says what an account lacks, and that this is not certain",
  { accounts },
  async (simulator) => {
    await using vsphere = connectTo(simulator, { user: "carol", password: "c" });
    const { structured, text } = await tool.call({}, contextOf(vsphere));
    assert.deepEqual(structured.works, [
      ...TOOLS.filter(({ effect, name }) => effect === "read" || name === "power_on_vm").map(({ name }) =>
        name
      ),
    ]);
    const [create, , remove] = Array.isArray(structured.others) ? structured.others : [];
    assert.equal(create.tool, "create_vm");
    assert.deepEqual(remove, {
      tool: "delete_vm",
      state: "unknown",
      missing_privileges: ["VirtualMachine.Inventory.Delete"],
      reason: "lacks VirtualMachine.Inventory.Delete",
    });
    assert.match(text, /\n- delete_vm: unknown, lacks VirtualMachine\.Inventory\.Delete\n/);
    assert.match(text, /\nPrivileges were looked up at the root folder; .* may be granted further down/);
    assert.match(text, /\nLicence: unknown, .*Global\.Licenses\n/);
  },
);

simulatorTest(
  "get_target explains the free licence",
  { model: "esxi", licence: "free" },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const { structured, text } = await tool.call({}, contextOf(vsphere));
    assert.deepEqual(
      structured.works,
      TOOLS.filter(({ effect }) => effect === "read").map(({ name }) => name),
    );
    assert.match(text, /\nLicence: free "VMware vSphere 8 Hypervisor", its API only reads/);
    assert.match(
      text,
      /\n- power_off_vm: refused, the free licence of this ESXi host makes its API read-only; assign/,
    );
  },
);

simulatorTest(
  "get_target looks anew each time and tells only of the tools that are offered",
  { accounts },
  async (simulator) => {
    await using vsphere = connectTo(simulator, { user: "carol", password: "c" });
    const tools = TOOLS.filter(({ name }) => name === "delete_vm");
    const look = async () => (await tool.call({}, { ...contextOf(vsphere), tools })).structured.works;
    assert.deepEqual(await look(), []);
    const carol = simulator.simulator.sessions.accounts.find(({ user }) => user === "carol");
    assert.ok(carol !== undefined);
    carol.role = "admin";
    assert.deepEqual(await look(), ["delete_vm"]);
  },
);

simulatorTest("get_target asks for all privileges at once", {}, async (simulator) => {
  await using vsphere = connectTo(simulator);
  await vsphere.session.content();
  await simulator.clearLog();
  await tool.call({}, contextOf(vsphere));
  assert.deepEqual((await simulator.log()).map(({ method }) => method).sort(), [
    "CurrentTime",
    "HasPrivilegeOnEntities",
    "RetrievePropertiesEx",
    "RetrievePropertiesEx",
  ]);
});
