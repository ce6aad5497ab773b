import assert from "node:assert/strict";
import { connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { vcsimTest } from "../support/vcsim.ts";
import { ask, refusal, refuse, textOf } from "./answers.ts";
import { countCalls, hasCall } from "./calls.ts";

const KIND = "v2 2026-07-28";
const NAME = "DC0_H0_VM0";

vcsimTest("a lost session costs one login, however many calls find it lost", {}, async (vcsim) => {
  await using server = await startHttp({ farSide: vcsim });
  await using client = await connectClient(KIND, server);
  await ask(client, ["list_vms"]);
  await vcsim.clearLog();
  await vcsim.terminateSessions();
  await Promise.all(Array.from({ length: 5 }, () => ask(client, ["list_vms"])));
  assert.equal(await countCalls(vcsim, "Login"), 1);
});

const endless = { args: ["-method-delay", "PowerOff:600000"] };

vcsimTest(
  "a target that dies in mid-call fails the call, and works again when it is back",
  endless,
  async (vcsim) => {
    await using server = await startHttp({ farSide: vcsim });
    await using client = await connectClient(KIND, server);
    const running = client.call("power_off_vm", { name: NAME });
    await hasCall(vcsim, "PowerOffVM_Task");
    await hasCall(vcsim, "WaitForUpdatesEx");
    await vcsim.kill();
    const result = await running;
    assert.equal(result.isError, true);
    refusal(textOf(result));
    assert.match(await refuse(client, ["list_vms"]), /Cannot .*127\.0\.0\.1/);
    await vcsim.restart();
    assert.match((await ask(client, ["get_vm", { name: NAME }])).text, /is poweredOn/);
    assert.equal(await countCalls(vcsim, "PowerOffVM_Task"), 0, "a write was sent again");
    assert.equal(await countCalls(vcsim, "Login"), 1);
  },
);

vcsimTest("a target that was restarted between calls is not noticed", {}, async (vcsim) => {
  await using server = await startHttp({ farSide: vcsim });
  await using client = await connectClient(KIND, server);
  await ask(client, ["list_vms"]);
  await vcsim.restart();
  assert.match((await ask(client, ["power_off_vm", { name: NAME }])).text, /is poweredOff/);
});

vcsimTest("an empty inventory is no error", { vms: 0 }, async (vcsim) => {
  await using server = await startHttp({ farSide: vcsim });
  await using client = await connectClient(KIND, server);
  const { data, text } = await ask(client, ["list_vms"]);
  assert.deepEqual([data.vms, data.total, text], [[], 0, "No virtual machine matches"]);
  assert.deepEqual(await client.listResources(), []);
  assert.deepEqual(await client.complete("vmstats://{vm_name}", { name: "vm_name", value: "" }), []);
  assert.match(await refuse(client, ["get_vm", { name: NAME }]), /no object has this name/);
  await ask(client, ["create_vm", { name: "first", cpu: 1, memory: 64 }]);
  assert.equal((await ask(client, ["list_vms"])).data.total, 1);
});
