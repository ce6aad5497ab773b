import assert from "node:assert/strict";
import { capabilityLines, transportLine } from "../../src/cli/check_lines.ts";
import { privilegesOf } from "../../src/tools/ability.ts";
import { TOOLS, TOOLSETS } from "../../src/tools/registry.ts";
import type { Capability } from "../../src/vsphere/capability.ts";
import { load, target } from "../config/support.ts";

const capability: Capability = {
  type: "esxi",
  fullName: "VMware ESXi 8.0.3 build-24022510",
  apiVersion: "8.0.3.0",
  licence: "paid",
  licenceNames: ["VMware vSphere 8 Standard"],
  privileges: new Map(privilegesOf(TOOLS).map((id) => [id, true])),
  lookedAt: "placement",
};

function lineAbout(subject: string, changes: Partial<Capability>): string {
  const line = capabilityLines({ ...capability, ...changes }, TOOLSETS).find((line) =>
    line.subject === subject
  );
  return `${line?.status} ${line?.text}`;
}

function transport(env: Readonly<Record<string, string>>): string {
  const { status, text } = transportLine(load({ env: { ...target, ...env } }));
  return `${status} ${text}`;
}

Deno.test("capabilityLines() says what the target is", () => {
  assert.deepEqual(
    capabilityLines(capability, TOOLSETS).slice(0, 3).map(({ status, text }) => `${status} ${text}`),
    [
      "ok VMware ESXi 8.0.3 build-24022510, API 8.0.3.0",
      "ok standalone ESXi host",
      'ok paid: "VMware vSphere 8 Standard"',
    ],
  );
});

Deno.test("capabilityLines() warns of an ESXi host that a vCenter Server manages", () => {
  assert.match(lineAbout("type", { managedBy: "192.0.2.1" }), /^warn .*"192\.0\.2\.1".*; set vcenter_host/);
});

Deno.test("capabilityLines() fails a free licence and says the remedy", () => {
  assert.equal(
    lineAbout("licence", { licence: "free", licenceNames: ["VMware vSphere 8 Hypervisor"] }),
    'fail "VMware vSphere 8 Hypervisor" is free: its API only reads, so every change is refused; ' +
      "assign a paid or evaluation licence",
  );
});

Deno.test("capabilityLines() warns when the licence cannot be seen", () => {
  assert.match(lineAbout("licence", { licence: "unknown" }), /^warn .*privilege Global\.Licenses/);
});

Deno.test("capabilityLines() names for each tool the privileges that are missing", () => {
  const missing = [
    "VirtualMachine.Inventory.Create",
    "Datastore.AllocateSpace",
    "VirtualMachine.Interact.PowerOff",
  ];
  const privileges = new Map([...capability.privileges, ...missing.map((id) => [id, false] as const)]);
  assert.equal(
    lineAbout("vm tools", { privileges }),
    "fail create_vm lacks VirtualMachine.Inventory.Create, Datastore.AllocateSpace; " +
      "clone_vm lacks VirtualMachine.Inventory.Create, Datastore.AllocateSpace; " +
      "power_off_vm lacks VirtualMachine.Interact.PowerOff; " +
      "give the account's role these privileges where virtual machines go",
  );
  assert.equal(lineAbout("task tools", { privileges }), "ok all privileges for get_task, cancel_task");
});

Deno.test("capabilityLines() only warns of what lacks at the root folder", () => {
  const privileges = new Map([...capability.privileges, ["Global.CancelTask", false] as const]);
  assert.match(
    lineAbout("task tools", { privileges, lookedAt: "root" }),
    /^warn cancel_task lacks Global\.CancelTask\. .*may be granted further down/,
  );
});

Deno.test("capabilityLines() fails the tools that a free licence leaves without use", () => {
  const line = lineAbout("vm tools", { licence: "free" });
  assert.match(
    line,
    /^fail create_vm, clone_vm, delete_vm, power_on_vm, power_off_vm cannot work: the free licence .*; assign a paid/,
  );
  assert.match(lineAbout("host tools", { licence: "free" }), /^ok /);
});

Deno.test("capabilityLines() warns of a clock that is wrong, and says nothing of one that is right", () => {
  assert.match(
    lineAbout("clock", { clockSkewSeconds: -3600 }),
    /^warn the server's clock is 3600 s behind this one; /,
  );
  assert.match(lineAbout("clock", { clockSkewSeconds: 21 }), /^warn .* 21 s ahead of this one; /);
  assert.equal(lineAbout("clock", { clockSkewSeconds: 20 }), "undefined undefined");
});

Deno.test("capabilityLines() warns when the server does not tell privileges", () => {
  assert.match(lineAbout("vm tools", { privileges: new Map() }), /^warn unknown: /);
});

Deno.test("transportLine() says where HTTP would listen and whether a key is needed", () => {
  assert.equal(
    transport({}),
    "ok would listen on 127.0.0.1:8080, for this machine only, no API key required",
  );
  assert.equal(
    transport({ MCP_API_KEY: "key-of-a-test" }),
    "ok would listen on 0.0.0.0:8080, API key required",
  );
});

Deno.test("transportLine() warns of a server that is open to all", () => {
  assert.equal(
    transport({ MCP_HTTP_HOST: "::", MCP_HTTP_PORT: "9000", MCP_ALLOW_UNAUTHENTICATED: "true" }),
    "warn would listen on [::]:9000, open to other machines without a key; set MCP_API_KEY",
  );
});

Deno.test("transportLine() says that stdio needs no address", () => {
  assert.match(transport({ MCP_TRANSPORT: "stdio" }), /^ok stdio: /);
});
