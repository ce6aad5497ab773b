import assert from "node:assert/strict";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw } from "./raw_client.ts";

const COLLECTOR = "PropertyCollector:propertyCollector";

Deno.test("who follows the recent tasks hears of each from its start to its end", async () => {
  const { simulator, client, clock } = await openRaw();
  await client.ask(
    "CreateFilter",
    COLLECTOR,
    "<spec><propSet><type>Task</type><pathSet>info.state</pathSet></propSet>" +
      '<objectSet><obj type="TaskManager">TaskManager</obj><skip>true</skip><selectSet xsi:type="TraversalSpec">' +
      "<type>TaskManager</type><path>recentTask</path></selectSet></objectSet></spec>" +
      "<partialUpdates>false</partialUpdates>",
  );
  let version = "";
  const news = async () => {
    const { text } = await client.call(
      "WaitForUpdatesEx",
      COLLECTOR,
      `<version>${version}</version><options><maxWaitSeconds>0</maxWaitSeconds></options>`,
    );
    version = /<version>(\d+)</.exec(text)?.[1] ?? version;
    return text.split("<objectSet>").slice(1).map((update) =>
      [/<kind>(\w+)</, />(\w+)<\/val>/].flatMap((pattern) => pattern.exec(update)?.[1] ?? []).join(" ")
    );
  };
  assert.deepEqual(await news(), []);
  const vm = simulator.world.all(Vm).find(({ name }) => name === "web-03");
  await client.ask("PowerOnVM_Task", `VirtualMachine:${vm?.ref.value}`);
  assert.deepEqual(await news(), ["enter running"]);
  await clock.turn(2000);
  assert.deepEqual(await news(), ["modify success"]);
  await clock.turn(11 * 60_000);
  await client.ask("PowerOffVM_Task", `VirtualMachine:${vm?.ref.value}`);
  assert.deepEqual(await news(), ["enter running", "leave"]);
});

Deno.test("who watches a machine hears of its Tools and of its address as they come", async () => {
  const { simulator: { world }, client, clock } = await openRaw();
  const vm = world.all(Vm).find(({ name }) => name === "web-03");
  await client.ask(
    "CreateFilter",
    COLLECTOR,
    "<spec><propSet><type>VirtualMachine</type><pathSet>guest.toolsRunningStatus</pathSet>" +
      `<pathSet>guest.ipAddress</pathSet></propSet><objectSet><obj type="VirtualMachine">${vm?.ref.value}</obj>` +
      "</objectSet></spec><partialUpdates>false</partialUpdates>",
  );
  let { text } = await client.call("WaitForUpdatesEx", COLLECTOR, "<version></version>");
  await client.ask("PowerOnVM_Task", `VirtualMachine:${vm?.ref.value}`);
  for (const news of [/>guestToolsRunning</, /<name>guest.ipAddress<.*>10\./]) {
    const version = /<version>(\d+)</.exec(text)?.[1];
    const waiting = client.call(
      "WaitForUpdatesEx",
      COLLECTOR,
      `<version>${version}</version><options><maxWaitSeconds>600</maxWaitSeconds></options>`,
    );
    await clock.turn(660_000);
    ({ text } = await waiting);
    assert.match(text, news);
  }
});

Deno.test("a client that looks again after thousands of changes misses none", async () => {
  const { simulator: { world }, client } = await openRaw();
  const [first, other] = world.all(Vm);
  assert.ok(first !== undefined && other !== undefined);
  await client.ask(
    "CreateFilter",
    COLLECTOR,
    "<spec><propSet><type>VirtualMachine</type><pathSet>name</pathSet></propSet>" +
      `<objectSet><obj type="VirtualMachine">${first.ref.value}</obj></objectSet></spec>` +
      "<partialUpdates>false</partialUpdates>",
  );
  const { text } = await client.call("WaitForUpdatesEx", COLLECTOR, "<version></version>");
  first.name = "renamed";
  world.touch(first);
  for (let change = 0; change < 10_000; change++) world.touch(other);
  const version = /<version>(\d+)</.exec(text)?.[1];
  const answer = await client.call("WaitForUpdatesEx", COLLECTOR, `<version>${version}</version>`);
  assert.match(answer.text, />renamed</);
});
