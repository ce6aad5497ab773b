import assert from "node:assert/strict";
import { ask } from "./answers.ts";
import { countCalls } from "./calls.ts";
import type { Part } from "./stage.ts";

/** A session that is gone in the middle of the work. */
export const LOST_SESSION: Part = {
  async "a session that somebody ended costs one login, whatever is called next"({ client, farSide, tag }) {
    const name = `lost-${tag}`;
    await ask(client, ["create_vm", { name, cpu: 1, memory: 64 }]);
    const calls = [["list_vms"], ["get_vm", { name }], ["power_on_vm", { name }], ["get_vm_performance", {
      name,
    }], [
      "power_off_vm",
      { name },
    ], ["delete_vm", { name }]] as const;
    for (const call of calls) {
      const before = await countCalls(farSide, "Login");
      await farSide.terminateSessions();
      await ask(client, call);
      assert.equal(await countCalls(farSide, "Login") - before, 1, call[0]);
    }
  },
};
