import assert from "node:assert/strict";
import { ManualClock } from "../../../src/simulator/core/clock.ts";
import { historicalIntervals, historyOf, windowOf } from "../../../src/vsphere/perf/interval.ts";
import { farSideTest } from "../../support/far_sides.ts";
import { RunningSimulator } from "../../support/simulator.ts";
import { connectTo } from "../../support/vsphere.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 2, 1, 12);

const DAY_LEVEL = { seconds: 300, keptSeconds: 86_400 };
const VCENTER = [
  { seconds: 86_400, keptSeconds: 31_536_000 },
  DAY_LEVEL,
  { seconds: 1800, keptSeconds: 604_800 },
  { seconds: 7200, keptSeconds: 2_592_000 },
];

function intervalFor(ageMs: number): number {
  return historyOf(VCENTER, { from: NOON - ageMs, to: NOON, now: NOON }).intervalSeconds;
}

Deno.test("historyOf() takes the finest history that reaches back far enough", () => {
  assert.deepEqual([2 * HOUR, DAY, DAY + 30_000, DAY + HOUR].map(intervalFor), [300, 300, 300, 1800]);
  assert.deepEqual([7 * DAY, 8 * DAY, 30 * DAY, 31 * DAY, 365 * DAY].map(intervalFor), [
    1800,
    7200,
    7200,
    86_400,
    86_400,
  ]);
});

Deno.test("historyOf() goes by the age of the beginning, not by the length", () => {
  const from = NOON - 3 * DAY;
  assert.deepEqual(historyOf(VCENTER, { from, to: from + HOUR, now: NOON }), {
    intervalSeconds: 1800,
    isRealtime: false,
    start: "2026-02-26T12:00:00.000Z",
    end: "2026-02-26T13:00:00.000Z",
    notes: [],
  });
});

Deno.test("historyOf() says what is gone, and extends what is shorter than an interval", () => {
  const old = historyOf([DAY_LEVEL], { from: NOON - 3 * DAY, to: NOON, now: NOON });
  assert.deepEqual([old.intervalSeconds, old.notes], [300, [
    "The server keeps no more than 24 hours: what is older is gone",
  ]]);
  const short = historyOf([DAY_LEVEL], { from: NOON - 60_000, to: NOON, now: NOON });
  assert.deepEqual([short.start, short.notes], ["2026-03-01T11:55:00.000Z", [
    "The span is shorter than the 300 s of an interval and was extended to one",
  ]]);
});

Deno.test("historyOf() refuses where there is no history", () => {
  assert.throws(() => historyOf([], { from: NOON - DAY, to: NOON, now: NOON }), {
    kind: "unsupported",
    message: /^Cannot read performance of the past: this server keeps no history; /,
  });
});

farSideTest("historicalIntervals() has what the server keeps", {}, async (farSide, { model }) => {
  await using vsphere = connectTo(farSide);
  const intervals = await historicalIntervals(vsphere);
  const day = { seconds: 300, keptSeconds: model === "vcenter" ? 86_400 : 129_600 };
  assert.deepEqual(intervals, model === "vcenter" ? [day, VCENTER[2], VCENTER[3], VCENTER[0]] : [day]);
});

async function atNoon(span: Parameters<typeof windowOf>[1], refreshSeconds: number | undefined) {
  await using simulator = await RunningSimulator.start({ clock: new ManualClock(NOON) });
  await using vsphere = connectTo(simulator);
  await vsphere.session.content();
  await simulator.clearLog();
  const window = await windowOf(vsphere, span, { refreshSeconds });
  return { window, methods: (await simulator.log()).map(({ method }) => method) };
}

Deno.test("windowOf() asks nobody for the newest samples of real time", async () => {
  assert.deepEqual(await atNoon({ lastSeconds: 310 }, 20), {
    window: { intervalSeconds: 20, isRealtime: true, newest: 16, notes: [] },
    methods: [],
  });
});

Deno.test("windowOf() measures a span by the server's clock: real time within an hour, else history", async () => {
  const recent = await atNoon({ from: NOON - HOUR - 50_000, to: NOON + DAY }, 20);
  assert.deepEqual(recent, {
    window: {
      intervalSeconds: 20,
      isRealtime: true,
      start: "2026-03-01T10:59:10.000Z",
      end: "2026-03-01T12:00:00.000Z",
      notes: [],
    },
    methods: ["CurrentTime"],
  });
  const older = await atNoon({ from: NOON - HOUR - 70_000, to: NOON }, 20);
  assert.deepEqual([older.window.isRealtime, older.window.intervalSeconds], [false, 300]);
  const twoHours = await atNoon({ lastSeconds: 7200 }, 20);
  assert.deepEqual([twoHours.window.start, twoHours.window.end], [
    "2026-03-01T10:00:00.000Z",
    "2026-03-01T12:00:00.000Z",
  ]);
});

Deno.test("windowOf() takes history for what is not measured all the time", async () => {
  const { window } = await atNoon({ lastSeconds: 3600 }, undefined);
  assert.deepEqual([window.isRealtime, window.intervalSeconds], [false, 300]);
});

Deno.test("windowOf() refuses a span that has not begun on the server", async () => {
  await assert.rejects(atNoon({ from: NOON + HOUR, to: undefined }, 20), {
    kind: "invalid",
    message:
      'Cannot read performance from "2026-03-01T13:00:00.000Z": it is 2026-03-01T12:00:00.000Z on the server; give an earlier `from`',
  });
});
