import assert from "node:assert/strict";
import { readSpan } from "../../../src/vsphere/perf/span.ts";

Deno.test("readSpan() reads durations in every unit, and takes the default without words", () => {
  const seconds = ["90s", "15m", "15 min", "1.5h", "24H", "7d", "2w"].map((last) => readSpan({ last }, 300));
  assert.deepEqual(
    seconds,
    [90, 900, 900, 5400, 86_400, 604_800, 1_209_600].map((lastSeconds) => ({ lastSeconds })),
  );
  assert.deepEqual(readSpan({}, 300), { lastSeconds: 300 });
});

Deno.test("readSpan() refuses what is no duration", () => {
  for (
    const last of ["", "5", "m", "0m", "-5m", "5 parsecs", "5mm", "1h30m", "1e3s", "5m\n5m", "constructor"]
  ) {
    assert.throws(
      () => readSpan({ last }, 300),
      { kind: "invalid", message: /it is no duration; write/ },
      last,
    );
  }
});

Deno.test("readSpan() refuses a span that no date reaches back to", () => {
  for (const last of ["9999999999w", `${"9".repeat(400)}d`, "101000d"]) {
    assert.throws(() => readSpan({ last }, 300), { kind: "invalid", message: /nothing is kept so long/ });
  }
});

Deno.test("readSpan() reads ISO 8601 and takes what names no zone for UTC", () => {
  const from = Date.UTC(2026, 2, 1, 10);
  for (const words of ["2026-03-01T10:00:00Z", "2026-03-01T10:00", "2026-03-01T12:00:00+02:00"]) {
    assert.deepEqual(readSpan({ from: words }, 300), { from, to: undefined });
  }
  assert.deepEqual(readSpan({ from: "2026-03-01", to: "2026-03-02" }, 300), {
    from: Date.UTC(2026, 2, 1),
    to: Date.UTC(2026, 2, 2),
  });
});

Deno.test("readSpan() refuses times that are none, turned ones and mixtures", () => {
  for (
    const from of [
      "yesterday",
      "2026-13-01",
      "01.03.2026",
      "1772359200",
      "2026-03-01T25:00:00Z",
      "2026-02-30T06:30:00Z",
    ]
  ) {
    assert.throws(
      () => readSpan({ from }, 300),
      { kind: "invalid", message: /it is no time in ISO 8601/ },
      from,
    );
  }
  const [early, late] = ["2026-03-01", "2026-03-02"];
  assert.throws(() => readSpan({ from: late, to: early }, 300), {
    message:
      'Cannot read performance from "2026-03-02": `from` is not before `to` ("2026-03-01"); exchange them',
  });
  assert.throws(() => readSpan({ from: early, to: early }, 300), { kind: "invalid" });
  assert.throws(() => readSpan({ to: late }, 300), { message: /`to` has no beginning; give `from` as well/ });
  assert.throws(() => readSpan({ last: "1h", from: early }, 300), { message: /use one of them/ });
});
