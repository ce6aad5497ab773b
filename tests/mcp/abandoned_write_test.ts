import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { openAuditTrail } from "../../src/audit/trail.ts";
import { callTool } from "../../src/mcp/call.ts";
import { TOOLS } from "../../src/tools/registry.ts";
import { findVm } from "../../src/vsphere/find.ts";
import { factsIn, inFolder } from "../audit/stage.ts";
import { ADMIN } from "../support/callers.ts";
import { serviceOf } from "../support/service_of.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

simulatorTest(
  "a write whose caller gave up runs on, and the audit says so",
  { pace: 1 },
  async (simulator) => {
    await using vsphere = connectTo(simulator);
    await inFolder(async (file) => {
      using audit = openAuditTrail(file);
      const service = serviceOf({ tools: TOOLS, resources: [], vsphere }, {}, { audit });
      const caller = new AbortController();
      const args = { name: "jira-test" };
      const call = callTool(service, { name: "power_on_vm", args, signal: caller.signal, caller: ADMIN });
      const events = async () => (await factsIn(file).catch(() => [])).map(({ event }) => event);
      for (let tries = 0; tries < 200 && !(await events()).includes("task"); tries++) await delay(10);
      caller.abort();
      assert.equal((await call).status, "failed");
      const end = (await factsIn(file)).at(-1);
      assert.partialDeepStrictEqual(end, { event: "end", outcome: "running" });
      assert.match(String(end?.task), /^task-/);
      for (let tries = 0; tries < 100; tries++) {
        if ((await findVm(vsphere, "jira-test")).powerState === "poweredOn") return;
        await delay(100);
      }
      assert.fail("it did not go on");
    });
  },
);
