import assert from "node:assert/strict";
import * as z from "../../src/deps/zod.ts";
import { connectClient } from "../support/mcp_clients.ts";
import { startHttp } from "../support/product.ts";
import { farSideTest, VCENTERS } from "../support/far_sides.ts";
import { proxyWire } from "../support/wire_proxy.ts";
import { ask, numberAt, refuse, rowsOf, textAt } from "./answers.ts";
import { countCalls, countPolls, hasCall } from "./calls.ts";
import { makeVms } from "./far_side.ts";

const KIND = "v2 2026-07-28";

farSideTest("pitfall 1: with an API key set, every tool answers to who has it", {}, async (farSide) => {
  const key = "a-key-of-the-test";
  await using server = await startHttp({
    farSide,
    env: { MCP_API_KEY: key, MCP_HTTP_HOST: "127.0.0.1" },
  });
  await using client = await connectClient(KIND, { url: server.url, headers: { "x-api-key": key } });
  await ask(client, ["list_vms"]);
  for (const { name } of await client.listTools()) {
    const result = await client.call(name, { no_such_argument: 1 });
    assert.match(JSON.stringify(result.content), /no argument has this name/, name);
  }
  await assert.rejects(connectClient(KIND, { url: server.url, headers: { "x-api-key": "wrong" } }));
});

farSideTest(
  "pitfall 2: vmstats is a template that takes encoded names and serves JSON",
  {},
  async (farSide) => {
    await using server = await startHttp({ farSide });
    await using client = await connectClient(KIND, server);
    await makeVms(farSide, [{ name: "a b/ü" }]);
    const uri = "vmstats://a%20b%2F%C3%BC";
    assert.ok((await client.listResources()).some((resource) => resource.uri === uri));
    assert.partialDeepStrictEqual(await client.read(uri), { vm: "a b/ü", power_state: "poweredOff" });
    await assert.rejects(client.read("vmstats://nobody"), /Cannot find virtual machine "nobody"/);
  },
);

farSideTest(
  "pitfall 3: sent and received are not swapped, and the interval is told",
  {},
  async (farSide, { vm: name }) => {
    await using wire = proxyWire(farSide);
    await using server = await startHttp({ farSide, host: wire.url });
    await using client = await connectClient(KIND, server);
    const { data } = await ask(client, ["get_vm_performance", { name }]);
    const counters =
      wire.exchanges.map(({ answer }) => answer).find((answer) => answer.includes("<PerfCounterInfo")) ?? "";
    const samples = wire.of("QueryPerf").at(-1)?.answer ?? "";
    for (
      const [field, counter] of [["network_transmit_KBps", "transmitted"], [
        "network_receive_KBps",
        "received",
      ]] as const
    ) {
      const id = idOf(counters, counter);
      const [, values = ""] =
        new RegExp(`<counterId>${id}</counterId><instance>[^<]*</instance></id><value>([^<]*)<`).exec(
          samples,
        ) ?? [];
      assert.ok(
        values.split(",").map(Number).includes(numberAt(data, field)),
        `${field} ${data[field]} is none of ${values}`,
      );
    }
    assert.equal(data.interval_seconds, 20);
  },
);

farSideTest(
  "pitfall 4: a distributed portgroup gets the backing of one, a standard network its own",
  { on: VCENTERS },
  async (farSide, { portGroup, network: standard }) => {
    await using wire = proxyWire(farSide);
    await using server = await startHttp({ farSide, host: wire.url });
    await using client = await connectClient(KIND, server);
    const networks = [
      [portGroup, /VirtualEthernetCardDistributedVirtualPortBackingInfo.*<switchUuid>.*<portgroupKey>/s],
      [standard, /VirtualEthernetCardNetworkBackingInfo.*<deviceName>VM Network</s],
    ] as const;
    for (const [network, backing] of networks) {
      const { data } = await ask(client, ["create_vm", {
        name: `on ${network}`,
        cpu: 1,
        memory: 64,
        network,
      }]);
      assert.equal(data.network, network);
      assert.match(wire.of("CreateVM_Task").at(-1)?.request ?? "", backing);
      const vm = await ask(client, ["get_vm", { name: `on ${network}` }]);
      assert.partialDeepStrictEqual(vm.data, { nics: [{ network }] });
      assert.ok(
        rowsOf((await ask(client, ["list_vms", { network }])).data).some(({ name }) =>
          name === `on ${network}`
        ),
      );
    }
  },
);

const slow = { slow: { task: "PowerOff", ms: 1500 } } as const;

farSideTest(
  "pitfall 5: waiting for a task costs one open poll and stops nobody",
  slow,
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide });
    await using client = await connectClient(KIND, server);
    const running = ask(client, ["power_off_vm", { name }]);
    await hasCall(farSide, "PowerOffVM_Task");
    let answers = 0;
    const isOver = running.then(() => true);
    while (
      !await Promise.race([
        isOver,
        ask(client, ["list_vms", { limit: 1 }]).then(() => false),
      ])
    ) answers++;
    assert.ok(answers > 3, `${answers} answers beside the wait`);
    assert.ok(await countPolls(farSide) <= 4);
  },
);

farSideTest(
  "pitfall 6: a machine that runs is not deleted, and told why",
  {},
  async (farSide, { vm: name }) => {
    await using server = await startHttp({ farSide });
    await using client = await connectClient(KIND, server);
    const text = await refuse(client, ["delete_vm", { name }]);
    assert.equal(
      text,
      `Cannot delete virtual machine "${name}": it is poweredOn; power it off first with power_off_vm`,
    );
    assert.equal(await countCalls(farSide, "Destroy_Task"), 0);
    // Turned on between our look and the server's: the server's fault, said in words.
    await ask(client, ["power_off_vm", { name }]);
    const fields = { requestedState: "poweredOff", existingState: "poweredOn" };
    await farSide.fault({ method: "Destroy_Task", fault: "InvalidPowerState", fields, count: 1 });
    assert.match(await refuse(client, ["delete_vm", { name }]), /poweredOn/);
  },
);

farSideTest(
  "pitfall 7: a clone stays on the datastore of its source",
  {},
  async (farSide, { model, datastore, otherDatastore }) => {
    await using server = await startHttp({ farSide, env: { VCENTER_DATASTORE: otherDatastore } });
    await using client = await connectClient(KIND, server);
    await ask(client, ["create_vm", { name: "source", cpu: 1, memory: 64, datastore }]);
    await ask(client, ["clone_vm", { template_name: "source", new_name: "copy" }]);
    const { data } = await ask(client, ["get_vm", { name: "copy" }]);
    assert.deepEqual(data.datastores, [datastore]);
    assert.partialDeepStrictEqual(data, { disks: [{ datastore }] });
    assert.ok(textAt(data, "vmx_path").startsWith(`[${datastore}] `));
    assert.equal(await countCalls(farSide, "CloneVM_Task"), model === "esxi" ? 0 : 1);
  },
);

farSideTest("pitfall 9: no tool takes a path of the server's host, and no certificate goes unverified", {
  tls: true,
}, async (farSide) => {
  await using server = await startHttp({ farSide, env: { VCENTER_THUMBPRINT: "" } });
  await using client = await connectClient(KIND, server);
  for (const { name, inputSchema } of await client.listTools()) {
    const { properties } = z.looseObject({ properties: z.record(z.string(), z.unknown()) }).parse(
      inputSchema,
    );
    const suspects = Object.keys(properties).filter((key) =>
      /path|file|local|dir|url|password|secret/.test(key)
    );
    assert.deepEqual(suspects, [], name);
  }
  const text = await refuse(client, ["list_vms"]);
  assert.match(text, /certificate/);
  assert.ok(text.toUpperCase().replaceAll(":", "").includes(farSide.thumbprint.replaceAll(":", "")), text);
  assert.match(text, /thumbprint/);
  assert.equal(await countCalls(farSide, "Login"), 0);
});

function idOf(counters: string, name: string): string {
  const infos = counters.split("<PerfCounterInfo");
  const info = infos.find((text) =>
    text.includes(`<key>${name}</key>`) && text.includes("<key>net</key>") && text.includes(">average<")
  );
  return /<key>(\d+)<\/key>/.exec(info ?? "")?.[1] ?? assert.fail(`no counter ${name}`);
}
