import assert from "node:assert/strict";
import { retrieveAll } from "../../src/vsphere/properties.ts";
import { ConnectionError } from "../../src/soap/connection_error.ts";
import { text } from "../../src/soap/decode.ts";
import { serveSimulator } from "../../src/simulator/serve.ts";
import { createSimulator } from "../../src/simulator/simulator.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { simulatorTest } from "../support/simulator.ts";
import { connectTo } from "../support/vsphere.ts";

for (const tls of [false, true]) {
  const over = tls ? "TLS" : "plain HTTP";

  simulatorTest(
    `over ${over} a dropped write fails once and was carried out as the rule says`,
    { tls },
    async (far) => {
      const { simulator } = far;
      await using vsphere = connectTo(far);
      const vm = simulator.world.all(Vm).find(({ name }) => name === "web-03");
      assert.ok(vm !== undefined);
      await retrieveAll(vsphere.session, { Datacenter: { name: text } });
      for (const drop of ["before", "after"] as const) {
        simulator.log.clear();
        simulator.rules.add({ method: "PowerOnVM_Task", drop, times: 1 });
        await assert.rejects(
          vsphere.session.call({ method: "PowerOnVM_Task", target: vm.ref }),
          (error) => error instanceof ConnectionError && error.delivered === "unknown",
        );
        assert.equal(simulator.log.count("PowerOnVM_Task"), 1, drop);
        assert.equal(simulator.world.tasks.recent.length, drop === "before" ? 0 : 1);
      }
    },
  );

  simulatorTest(
    `over ${over} a read survives a drop, a 503, a delay and half an answer`,
    { tls },
    async (far) => {
      const { simulator } = far;
      await using vsphere = connectTo(far);
      for (const rule of [{ drop: "before" }, { drop: "after" }, { status: 503 }, { delayMs: 50 }] as const) {
        simulator.rules.add({ method: "RetrievePropertiesEx", ...rule, times: 1 });
        const { Datacenter: rows } = await retrieveAll(vsphere.session, { Datacenter: { name: text } });
        assert.deepEqual(rows.map(({ name }) => name).sort(), ["DC-East", "DC-West"], JSON.stringify(rule));
      }
    },
  );
}

simulatorTest("connections are told apart in the log", {}, async (far) => {
  await using vsphere = connectTo(far);
  await retrieveAll(vsphere.session, { Datacenter: { name: text } });
  const connections = new Set(far.simulator.log.requests.map(({ connection }) => connection));
  assert.ok(connections.size >= 2 && !connections.has(0), String([...connections]));
});

Deno.test("the end of a served simulator ends the connections of its clients", async () => {
  using simulator = createSimulator({ vms: 0 });
  const served = await serveSimulator(simulator, { host: "127.0.0.1", port: 0 });
  const { hostname, port } = new URL(served.url);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  // A client in the middle of a request: nobody waits for the rest.
  await connection.write(new TextEncoder().encode("POST /sdk HTTP/1.1\r\n"));
  const isClosed = connection.read(new Uint8Array(1)).catch(() => null);
  const late = setTimeout(() => connection.close(), 5000);
  await served[Symbol.asyncDispose]();
  clearTimeout(late);
  assert.equal(await isClosed, null);
  assert.doesNotThrow(() => connection.close(), "it waited for its client, who gave up");
});
