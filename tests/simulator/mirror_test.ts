import assert from "node:assert/strict";
import { child, childrenNamed, type XmlElement } from "../../src/soap/xml.ts";
import { Random } from "../../src/simulator/core/random.ts";
import { changeSomething } from "./random_changes.ts";
import { openRaw, textAt } from "./raw_client.ts";

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

const SOME = `<propSet><type>VirtualMachine</type>${
  PATHS.map((path) => `<pathSet>${path}</pathSet>`).join("")
}</propSet>`;
/** Nothing that is read anew with the time: who has lost something has to tell it. */
const PLACES = Object.entries({
  VirtualMachine: ["parent", "resourcePool", "runtime.host", "datastore", "network"],
  HostSystem: ["vm", "datastore", "network"],
  ResourcePool: ["vm", "resourcePool"],
  Datastore: ["vm"],
  Network: ["vm"],
  Folder: ["childEntity"],
}).map(([type, paths]) =>
  `<propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join("")}</propSet>`
).join("");
const ALL = "<propSet><type>ManagedEntity</type><all>true</all></propSet>";

const CASES = [
  { what: "some properties of machines", model: "vcenter", propSet: SOME },
  { what: "what is where on vCenter Server", model: "vcenter", propSet: PLACES },
  { what: "what is where on ESXi", model: "esxi", propSet: PLACES },
  { what: "all properties of everything on vCenter Server", model: "vcenter", propSet: ALL },
  { what: "all properties of everything on ESXi", model: "esxi", propSet: ALL },
] as const;

for (const { what, model, propSet } of CASES) {
  Deno.test(`after 300 random changes, updates and a fresh look tell the same: ${what}`, async () => {
    const scene = await openRaw({ model, vms: 130 });
    const random = new Random(20_261_125);
    const spec = await viewSpec(scene, propSet);
    await scene.client.ask(
      "CreateFilter",
      collector(scene),
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
      if (change % 10 !== 9) continue;
      // All tasks end, and statistics are told.
      await scene.clock.turn(60_000);
      version = await drain(scene, { mirror, version, random });
      assert.deepEqual(differences(mirror, await freshLook(scene, spec)), []);
    }
  });
}

function collector({ simulator: { world } }: Scene): string {
  return `PropertyCollector:${world.isVcenter ? "propertyCollector" : "ha-property-collector"}`;
}

async function viewSpec({ client, simulator: { world } }: Scene, propSet: string): Promise<string> {
  const view = await client.ask(
    "CreateContainerView",
    "ViewManager:ViewManager",
    `<container type="Folder">${world.isVcenter ? "group-d1" : "ha-folder-root"}</container>` +
      "<recursive>true</recursive>",
  );
  return `${propSet}<objectSet><obj type="ContainerView">${view.text}</obj><skip>true</skip>` +
    '<selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path></selectSet></objectSet>';
}

/** Takes all updates there are, in pages of odd sizes; now and then an answer is lost and asked for again. */
async function drain(
  scene: Scene,
  { mirror, version, random }: { readonly mirror: Mirror; readonly version: string; readonly random: Random },
): Promise<string> {
  const { client } = scene;
  const self = collector(scene);
  for (let at = version;;) {
    const max = random.pick([1, 7, 33, 100, 1000]);
    const args =
      `<version>${at}</version><options><maxWaitSeconds>0</maxWaitSeconds><maxObjectUpdates>${max}</maxObjectUpdates></options>`;
    if (random.next() < 0.1) await client.call("WaitForUpdatesEx", self, args);
    const { values: [set], fault } = await client.call("WaitForUpdatesEx", self, args);
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

async function freshLook(scene: Scene, spec: string): Promise<Mirror> {
  const { values } = await scene.client.call(
    "RetrieveProperties",
    collector(scene),
    `<specSet>${spec}</specSet>`,
  );
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
