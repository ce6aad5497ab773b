import assert from "node:assert/strict";
import { childrenNamed, type XmlElement } from "../../src/soap/xml.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { finish, openRaw, type RawClient, textAt } from "./raw_client.ts";

const COLLECTOR = "PropertyCollector:propertyCollector";

/** A specSet over everything of some kinds below the root. */
async function viewSpec(client: RawClient, type: string, paths: readonly string[]): Promise<string> {
  const view = await client.ask(
    "CreateContainerView",
    "ViewManager:ViewManager",
    `<container type="Folder">group-d1</container><type>${type}</type><recursive>true</recursive>`,
  );
  return `<propSet><type>${type}</type>${
    paths.map((path) => `<pathSet>${path}</pathSet>`).join("")
  }</propSet>` +
    `<objectSet><obj type="ContainerView">${view.text}</obj><skip>true</skip>` +
    '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet>';
}

function objects(page: XmlElement): readonly string[] {
  return childrenNamed(page, "objects").map((object) => textAt(object, "obj") ?? "");
}

Deno.test("a retrieval pages by itself above 100 objects, and by the number asked for", async () => {
  const { simulator, client } = await openRaw({ vms: 250 });
  const spec = await viewSpec(client, "VirtualMachine", ["name"]);
  const all = simulator.world.all(Vm).map(({ ref }) => ref.value).sort();
  for (
    const [options, size] of [["<options/>", 100], [
      "<options><maxObjects>60</maxObjects></options>",
      60,
    ]] as const
  ) {
    const seen: string[] = [];
    let pages = 1;
    let page = await client.ask("RetrievePropertiesEx", COLLECTOR, `<specSet>${spec}</specSet>${options}`);
    for (;;) {
      seen.push(...objects(page));
      const token = textAt(page, "token");
      if (token === undefined) break;
      assert.equal(objects(page).length, size);
      pages++;
      page = await client.ask("ContinueRetrievePropertiesEx", COLLECTOR, `<token>${token}</token>`);
    }
    assert.equal(pages, Math.ceil(all.length / size));
    assert.deepEqual(seen.sort(), all);
  }
  const again = await client.call("ContinueRetrievePropertiesEx", COLLECTOR, "<token>used-up</token>");
  assert.equal(again.fault, "InvalidArgument");
});

Deno.test("the old retrieval gives everything at once", async () => {
  const { client } = await openRaw({ vms: 150 });
  const spec = await viewSpec(client, "VirtualMachine", ["name"]);
  const { values } = await client.call("RetrieveProperties", COLLECTOR, `<specSet>${spec}</specSet>`);
  assert.equal(values.length, 150);
});

Deno.test("named traversals run round until everything is found, each object once", async () => {
  const { client } = await openRaw();
  const recursive =
    '<selectSet xsi:type="TraversalSpec"><name>down</name><type>Folder</type><path>childEntity</path><skip>false</skip>' +
    '<selectSet xsi:type="SelectionSpec"><name>down</name></selectSet><selectSet xsi:type="TraversalSpec"><name>dc</name><type>Datacenter</type>' +
    '<path>hostFolder</path><skip>false</skip><selectSet xsi:type="SelectionSpec"><name>down</name></selectSet></selectSet></selectSet>';
  const page = await client.ask(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><propSet><type>ComputeResource</type><pathSet>name</pathSet></propSet><propSet><type>Datacenter</type></propSet>` +
      `<objectSet><obj type="Folder">group-d1</obj><skip>true</skip>${recursive}</objectSet></specSet><options/>`,
  );
  const names = childrenNamed(page, "objects").map((object) => textAt(object, "propSet", "val"));
  assert.deepEqual(names.filter((name) => name !== undefined).sort(), [
    "Dev-Cluster",
    "Prod-Cluster",
    "esx-edge-01.example.com",
    "esx-edge-02.example.com",
  ]);
  const unknown = recursive.replaceAll("<name>dc</name>", "").replace(
    "<name>down</name></selectSet><selectSet",
    "<name>up</name></selectSet><selectSet",
  );
  const refused = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><propSet><type>Folder</type></propSet><objectSet><obj type="Folder">group-d1</obj>${unknown}</objectSet></specSet><options/>`,
  );
  assert.equal(refused.fault, "InvalidArgument");
});

Deno.test("paths go into objects and lists, and say what they found", async () => {
  const { simulator, client } = await openRaw();
  const vm = simulator.world.all(Vm).find(({ name }) => name === "db-01");
  const read = async (path: string) =>
    await client.call("Fetch", `VirtualMachine:${vm?.ref.value}`, `<prop>${path}</prop>`);
  assert.equal((await read("config.hardware.memoryMB")).values[0]?.text, "65536");
  assert.equal(
    (await read("config.hardware.device[2001].capacityInKB")).values[0]?.text,
    String(500 * 1024 ** 2),
  );
  assert.match(
    (await read("config.hardware.device[2000].backing.fileName")).values[0]?.text ?? "",
    /^\[gold-\d+\] db-01\/db-01-000002\.vmdk$/,
  );
  assert.equal((await read("config.hardware.device[9999]")).text.includes("<returnval"), false);
  assert.equal((await read("no.such")).fault, "InvalidProperty");
  assert.equal((await read("config.nosuch")).fault, "InvalidProperty");
  assert.equal((await read("config.hardware.device.key")).fault, "InvalidProperty");
});

Deno.test("every value says its type", async () => {
  const { simulator, client } = await openRaw();
  const vm = simulator.world.all(Vm).find(({ name }) => name === "db-01");
  const paths = [
    "name",
    "runtime.powerState",
    "config.template",
    "summary.config.memorySizeMB",
    "runtime.bootTime",
    "datastore",
    "config.hardware.device",
    "config.hardware",
    "runtime.host",
    "summary.storage.committed",
  ];
  const page = await client.ask(
    "RetrievePropertiesEx",
    COLLECTOR,
    `<specSet><propSet><type>VirtualMachine</type>${
      paths.map((path) => `<pathSet>${path}</pathSet>`).join("")
    }</propSet>` +
      `<objectSet><obj type="VirtualMachine">${vm?.ref.value}</obj></objectSet></specSet><options/>`,
  );
  const types = childrenNamed(page.children[0] ?? page, "propSet").map((property) =>
    property.children[1]?.xsiType
  );
  assert.deepEqual(types, [
    "string",
    "VirtualMachinePowerState",
    "boolean",
    "int",
    "dateTime",
    "ArrayOfManagedObjectReference",
    "ArrayOfVirtualDevice",
    "VirtualHardware",
    "ManagedObjectReference",
    "long",
  ]);
});

Deno.test("an inaccessible machine has no configuration, and nothing is missing", async () => {
  const { simulator, client } = await openRaw();
  const vm = simulator.world.all(Vm).find(({ name }) => name === "lost-and-found");
  const page = await client.ask(
    "RetrievePropertiesEx",
    COLLECTOR,
    "<specSet><propSet><type>VirtualMachine</type><pathSet>name</pathSet><pathSet>config.hardware.numCPU</pathSet><pathSet>summary.config.numCpu</pathSet></propSet>" +
      `<objectSet><obj type="VirtualMachine">${vm?.ref.value}</obj></objectSet></specSet><options/>`,
  );
  const [object] = page.children;
  assert.deepEqual(object?.children.map(({ name }) => name), ["obj", "propSet"]);
});

Deno.test("one vanished object fails a retrieval unless missing ones are reported", async () => {
  const { client } = await openRaw();
  const spec = (more: string) =>
    `<specSet><propSet><type>Folder</type><pathSet>name</pathSet></propSet><objectSet><obj type="Folder">group-d1</obj></objectSet>` +
    `<objectSet><obj type="Folder">group-gone</obj></objectSet>${more}</specSet><options/>`;
  assert.equal(
    (await client.call("RetrievePropertiesEx", COLLECTOR, spec(""))).fault,
    "ManagedObjectNotFound",
  );
  const reported = await client.call(
    "RetrievePropertiesEx",
    COLLECTOR,
    spec("<reportMissingObjectsInResults>true</reportMissingObjectsInResults>"),
  );
  assert.match(reported.text, /group-gone<\/obj><missingSet>.*ManagedObjectNotFound/);
});

Deno.test("progress of a task and its end come through the property collector", async () => {
  const scene = await openRaw();
  const vm = scene.simulator.world.all(Vm).find(({ name }) => name === "web-03");
  const task = await scene.client.ask("PowerOnVM_Task", `VirtualMachine:${vm?.ref.value}`);
  await scene.clock.turn(700);
  const running = await scene.client.ask("Fetch", `Task:${task.text}`, "<prop>info</prop>");
  assert.deepEqual([textAt(running, "state"), textAt(running, "progress"), textAt(running, "name")], [
    "running",
    "46",
    "PowerOnVM_Task",
  ]);
  const ended = await finish(scene, task);
  assert.deepEqual([textAt(ended, "state"), textAt(ended, "progress")], ["success", undefined]);
});
