import assert from "node:assert/strict";
import { factsIn, inFolder } from "../audit/stage.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { type Product, startHttp } from "../support/product.ts";
import { RunningSimulator } from "../support/simulator.ts";
import { type Door, mcpDoor, type Reply, restDoor } from "./doors.ts";

Deno.test.sanitizer({ ops: false, resources: false });

const KEYS = [
  { name: "night", key: "key-of-the-night-shift", role: "admin", protected: ["web-*"] },
  { name: "day", key: "key-of-the-day-shift", role: "admin", protected: ["db-*"] },
  { name: "desk", key: "key-of-the-help-desk", role: "operate", toolsets: ["vm", "task"] },
] as const;

const WAYS = ["http 2026-07-28", "http 2025-11-25", "rest"] as const;
type Way = (typeof WAYS)[number];

/** Opens a door for a key. */
type Open = (name: (typeof KEYS)[number]["name"]) => Promise<Door>;

for (const way of WAYS) {
  keysTest(`over ${way}, what one key may write to the other may not`, way, async ({ open, audit }) => {
    await using night = await open("night");
    await using day = await open("day");
    refused(await off(night, "web-02"), 'virtual machine "web-02" is protected by "web-*"');
    assert.equal((await confirmedOff(day, "web-02")).kind, "ok");
    refused(await off(day, "db-01"), 'virtual machine "db-01" is protected by "db-*"');
    assert.equal((await confirmedOff(night, "db-01")).kind, "ok");
    const events = (await factsIn(audit)).filter(({ event }) => event === "end" || event === "refused");
    assert.deepEqual(
      events.map(({ event, caller, confirmed_by: how }) => [event, Reflect.get(Object(caller), "name"), how]),
      [
        ["refused", "night", undefined],
        ["end", "day", "token"],
        ["refused", "day", undefined],
        ["end", "night", "token"],
      ],
    );
  });

  keysTest(`over ${way}, a key with toolsets has nothing else`, way, async ({ open, simulator }) => {
    await using desk = await open("desk");
    await using day = await open("day");
    const names = "list_vms get_vm get_vm_performance create_vm clone_vm power_on_vm get_task";
    assert.deepEqual(await desk.offered(), names.split(" "));
    assert.equal((await day.offered()).length, 19);
    refused(
      await desk.call("list_hosts", { args: {} }),
      'Cannot call tool "list_hosts": it is not among the toolsets of "desk": vm, task',
    );
    refused(await off(desk, "web-02"), 'it is not for the role operate, which "desk" has');
    assert.equal((await day.call("list_hosts", { args: {} })).kind, "ok");
    assert.equal((await desk.call("list_vms", { args: {} })).kind, "ok");
    assert.equal(simulator.simulator.log.count("PowerOffVM_Task"), 0);
  });

  keysTest(`over ${way}, the token of one key is none of the other`, way, async ({ open, simulator }) => {
    await using night = await open("night");
    await using day = await open("day");
    const args = { name: "wiki" };
    const { token: confirmation } = await night.call("power_off_vm", { args });
    assert.ok(confirmation !== undefined);
    const stolen = await day.call("power_off_vm", { args: { ...args, confirmation } });
    assert.equal(stolen.kind, "confirmation_required");
    assert.match(stolen.text, /the confirmation is not one for this call/);
    assert.equal(simulator.simulator.log.count("PowerOffVM_Task"), 0);
    // It is still good for whom it was given to.
    assert.equal((await night.call("power_off_vm", { args: { ...args, confirmation } })).kind, "ok");
  });
}

keysTest("a token that several calls bring at once lets one of them through", "rest", async (stage) => {
  const { open, simulator } = stage;
  await using night = await open("night");
  const { token: confirmation } = await night.call("power_off_vm", { args: { name: "wiki" } });
  const args = { name: "wiki", confirmation };
  await Promise.all(Array.from({ length: 5 }, () => night.call("power_off_vm", { args })));
  assert.equal(simulator.simulator.log.count("PowerOffVM_Task"), 1);
});

keysTest("a token of MCP is good over REST for the same key, and stands in no log", "rest", async (stage) => {
  const { open, product, simulator } = stage;
  await using mcp = await openDoor("http 2026-07-28", { name: "night", url: product.url });
  await using rest = await open("night");
  const args = { name: "wiki" };
  const { token: confirmation = "" } = await mcp.call("power_off_vm", { args });
  assert.match(confirmation, /^[0-9a-z]+\.[\w-]{8}\.[\w-]{43}\.[\w-]{43}$/);
  assert.equal((await rest.call("power_off_vm", { args: { ...args, confirmation } })).kind, "ok");
  assert.equal(simulator.simulator.log.count("PowerOffVM_Task"), 1);
  assert.match(product.stderr(), /INFO call refused .*kind=confirmation_required/);
  assert.ok(!product.stderr().includes(confirmation), "the log holds the token");
});

interface KeysStage {
  readonly open: Open;
  readonly product: Product & { readonly url: string };
  readonly simulator: RunningSimulator;
  readonly audit: string;
}

function keysTest(name: string, way: Way, run: (stage: KeysStage) => Promise<void>): void {
  Deno.test(name, async () => {
    await inFolder(async (audit) => {
      await using simulator = await RunningSimulator.start();
      for (const vm of ["web-02", "db-01", "wiki"]) running(simulator, vm);
      const env = { MCP_CONFIRM: "auto", MCP_API_KEYS: JSON.stringify(KEYS), MCP_AUDIT_FILE: audit };
      await using product = await startHttp({ farSide: simulator, env });
      const { url } = product;
      await run({ open: (name) => openDoor(way, { name, url }), product, simulator, audit });
    });
  });
}

async function openDoor(
  way: Way,
  { name, url }: { readonly name: string; readonly url: string },
): Promise<Door> {
  const key = KEYS.find((one) => one.name === name)?.key;
  const place = { url, headers: { authorization: `Bearer ${key}` } };
  if (way === "rest") return restDoor(place);
  return await mcpDoor(way === "http 2026-07-28" ? "2026-07-28" : "2025-11-25", { place, canAsk: false });
}

/** The seed has these machines. */
function running({ simulator: { world } }: RunningSimulator, name: string): void {
  const vm = world.all(Vm).find((one) => one.name === name);
  assert.equal(vm?.powerState, "poweredOn", name);
}

function off(door: Door, name: string): Promise<Reply> {
  return door.call("power_off_vm", { args: { name } });
}

async function confirmedOff(door: Door, name: string): Promise<Reply> {
  const { token: confirmation } = await off(door, name);
  return await door.call("power_off_vm", { args: { name, confirmation } });
}

function refused({ kind, text }: Reply, words: string): void {
  assert.equal(kind, "denied", text);
  assert.ok(text.includes(words), text);
}
