import assert from "node:assert/strict";
import { findVm } from "../../src/vsphere/find.ts";
import { followVm } from "../../src/vsphere/follow_vm.ts";
import { runTask } from "../../src/vsphere/tasks.ts";
import { farSideTest } from "../support/far_sides.ts";
import { connectTo } from "../support/vsphere.ts";

farSideTest(
  "followVm() tells of a name, not of the machine that had it once",
  {},
  async (farSide, { vm: name }) => {
    await using vsphere = connectTo(farSide);
    await using elsewhere = connectTo(farSide);
    const { ref: target } = await findVm(elsewhere, name);
    const wait = { signal: AbortSignal.timeout(10_000), action: "act" };
    const stop = new AbortController();
    const rename = (newName: string) =>
      runTask(elsewhere, { method: "Rename_Task", target, args: { newName } }, wait);
    const follow = (wanted: string) => {
      const ready = Promise.withResolvers<void>();
      let changed = Promise.withResolvers<void>();
      let count = 0;
      const ended = followVm(vsphere, wanted, {
        onReady: ready.resolve,
        onChange: () => {
          count++;
          changed.resolve();
        },
        signal: stop.signal,
      });
      const next = async () => {
        await changed.promise;
        changed = Promise.withResolvers();
      };
      return { ready: ready.promise, next, ended, count: () => count };
    };
    // Its first name may also be its DNS name, by which it would still be found.
    await rename("once");
    const old = follow("once");
    await old.ready;
    await rename("renamed");
    await old.next();
    const witness = follow("renamed");
    await witness.ready;
    // The look for the old name finds nobody, and is told of.
    while (old.count() < 2) await old.next();
    await runTask(elsewhere, { method: "PowerOffVM_Task", target }, wait);
    await witness.next();
    assert.equal(old.count(), 2);
    stop.abort();
    await Promise.all([old.ended, witness.ended]);
  },
);
