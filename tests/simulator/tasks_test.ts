import assert from "node:assert/strict";
import { made, textAt, type Value } from "../../src/simulator/core/value.ts";
import { writeReturned } from "../../src/simulator/core/write.ts";
import { TASK_MANAGER_PROPERTIES } from "../../src/simulator/methods/tasks.ts";
import { isFault, items, Stage, VERSION } from "./event_stage.ts";

Deno.test("CancelTask ends a task that can be cancelled", async () => {
  const stage = new Stage();
  const collector = await stage.collect("Task");
  const task = stage.start({ isCancelable: true });
  const stubborn = stage.start({ vm: stage.vms[1] });
  const { stamp } = collector;

  await stage.call("CancelTask", task);

  assert.deepEqual([task.state, task.isCancelled, task.error?.fault], ["error", true, "RequestCanceled"]);
  assert(collector.stamp > stamp);
  await assert.rejects(stage.call("CancelTask", task), isFault("InvalidState"));
  await assert.rejects(stage.call("CancelTask", stubborn), isFault("NotSupported"));
});

Deno.test("UpdateProgress says how far a task is until its end", async () => {
  const stage = new Stage();
  const task = stage.start({ isCancelable: true });
  const update = (percentDone: number) => stage.call("UpdateProgress", task, { percentDone });

  await update(42);

  assert.equal(task.info(stage.place.clock.now()).progress, 42);
  await assert.rejects(update(101), isFault("OutOfBounds"));
  await stage.call("CancelTask", task);
  await assert.rejects(update(43), isFault("InvalidState"));
});

Deno.test("ReadNextTasks filters by object, state, user and time", async () => {
  const stage = new Stage();
  const first = stage.start();
  await stage.place.clock.turn(5000);
  const second = stage.start({ vm: stage.vms[2] });
  const read = async (filter: Record<string, Value>) =>
    items(await stage.call("ReadNextTasks", await stage.collect("Task", filter), { maxCount: 9 }))
      .map((info) => textAt(info, "key"));
  const byEntity = { $type: "TaskFilterSpecByEntity", entity: stage.place.hosts[1].ref, recursion: "all" };
  const byTime = {
    $type: "TaskFilterSpecByTime",
    timeType: "completedTime",
    beginTime: "2026-01-01T00:00:00Z",
  };
  const byUser = { $type: "TaskFilterSpecByUsername", systemUser: false, userList: ["bob"] };

  assert.deepEqual(await read({}), [first.facts.key, second.facts.key]);
  assert.deepEqual(await read({ entity: byEntity }), [second.facts.key]);
  assert.deepEqual(await read({ state: ["success"] }), [first.facts.key]);
  assert.deepEqual(await read({ time: byTime }), [first.facts.key]);
  assert.deepEqual(await read({ userName: byUser }), []);
  const collector = await stage.collect("Task");
  const previous = items(await stage.call("ReadPreviousTasks", collector, { maxCount: 1 }));
  assert.deepEqual(previous.map((info) => textAt(info, "key")), [second.facts.key]);
  assert.match(writeReturned(previous, VERSION), /<state>running<\/state>/);
});

Deno.test("TaskManager.recentTask has what runs and what has ended within ten minutes", async () => {
  const stage = new Stage();
  const { world } = stage;
  const recent = () => made(TASK_MANAGER_PROPERTIES.recentTask?.(undefined, { world, session: undefined }));
  const old = stage.start();
  await stage.place.clock.turn(6 * 60_000);
  const late = stage.start();
  await stage.place.clock.turn(1000);
  assert.deepEqual(recent(), [old.ref, late.ref]);

  await stage.place.clock.turn(5 * 60_000);
  const running = stage.start();

  assert.deepEqual(recent(), [late.ref, running.ref]);
  const description = made(TASK_MANAGER_PROPERTIES.description?.(undefined, { world, session: undefined }));
  assert.match(
    writeReturned(description, VERSION),
    /<label>Power On virtual machine<\/label><summary>[^<]+<\/summary><key>VirtualMachine.powerOn<\/key>/,
  );
});
