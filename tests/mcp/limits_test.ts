import assert from "node:assert/strict";
import { CallLimits } from "../../src/mcp/limits.ts";

const GIB = 2 ** 30;

Deno.test("CallLimits.checkSize() refuses what is larger, and nothing that just fits", () => {
  const limits = new CallLimits({ concurrentCalls: 1, cpus: 4, memoryMb: 8192, diskGb: 100 });
  const fits = { cpus: 4, memoryMib: 8192, diskBytes: 100 * GIB };
  limits.checkSize(fits, "create it");
  for (
    const [more, said] of [
      [{ cpus: 5 }, "5 CPUs, and limit_cpus allows 4"],
      [{ memoryMib: 8193 }, "8193 MB of memory, and limit_memory_mb allows 8192"],
      [{ diskBytes: 100 * GIB + 1 }, "101 GB of disk, and limit_disk_gb allows 100"],
    ] as const
  ) {
    assert.throws(() => limits.checkSize({ ...fits, ...more }, "create it"), {
      kind: "denied",
      message: `Cannot create it: it would take ${said}; ask for less`,
    });
  }
});

Deno.test("CallLimits.countVm() counts machines of an hour, caller by caller, and forgets those not made", () => {
  let now = 0;
  const limits = new CallLimits({ concurrentCalls: 1, vmsPerHour: 2 }, { now: () => now });
  limits.countVm("a", "create it");
  now = 60_000;
  const second = limits.countVm("a", "create it");
  assert.throws(() => limits.countVm("a", "create it"), {
    kind: "limited",
    message: 'Cannot create it: "a" has made 2 machines within an hour, and limit_vms_per_hour allows 2; ' +
      "try again in 59 min",
  });
  limits.countVm("b", "create it");
  second.undo();
  now = 120_000;
  limits.countVm("a", "create it");
  now = 3_600_000;
  limits.countVm("a", "create it");
  assert.throws(() => limits.countVm("a", "create it"), { kind: "limited" });
});

Deno.test("CallLimits.countVm() may allow none at all", () => {
  const limits = new CallLimits({ concurrentCalls: 1, vmsPerHour: 0 });
  assert.throws(() => limits.countVm("a", "create it"), {
    kind: "denied",
    message:
      "Cannot create it: limit_vms_per_hour allows no new machine; tell the user that only the operator can " +
      "change that",
  });
});
