import assert from "node:assert/strict";
import { child, childrenNamed, type XmlElement } from "../../src/soap/xml.ts";
import { Vm } from "../../src/simulator/world/vm.ts";
import { openRaw, type RawAnswer, RawClient, textAt } from "./raw_client.ts";

const COLLECTOR = "PropertyCollector:propertyCollector";

type Scene = Awaited<ReturnType<typeof openRaw>>;

async function watch(
  { client }: Scene,
  { type = "VirtualMachine", paths, isPartial = false }: {
    readonly type?: string;
    readonly paths: readonly string[];
    readonly isPartial?: boolean;
  },
): Promise<void> {
  const view = await client.ask(
    "CreateContainerView",
    "ViewManager:ViewManager",
    `<container type="Folder">group-d1</container><type>${type}</type><recursive>true</recursive>`,
  );
  await client.ask(
    "CreateFilter",
    COLLECTOR,
    `<spec><propSet><type>${type}</type>${
      paths.map((path) => `<pathSet>${path}</pathSet>`).join("")
    }</propSet>` +
      `<objectSet><obj type="ContainerView">${view.text}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec">` +
      "<type>ContainerView</type><path>view</path></selectSet></objectSet></spec>" +
      `<partialUpdates>${isPartial}</partialUpdates>`,
  );
}

async function wait(
  { client }: Scene,
  version: string,
  options = "<maxWaitSeconds>0</maxWaitSeconds>",
): Promise<RawAnswer> {
  return await client.call(
    "WaitForUpdatesEx",
    COLLECTOR,
    `<version>${version}</version><options>${options}</options>`,
  );
}

function updatesOf({ values }: RawAnswer): readonly XmlElement[] {
  return values.flatMap((set) => childrenNamed(set, "filterSet")).flatMap((filter) =>
    childrenNamed(filter, "objectSet")
  );
}

function changesOf(
  update: XmlElement | undefined,
): readonly (readonly [string | undefined, string | undefined])[] {
  return childrenNamed(update ?? NOTHING, "changeSet").map((change) =>
    [textAt(change, "name"), textAt(change, "val")] as const
  );
}

const NOTHING: XmlElement = { name: "", text: "", type: undefined, xsiType: undefined, children: [] };

function versionOf({ values }: RawAnswer): string {
  return textAt(values[0], "version") ?? "";
}

/** Takes all pages of the first look; gives the version and how many objects entered. */
async function catchUp(scene: Scene): Promise<{ readonly version: string; readonly entered: number }> {
  let version = "";
  let entered = 0;
  for (;;) {
    const answer = await wait(scene, version);
    if (answer.values.length === 0) return { version, entered };
    version = versionOf(answer);
    entered += updatesOf(answer).length;
    assert.equal(
      textAt(answer.values[0], "truncated"),
      updatesOf(answer).length === 100 ? "true" : undefined,
    );
  }
}

function vmNamed({ simulator }: Scene, name: string): Vm {
  const vm = simulator.world.all(Vm).find((one) => one.name === name);
  assert.ok(vm !== undefined);
  return vm;
}

Deno.test("the first look enters everything in pages of 100, later ones bring what changed", async () => {
  const scene = await openRaw({ vms: 230 });
  await watch(scene, { paths: ["name", "runtime.powerState"] });
  const { version, entered } = await catchUp(scene);
  assert.equal(entered, 230);
  const vm = vmNamed(scene, "web-03");
  await scene.client.ask("PowerOnVM_Task", `VirtualMachine:${vm.ref.value}`);
  await scene.clock.turn(5000);
  const answer = await wait(scene, version);
  const [update, ...more] = updatesOf(answer);
  assert.equal(more.length, 0);
  assert.deepEqual([textAt(update, "kind"), textAt(update, "obj")], ["modify", vm.ref.value]);
  assert.deepEqual(changesOf(update), [["runtime.powerState", "poweredOn"]]);
  assert.equal((await wait(scene, versionOf(answer))).values.length, 0);
});

Deno.test("a client that lost an answer gets it again under the old version", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["name"] });
  const { version } = await catchUp(scene);
  vmNamed(scene, "web-02").name = "renamed";
  scene.simulator.world.touch(vmNamed(scene, "renamed"));
  const lost = await wait(scene, version);
  const again = await wait(scene, version);
  assert.deepEqual(changesOf(updatesOf(again)[0]), [["name", "renamed"]]);
  assert.equal(versionOf(again), versionOf(lost));
  assert.equal((await wait(scene, versionOf(again))).values.length, 0);
  assert.equal((await wait(scene, version)).fault, "InvalidCollectorVersion");
});

Deno.test("versions that were never given are refused, and an empty one begins anew", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["name"] });
  for (const version of ["1", "0", "99", "x"]) {
    assert.equal((await wait(scene, version)).fault, "InvalidCollectorVersion", version);
  }
  await catchUp(scene);
  const { entered } = await catchUp(scene);
  assert.equal(entered, 48);
});

Deno.test("what is made enters, what is deleted leaves", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["name"] });
  const { version } = await catchUp(scene);
  const gone = vmNamed(scene, "web-03");
  const source = vmNamed(scene, "web-02");
  await scene.client.ask("Destroy_Task", `VirtualMachine:${gone.ref.value}`);
  await scene.client.ask(
    "CloneVM_Task",
    `VirtualMachine:${source.ref.value}`,
    `<folder type="Folder">${source.parent?.ref.value}</folder><name>copy</name><spec><location/><template>false</template><powerOn>false</powerOn></spec>`,
  );
  await scene.clock.turn(10_000);
  const kinds = updatesOf(await wait(scene, version)).map((
    update,
  ) => [textAt(update, "kind"), textAt(update, "obj") === gone.ref.value]);
  assert.deepEqual(kinds.sort(), [["enter", false], ["leave", true]]);
});

Deno.test("a wait without news lasts as long as was asked, and ends with the first news", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["runtime.powerState"] });
  const { version } = await catchUp(scene);
  const idle = wait(scene, version, "<maxWaitSeconds>30</maxWaitSeconds>");
  await scene.clock.turn(30_000);
  assert.equal((await idle).values.length, 0);
  const news = wait(scene, version, "<maxWaitSeconds>600</maxWaitSeconds>");
  await scene.client.ask("PowerOnVM_Task", `VirtualMachine:${vmNamed(scene, "web-03").ref.value}`);
  await scene.clock.turn(2000);
  assert.deepEqual(changesOf(updatesOf(await news)[0]), [["runtime.powerState", "poweredOn"]]);
});

Deno.test("a wait ends when it is cancelled, when the session ends and when the client goes", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["name"] });
  const { version } = await catchUp(scene);
  const cancelled = wait(scene, version, "");
  await settle();
  await scene.client.ask("CancelWaitForUpdates", COLLECTOR);
  assert.equal((await cancelled).fault, "RequestCanceled");
  const gone = new AbortController();
  const abandoned = scene.client.call(
    "WaitForUpdatesEx",
    COLLECTOR,
    `<version>${version}</version><options/>`,
    gone.signal,
  );
  await settle();
  gone.abort();
  await abandoned;
  const ended = wait(scene, version, "");
  await settle();
  await scene.client.ask("Logout", "SessionManager:SessionManager");
  assert.equal((await ended).fault, "NotAuthenticated");
});

Deno.test("a client that logs in while another one waits keeps its session to itself", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["runtime.powerState"] });
  const { version } = await catchUp(scene);
  const { cookie } = scene.client;
  const news = wait(scene, version, "<maxWaitSeconds>600</maxWaitSeconds>");
  await settle();
  await new RawClient(scene.simulator).logIn();
  await scene.client.ask("PowerOnVM_Task", `VirtualMachine:${vmNamed(scene, "web-03").ref.value}`);
  await scene.clock.turn(2000);
  assert.equal((await news).fault, undefined);
  assert.equal(scene.client.cookie, cookie);
});

Deno.test("partial updates name the leaf that changed", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["runtime", "config.hardware"], isPartial: true });
  const { version } = await catchUp(scene);
  await scene.client.ask("PowerOnVM_Task", `VirtualMachine:${vmNamed(scene, "web-03").ref.value}`);
  await scene.clock.turn(2000);
  const names = changesOf(updatesOf(await wait(scene, version))[0]).map(([name]) => name);
  assert.ok(names.includes("runtime.powerState") && names.includes("runtime.bootTime"), String(names));
  assert.ok(names.every((name) => name?.startsWith("runtime.")), String(names));
});

Deno.test("statistics change with the time alone", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["summary.quickStats.uptimeSeconds"] });
  const { version } = await catchUp(scene);
  await scene.clock.turn(20_000);
  const answer = await wait(scene, version);
  assert.ok(updatesOf(answer).length > 20);
});

Deno.test("views, collectors and filters die with their session", async () => {
  const scene = await openRaw();
  await watch(scene, { paths: ["name"] });
  const { version } = await catchUp(scene);
  const [session] = scene.simulator.sessions.all;
  assert.ok(session !== undefined && session.objects.size >= 3);
  scene.simulator.sessions.end(session);
  assert.equal((await wait(scene, version)).fault, "NotAuthenticated");
  await scene.client.logIn();
  assert.equal((await wait(scene, version)).fault, "InvalidCollectorVersion");
});

Deno.test("a list view tells which references name nothing", async () => {
  const scene = await openRaw();
  const view = await scene.client.ask("CreateListView", "ViewManager:ViewManager");
  const vm = vmNamed(scene, "web-02").ref.value;
  const answer = await scene.client.call(
    "ModifyListView",
    `ListView:${view.text}`,
    `<add type="VirtualMachine">${vm}</add><add type="Task">task-0</add>`,
  );
  assert.deepEqual(answer.values.map(({ text }) => text), ["task-0"]);
  const list = await scene.client.ask("Fetch", `ListView:${view.text}`, "<prop>view</prop>");
  assert.deepEqual(list.children.map(({ text }) => text), [vm]);
  assert.equal(child(list, "ManagedObjectReference")?.type, "VirtualMachine");
});

/** Lets everything happen that is a matter of promises alone. */
async function settle(): Promise<void> {
  await new Promise<void>((resolve) => void setTimeout(resolve));
}
