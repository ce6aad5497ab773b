import assert from "node:assert/strict";
import { Collector } from "../../src/simulator/collector/collector.ts";
import { PropertyFilter } from "../../src/simulator/collector/filter.ts";
import { textAt } from "../../src/simulator/core/value.ts";
import { touchEventCollectors } from "../../src/simulator/events/history_collector.ts";
import { type ManagedObject } from "../../src/simulator/world/managed_object.ts";
import { isFault, items, Stage, VERSION } from "./event_stage.ts";

Deno.test("ReadNextEvents goes from the oldest event to the newest and finds what is added", async () => {
  const stage = new Stage();
  stage.note("1", "2", "3", "4", "5");
  const collector = await stage.collect("Event");
  const next = async () => await stage.read("ReadNextEvents", collector, 2);

  assert.deepEqual([await next(), await next(), await next(), await next()], [[1, 2], [3, 4], [5], []]);
  stage.note("6");
  assert.deepEqual([await next(), await next()], [[6], []]);
  await stage.call("RewindCollector", collector);
  assert.deepEqual(await next(), [1, 2]);
  assert.deepEqual(await stage.read("ReadPreviousEvents", collector, 5), [2, 1]);
  assert.deepEqual(await stage.read("ReadPreviousEvents", collector, 5), []);
});

Deno.test("ReadPreviousEvents goes back from the newest event", async () => {
  const stage = new Stage();
  stage.note("1", "2", "3", "4", "5");
  const collector = await stage.collect("Event");
  const previous = async () => await stage.read("ReadPreviousEvents", collector, 2);

  assert.deepEqual([await previous(), await previous(), await previous(), await previous()], [
    [5, 4],
    [3, 2],
    [1],
    [],
  ]);
});

Deno.test("ResetCollector puts the cursor before the latest page", async () => {
  const stage = new Stage();
  stage.note("1", "2", "3", "4", "5");
  const collector = await stage.collect("Event");
  await stage.call("SetCollectorPageSize", collector, { maxCount: 2 });

  await stage.call("ResetCollector", collector);

  assert.deepEqual(stage.latest(collector), [5, 4]);
  assert.deepEqual(await stage.read("ReadPreviousEvents", collector, 10), [3, 2, 1]);
  await stage.call("ResetCollector", collector);
  assert.deepEqual(await stage.read("ReadNextEvents", collector, 10), [4, 5]);
});

Deno.test("latestPage has ten events unless the client says otherwise", async () => {
  const stage = new Stage();
  stage.note(...Array.from({ length: 12 }, String));

  assert.equal(stage.latest(await stage.collect("Event")).length, 10);
  assert.deepEqual(stage.latest(await stage.collect("Event", { maxCount: 3 })), [12, 11, 10]);
  const collector = await stage.collect("Event", { disableFullMessage: true });
  const [first] = items(await stage.call("ReadNextEvents", collector, { maxCount: 1 }));
  assert.equal(textAt(first, "fullFormattedMessage"), undefined);
  for (const maxCount of [-1, 1001]) {
    await assert.rejects(
      stage.call("SetCollectorPageSize", collector, { maxCount }),
      isFault("InvalidArgument"),
    );
    await assert.rejects(stage.call("ReadNextEvents", collector, { maxCount }), isFault("InvalidArgument"));
  }
});

Deno.test("touchEventCollectors() wakes a client that waits for the latest page", async () => {
  const stage = new Stage();
  const { world, session } = stage;
  stage.note("before");
  const collector = await stage.collect("Event", { type: ["VmPoweredOnEvent"] });
  const reader = { world, session };
  const properties = new Collector({ type: "PropertyCollector", value: "pc" });
  properties.filters.add(
    new PropertyFilter({ type: "PropertyFilter", value: "pf" }, {
      spec: {
        $type: "PropertyFilterSpec",
        propSet: [{ $type: "PropertySpec", type: "EventHistoryCollector", pathSet: ["latestPage"] }],
        objectSet: [{ $type: "ObjectSpec", obj: collector.ref }],
      },
      isPartial: false,
      version: VERSION,
      reader,
    }),
  );
  const wait = async (version: string) =>
    await properties.wait({ $type: "", version }, { reader, signal: new AbortController().signal });
  assert.match(await wait(""), /xsi:type="ArrayOfEvent"><Event xsi:type="VmPoweredOnEvent"/);
  const second = wait("1");

  world.events.note({ type: "VmStartingEvent", message: "not asked for", entity: stage.vms[0] });
  touchEventCollectors(session.objects.values(), world);
  assert.equal(world.events.records.length, 2);
  const { version } = world;
  stage.note("after");
  touchEventCollectors(session.objects.values(), world);

  assert.equal(world.version, version + 1);
  assert.match(await second, /<fullFormattedMessage>after<.*<fullFormattedMessage>before</);
});

Deno.test("DestroyCollector makes room for another one", async () => {
  const stage = new Stage();
  const collectors: ManagedObject[] = [];
  for (let count = 0; count < 32; count++) collectors.push(await stage.collect("Event"));
  await assert.rejects(stage.collect("Event"), isFault("InvalidState"));
  await stage.collect("Task");
  await stage.collect("Event", {}, stage.logIn("bob", "b"));
  const [first] = collectors;
  assert(first !== undefined);

  await stage.call("DestroyCollector", first);

  assert.equal(stage.session.objects.has(first.ref.value), false);
  await stage.collect("Event");
});
