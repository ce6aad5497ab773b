import assert from "node:assert/strict";
import { connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { farSideTest } from "../support/far_sides.ts";
import { ask, refusal, refuse, textOf } from "./answers.ts";
import { countCalls, hasCall } from "./calls.ts";

const KIND = "v2 2026-07-28";

farSideTest("a lost session costs one login, however many calls find it lost", {}, async (farSide) => {
  await using server = await startHttp({ farSide });
  await using client = await connectClient(KIND, server);
  await ask(client, ["list_vms"]);
  await farSide.clearLog();
  await farSide.terminateSessions();
  await Promise.all(Array.from({ length: 5 }, () => ask(client, ["list_vms"])));
  assert.equal(await countCalls(farSide, "Login"), 1);
});

const endless = { slow: { task: "PowerOff", ms: 600_000 } } as const;

farSideTest(
  "a target that dies in mid-call fails the call, and works again when it is back",
  endless,
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide });
    await using client = await connectClient(KIND, server);
    const running = client.call("power_off_vm", { name });
    await hasCall(farSide, "PowerOffVM_Task");
    await hasCall(farSide, "WaitForUpdatesEx");
    await farSide.kill();
    const result = await running;
    assert.equal(result.isError, true);
    refusal(textOf(result));
    assert.match(await refuse(client, ["list_vms"]), /Cannot .*127\.0\.0\.1/);
    await farSide.restart();
    assert.match((await ask(client, ["get_vm", { name }])).text, /is poweredOn/);
    assert.equal(await countCalls(farSide, "PowerOffVM_Task"), 0, "a write was sent again");
    assert.equal(await countCalls(farSide, "Login"), 1);
  },
);

farSideTest("a target that was restarted between calls is not noticed", {}, async (farSide, { vm: name }) => {
  await using server = await startHttp({ farSide });
  await using client = await connectClient(KIND, server);
  await ask(client, ["list_vms"]);
  await farSide.restart();
  assert.match((await ask(client, ["power_off_vm", { name }])).text, /is poweredOff/);
});

farSideTest("an empty inventory is no error", { vms: 0 }, async (farSide, { vm: name }) => {
  await using server = await startHttp({ farSide });
  await using client = await connectClient(KIND, server);
  const { data, text } = await ask(client, ["list_vms"]);
  assert.deepEqual([data.vms, data.total, text], [[], 0, "No virtual machine matches"]);
  const ofMachines = (await client.listResources()).filter(({ uri }) => /^vm(stats)?:/.test(uri));
  assert.deepEqual(ofMachines, []);
  assert.deepEqual(await client.complete("vmstats://{vm_name}", { name: "vm_name", value: "" }), []);
  assert.match(await refuse(client, ["get_vm", { name }]), /no object has this name/);
  await ask(client, ["create_vm", { name: "first", cpu: 1, memory: 64 }]);
  assert.equal((await ask(client, ["list_vms"])).data.total, 1);
});
