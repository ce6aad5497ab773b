import assert from "node:assert/strict";
import { callTool } from "../../src/mcp/call.ts";
import type { Policy } from "../../src/mcp/policy.ts";
import type { CallOutcome } from "../../src/mcp/result.ts";
import { RESOURCES } from "../../src/resources/registry.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import type { Vsphere } from "../../src/vsphere/vsphere.ts";
import { ADMIN } from "../support/callers.ts";
import { countWrites } from "../support/writes.ts";
import { serviceOf } from "../support/service_of.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

function stage(vsphere: Vsphere, limits: Partial<Policy["limits"]>) {
  const parts = { tools: TOOLS, resources: RESOURCES, vsphere };
  const service = serviceOf(parts, { limits: { concurrentCalls: 64, ...limits } });
  const { signal } = new AbortController();
  return async (name: string, args: Readonly<Record<string, unknown>>) =>
    await callTool(service, { name, args, signal, caller: ADMIN });
}

function refusal(outcome: CallOutcome): string {
  assert.ok(outcome.status === "failed", JSON.stringify(outcome));
  return `${outcome.kind}: ${outcome.message}`;
}

const SMALL = { cpu: 2, memory: 2048, disk_size_gb: 20 };

for (
  const [args, said] of [
    [{ cpu: 3 }, /^denied: Cannot call tool "create_vm": it would take 3 CPUs, and limit_cpus allows 2;/],
    [{ memory: 2052 }, /^denied: .* 2052 MB of memory, and limit_memory_mb allows 2048;/],
    [{ disk_size_gb: 21 }, /^denied: .* 21 GB of disk, and limit_disk_gb allows 20;/],
  ] as const
) {
  simulatorTest(
    `create_vm with ${JSON.stringify(args)} is refused beyond the limit and sends nothing`,
    {},
    async (simulator) => {
      await using vsphere = connectTo(simulator);
      const call = stage(vsphere, { cpus: 2, memoryMb: 2048, diskGb: 20 });
      assert.match(refusal(await call("create_vm", { name: "new-1", ...SMALL, ...args })), said);
      assert.equal(await countWrites(simulator), 0);
      assert.equal((await call("create_vm", { name: "new-1", ...SMALL })).status, "ok");
    },
  );
}

for (const model of ["vcenter", "esxi"] as const) {
  simulatorTest(
    `clone_vm is held to the size of its source on the ${model} model`,
    { model },
    async (simulator) => {
      await using vsphere = connectTo(simulator);
      const source = model === "vcenter" ? "web-03" : "nextcloud";
      const args = { template_name: source, new_name: "copy-1" };
      assert.match(
        refusal(await stage(vsphere, { memoryMb: 1 })("clone_vm", args)),
        /^denied: Cannot call tool "clone_vm": it would take \d+ MB of memory, and limit_memory_mb allows 1;/,
      );
      assert.match(
        refusal(await stage(vsphere, { diskGb: 1 })("clone_vm", args)),
        /GB of disk, and limit_disk_gb allows 1;/,
      );
      assert.equal(await countWrites(simulator), 0);
    },
  );
}

simulatorTest(
  "machines are counted over create_vm and clone_vm, and only those that may have been made",
  {},
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    const call = stage(vsphere, { vmsPerHour: 2 });
    assert.match(
      refusal(await call("create_vm", { name: "new-1", ...SMALL, datastore: "nowhere" })),
      /^not_found/,
    );
    assert.equal((await call("create_vm", { name: "new-1", ...SMALL })).status, "ok");
    assert.equal((await call("clone_vm", { template_name: "new-1", new_name: "new-2" })).status, "ok");
    assert.match(
      refusal(await call("create_vm", { name: "new-3", ...SMALL })),
      /^limited: .* has made 2 machines within an hour, and limit_vms_per_hour allows 2; try again in 60 min$/,
    );
  },
);
