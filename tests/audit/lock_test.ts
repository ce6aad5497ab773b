import assert from "node:assert/strict";
import { holdLock } from "../../src/audit/lock.ts";
import { inFolder } from "./stage.ts";

Deno.test("holdLock() waits until the one who holds it is done", async () => {
  await inFolder(async (file) => {
    const order: string[] = [];
    const first = await holdLock(file);
    const second = holdLock(file).then((lock) => {
      order.push("second holds");
      lock[Symbol.dispose]();
    });
    order.push("first gives it up");
    first[Symbol.dispose]();
    await second;
    assert.deepEqual(order, ["first gives it up", "second holds"]);
    await assert.rejects(Deno.stat(file), Deno.errors.NotFound);
  });
});

Deno.test("holdLock() takes over a lock that somebody left behind", async () => {
  await inFolder(async (file) => {
    await Deno.writeTextFile(file, "");
    const started = performance.now();
    using _lock = await holdLock(file);
    assert.ok(performance.now() - started > 1000, "it was taken from one who may still hold it");
  });
});

Deno.test("holdLock() throws where no file can be made", async () => {
  await inFolder(async (file) => {
    await assert.rejects(holdLock(`${file}/none/lock`), { code: "ENOENT" });
  });
});
