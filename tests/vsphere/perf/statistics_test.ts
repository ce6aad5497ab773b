import assert from "node:assert/strict";
import { statisticsOf } from "../../../src/vsphere/perf/statistics.ts";

Deno.test("statisticsOf() sums up what was measured and takes the nearest rank for p95", () => {
  const values = Array.from({ length: 20 }, (_, at) => 20 - at);
  assert.deepEqual(statisticsOf(values), { min: 1, avg: 10.5, p95: 19, max: 20, latest: 1, samples: 20 });
  assert.deepEqual(statisticsOf([7]), { min: 7, avg: 7, p95: 7, max: 7, latest: 7, samples: 1 });
});

Deno.test("statisticsOf() counts gaps for nothing, zeros as zeros, and rounds to two decimals", () => {
  const values = [undefined, 0, 1 / 3, undefined, 1, undefined];
  assert.deepEqual(statisticsOf(values), { min: 0, avg: 0.44, p95: 1, max: 1, latest: 1, samples: 3 });
  assert.equal(statisticsOf([undefined, undefined]), undefined);
  assert.equal(statisticsOf([]), undefined);
});

Deno.test("statisticsOf() orders numbers, not texts", () => {
  assert.deepEqual(statisticsOf([9, 10, 100]), {
    min: 9,
    avg: 39.67,
    p95: 100,
    max: 100,
    latest: 100,
    samples: 3,
  });
});
