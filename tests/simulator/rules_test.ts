import assert from "node:assert/strict";
import { ConnectionError } from "../../src/soap/connection_error.ts";
import { directFetch } from "../../src/simulator/direct.ts";
import { Dropped } from "../../src/simulator/rules.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw } from "./raw_client.ts";

const SERVICE = "ServiceInstance:ServiceInstance";

Deno.test("a rule answers so many calls of one method with a fault", async () => {
  const { simulator, client } = await openRaw();
  simulator.rules.add({
    method: "CurrentTime",
    fault: { name: "RestrictedByAdministrator", message: "Not today", fields: { details: "lunch" } },
    times: 2,
  });
  for (let call = 0; call < 2; call++) {
    const answer = await client.call("CurrentTime", SERVICE);
    assert.deepEqual([answer.fault, answer.faultstring], ["RestrictedByAdministrator", "Not today"]);
    assert.match(answer.text, /<details>lunch<\/details>/);
  }
  assert.equal((await client.call("CurrentTime", SERVICE)).fault, undefined);
});

Deno.test("a rule for one object leaves the others alone, and can be taken back", async () => {
  const { simulator, client } = await openRaw();
  const [first, second] = simulator.world.all(Vm).map(({ ref }) => ref.value);
  const remove = simulator.rules.add({
    method: "Fetch",
    object: first ?? "",
    fault: { name: "SystemError" },
  });
  const read = (id: string | undefined) => client.call("Fetch", `VirtualMachine:${id}`, "<prop>name</prop>");
  assert.equal((await read(first)).fault, "SystemError");
  assert.equal((await read(second)).fault, undefined);
  remove();
  assert.equal((await read(first)).fault, undefined);
});

Deno.test("a dropped call was carried out or not, as the rule says", async () => {
  const { simulator, client, clock } = await openRaw();
  const vm = simulator.world.all(Vm).find(({ name }) => name === "web-03");
  assert.ok(vm !== undefined);
  for (const [drop, state] of [["before", "poweredOff"], ["after", "poweredOn"]] as const) {
    simulator.rules.add({ method: "PowerOnVM_Task", drop, times: 1 });
    await assert.rejects(client.call("PowerOnVM_Task", `VirtualMachine:${vm.ref.value}`), Dropped);
    await clock.turn(5000);
    assert.equal(vm.powerState, state, drop);
  }
});

Deno.test("a status and a page replace the answer, and an answer is cut off", async () => {
  const { simulator, client } = await openRaw();
  const post = async () => {
    const request = new Request("http://simulator/sdk", {
      method: "POST",
      headers: { cookie: client.cookie, soapaction: "urn:vim25/8.0.3.0" },
      body:
        '<Envelope><Body><CurrentTime xmlns="urn:vim25"><_this type="ServiceInstance">ServiceInstance</_this></CurrentTime></Body></Envelope>',
    });
    const response = await simulator.handle(request);
    return [response.status, response.headers.get("content-type"), await response.text()] as const;
  };
  simulator.rules.add({ method: "*", status: 503, times: 1 });
  assert.deepEqual((await post()).slice(0, 2), [503, "text/html"]);
  simulator.rules.add({ method: "CurrentTime", truncate: 40, times: 1 });
  assert.equal((await post())[2].length, 40);
  assert.match((await post())[2], /Envelope>$/);
});

Deno.test("a delay lasts as long as the clock says", async () => {
  const { simulator, client, clock } = await openRaw();
  simulator.rules.add({ method: "CurrentTime", delayMs: 5000, times: 1 });
  let isAnswered = false;
  const call = client.call("CurrentTime", SERVICE).then(() => isAnswered = true);
  await clock.turn(4999);
  assert.equal(isAnswered, false);
  await clock.turn(1);
  await call;
});

Deno.test("the log holds method, object and body of what arrived", async () => {
  const { simulator, client } = await openRaw();
  simulator.log.clear();
  await client.ask("Fetch", "Folder:group-d1", "<prop>name</prop>");
  const [request, ...more] = simulator.log.requests;
  assert.equal(more.length, 0);
  assert.deepEqual([request?.method, request?.target], ["Fetch", "Folder:group-d1"]);
  assert.match(request?.body ?? "", /<prop>name<\/prop>/);
  assert.equal(simulator.log.count("Fetch"), 1);
});

Deno.test("without a network a dropped connection looks like one", async () => {
  const { simulator } = await openRaw();
  simulator.rules.add({ method: "*", drop: "before" });
  const request = new Request("http://simulator/sdk/vimServiceVersions.xml");
  await assert.rejects(directFetch(simulator)(request, { connection: "reuse" }), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.equal(error.delivered, "unknown");
    return true;
  });
});
