import assert from "node:assert/strict";
import { child, childrenNamed, type XmlElement } from "../../src/soap/xml.ts";
import { Random } from "../../src/simulator/core/random.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw, textAt } from "./raw_client.ts";

const COLLECTOR = "PropertyCollector:propertyCollector";
const PATHS = [
  "name",
  "parent",
  "runtime.powerState",
  "runtime.host",
  "config.hardware.numCPU",
  "snapshot",
  "datastore",
];

type Scene = Awaited<ReturnType<typeof openRaw>>;

/** Values by path, by object. */
type Mirror = Map<string, Map<string, string>>;

const SPECS = {
  "machines, by some properties": `<propSet><type>VirtualMachine</type>${
    PATHS.map((path) => `<pathSet>${path}</pathSet>`).join("")
  }</propSet>`,
  "everything, by all properties": "<propSet><type>ManagedEntity</type><all>true</all></propSet>",
};

for (const [what, propSet] of Object.entries(SPECS)) {
  Deno.test(`after 300 random changes, updates and a fresh look tell the same of ${what}`, async () => {
    const scene = await openRaw({ vms: 130 });
    const random = new Random(20_261_125);
    const spec = await viewSpec(scene, propSet);
    await scene.client.ask(
      "CreateFilter",
      COLLECTOR,
      `<spec>${spec}</spec><partialUpdates>false</partialUpdates>`,
    );
    const mirror: Mirror = new Map();
    let version = await drain(scene, { mirror, version: "", random });
    for (let change = 0; change < 300; change++) {
      await changeSomething(scene, random);
      await scene.clock.turn(random.whole(0, 3000));
      if (random.next() < 0.3) version = await drain(scene, { mirror, version, random });
      // A client that begins anew ends with the same.
      if (random.next() < 0.02) {
        mirror.clear();
        version = await drain(scene, { mirror, version: "", random });
      }
    }
    await scene.clock.turn(60_000);
    await drain(scene, { mirror, version, random });
    assert.deepEqual(differences(mirror, await freshLook(scene, spec)), []);
  });
}

async function viewSpec({ client }: Scene, propSet: string): Promise<string> {
  const view = await client.ask(
    "CreateContainerView",
    "ViewManager:ViewManager",
    '<container type="Folder">group-d1</container><recursive>true</recursive>',
  );
  return `${propSet}<objectSet><obj type="ContainerView">${view.text}</obj><skip>true</skip>` +
    '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet>';
}

/** Takes all updates there are, in pages of odd sizes; now and then an answer is lost and asked for again. */
async function drain(
  { client }: Scene,
  { mirror, version, random }: { readonly mirror: Mirror; readonly version: string; readonly random: Random },
): Promise<string> {
  for (let at = version;;) {
    const max = random.pick([1, 7, 33, 100, 1000]);
    const args =
      `<version>${at}</version><options><maxWaitSeconds>0</maxWaitSeconds><maxObjectUpdates>${max}</maxObjectUpdates></options>`;
    if (random.next() < 0.1) await client.call("WaitForUpdatesEx", COLLECTOR, args);
    const { values: [set], fault } = await client.call("WaitForUpdatesEx", COLLECTOR, args);
    assert.equal(fault, undefined);
    if (set === undefined) return at;
    for (
      const update of childrenNamed(set, "filterSet").flatMap((filter) => childrenNamed(filter, "objectSet"))
    ) {
      take(mirror, update);
    }
    at = textAt(set, "version") ?? "";
  }
}

function take(mirror: Mirror, update: XmlElement): void {
  const id = textAt(update, "obj") ?? "";
  const kind = textAt(update, "kind");
  if (kind === "leave") {
    assert.ok(mirror.delete(id), `${id} leaves and was never there`);
    return;
  }
  assert.equal(mirror.has(id), kind === "modify", `${id} ${kind}`);
  const values = mirror.get(id) ?? new Map();
  mirror.set(id, values);
  for (const change of childrenNamed(update, "changeSet")) {
    const [name, val] = [textAt(change, "name") ?? "", child(change, "val")];
    if (val === undefined) values.delete(name);
    else values.set(name, JSON.stringify(val.children.length > 0 ? val.children : val.text));
  }
}

async function freshLook({ client }: Scene, spec: string): Promise<Mirror> {
  const { values } = await client.call("RetrieveProperties", COLLECTOR, `<specSet>${spec}</specSet>`);
  return new Map(values.map((object) => [
    textAt(object, "obj") ?? "",
    new Map(
      childrenNamed(object, "propSet").map((property) => {
        const val = child(property, "val");
        return [
          textAt(property, "name") ?? "",
          JSON.stringify(val?.children.length ? val.children : val?.text),
        ];
      }),
    ),
  ]));
}

/** Objects and properties that are not the same in both. */
function differences(one: Mirror, other: Mirror): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((id) => {
    const [a, b] = [one.get(id), other.get(id)];
    if (a === undefined || b === undefined) return [`${id} is in one alone`];
    return [...new Set([...a.keys(), ...b.keys()])].filter((path) => a.get(path) !== b.get(path))
      .map((path) => `${id} ${path}`);
  });
}

async function changeSomething({ simulator, client }: Scene, random: Random): Promise<void> {
  const vm = random.pick(simulator.world.all(Vm));
  const self = `VirtualMachine:${vm.ref.value}`;
  const name = `n-${random.hex(6)}`;
  const [snapshot] = vm.snapshots;
  const changes: readonly (() => Promise<unknown>)[] = [
    () => client.call("PowerOnVM_Task", self),
    () => client.call("PowerOffVM_Task", self),
    () => client.call("Rename_Task", self, `<newName>${name}</newName>`),
    () =>
      client.call("ReconfigVM_Task", self, `<spec><numCPUs>${random.pick([1, 2, 4, 8])}</numCPUs></spec>`),
    () =>
      client.call(
        "CreateSnapshot_Task",
        self,
        `<name>${name}</name><memory>false</memory><quiesce>false</quiesce>`,
      ),
    () =>
      client.call(
        "RemoveSnapshot_Task",
        `VirtualMachineSnapshot:${snapshot?.ref.value}`,
        "<removeChildren>false</removeChildren>",
      ),
    () => client.call("Destroy_Task", self),
    () =>
      client.call(
        "CloneVM_Task",
        self,
        `<folder type="Folder">${vm.parent?.ref.value}</folder><name>${name}</name><spec><location/><template>false</template><powerOn>true</powerOn></spec>`,
      ),
  ];
  // What is refused is no matter here: machines are in any state.
  await random.pick(changes)();
}
