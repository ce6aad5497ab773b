import assert from "node:assert/strict";
import { Random } from "../../../src/simulator/core/random.ts";
import { directFetch } from "../../../src/simulator/direct.ts";
import type { Rule } from "../../../src/simulator/rules.ts";
import { ContainerView } from "../../../src/simulator/world/views.ts";
import type { Mirror } from "../../../src/vsphere/inventory/mirror.ts";
import { INVENTORY, kindOf, propertySpecs } from "../../../src/vsphere/inventory/shapes.ts";
import { type PropertyShape, retrieveAll } from "../../../src/vsphere/properties.ts";
import { openTarget } from "../../../src/vsphere/target.ts";
import type { Vsphere } from "../../../src/vsphere/vsphere.ts";
import { changeSomething } from "../../simulator/random_changes.ts";
import { openRaw } from "../../simulator/raw_client.ts";

type Scene = Awaited<ReturnType<typeof openRaw>>;

const CASES = [
  { model: "vcenter", vms: 130, changes: 1000 },
  { model: "esxi", vms: 40, changes: 1000 },
] as const;

for (const { model, vms, changes } of CASES) {
  Deno.test(`Inventory.current() equals a fresh retrieval after ${changes} random changes on ${model}`, async () => {
    const scene = await openRaw({ model, vms });
    const random = new Random(20_261_126);
    await using vsphere = openDirect(scene);
    await using fresh = openDirect(scene);
    let looks = 0;
    for (let change = 1; change <= changes; change++) {
      await changeSomething(scene, random);
      await scene.clock.turn(random.whole(0, 3000));
      if (random.next() < 0.3) {
        if (random.next() < 0.5) goWrong(scene, random);
        await vsphere.inventory.current();
        looks++;
      }
      if (change % 50 !== 0) continue;
      scene.simulator.rules.clear();
      assert.deepEqual(rowsOf(await vsphere.inventory.current()), await freshRows(fresh), `change ${change}`);
    }
    assert.ok(looks > changes / 5, `${looks} looks`);
  });
}

/** A target without a network in between; nothing is waited for. */
function openDirect({ simulator }: Scene): Vsphere & AsyncDisposable {
  const { user, password } = simulator.admin;
  return openTarget({
    url: new URL("http://simulator/sdk"),
    user,
    password,
    fetch: directFetch(simulator),
    requestTimeoutMs: 30_000,
    taskTimeoutMs: 30_000,
    defaults: { network: "VM Network" },
    retryDelaysMs: [0, 0, 0],
  });
}

/** What goes wrong at the next look; none of it may be noticed by who asks. */
function goWrong({ simulator, client }: Scene, random: Random): void {
  const others = simulator.sessions.all.filter(({ cookie }) => !client.cookie.includes(cookie));
  const troubles: readonly (Omit<Rule, "method"> | (() => void))[] = [
    { drop: "before" },
    { drop: "after" },
    { status: 503 },
    { fault: { name: "InvalidCollectorVersion" } },
    { fault: { name: "ManagedObjectNotFound" } },
    () => others.forEach((session) => simulator.sessions.end(session)),
    () => {
      for (const { objects } of others) {
        const views = [...objects.values()].filter((object) => object instanceof ContainerView);
        for (const view of views) {
          objects.delete(view.ref.value);
          simulator.world.touch(view, "topology");
        }
      }
    },
  ];
  const trouble = random.pick(troubles);
  if (typeof trouble === "function") trouble();
  else simulator.rules.add({ method: "WaitForUpdatesEx", times: 1, ...trouble });
}

/** What both ways of reading can tell: properties of subclasses cannot be asked of all. */
const SHAPES: Readonly<Record<string, PropertyShape>> = Object.fromEntries(
  Object.entries(INVENTORY).map(([kind, shape]) => {
    const common = new Set(propertySpecs().find(({ type }) => type === kind)?.pathSet);
    return [kind, Object.fromEntries(Object.entries(shape).filter(([path]) => common.has(path)))];
  }),
);

/** Objects by id, without the properties that have no value. */
function plain(rows: Iterable<Readonly<Record<string, unknown>>>, paths: readonly string[]) {
  return Object.fromEntries(
    [...rows].map((row) => [
      JSON.stringify(row.ref),
      Object.fromEntries(paths.flatMap((path) => row[path] === undefined ? [] : [[path, row[path]]])),
    ]).sort(([a], [b]) => String(a) < String(b) ? -1 : 1),
  );
}

function rowsOf(mirror: Mirror) {
  return Object.fromEntries(KINDS.map((kind) => [kind, plain(mirror.rows(kind), pathsOf(kind))]));
}

async function freshRows({ session }: Vsphere) {
  const rows = await retrieveAll(session, SHAPES);
  return Object.fromEntries(KINDS.map((kind) => [kind, plain(rows[kind] ?? [], pathsOf(kind))]));
}

const KINDS = Object.keys(INVENTORY).flatMap((name) => kindOf(name) ?? []);

function pathsOf(kind: string): readonly string[] {
  return Object.keys(SHAPES[kind] ?? {});
}
