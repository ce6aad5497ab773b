import assert from "node:assert/strict";
import { Counter, exposition, gauge, Histogram } from "../src/prometheus.ts";

Deno.test("exposition() writes counters, gauges and histograms as Prometheus reads them", () => {
  const calls = new Counter({ name: "calls_total", help: "Calls.", labels: ["tool", "outcome"] });
  calls.count("a", "ok");
  calls.count("a", "ok");
  calls.count('quote " backslash \\ line\nfeed', "failed");
  const seconds = new Histogram({ name: "seconds", help: "Time.", labels: ["tool"], bounds: [0.1, 1] });
  for (const value of [0.1, 0.5, 2]) seconds.observe(value, "a");
  const size = gauge({ name: "size", help: "Size.", labels: { unit: "b" } }, () => 7);
  assert.equal(
    exposition([calls, seconds, size]),
    [
      "# HELP calls_total Calls.",
      "# TYPE calls_total counter",
      'calls_total{tool="a",outcome="ok"} 2',
      'calls_total{tool="quote \\" backslash \\\\ line\\nfeed",outcome="failed"} 1',
      "# HELP seconds Time.",
      "# TYPE seconds histogram",
      'seconds_bucket{tool="a",le="0.1"} 1',
      'seconds_bucket{tool="a",le="1"} 2',
      'seconds_bucket{tool="a",le="+Inf"} 3',
      'seconds_sum{tool="a"} 2.6',
      'seconds_count{tool="a"} 3',
      "# HELP size Size.",
      "# TYPE size gauge",
      'size{unit="b"} 7',
      "",
    ].join("\n"),
  );
});

Deno.test("Counter shows nothing of what never happened", () => {
  assert.deepEqual(new Counter({ name: "calls_total", help: "Calls." }).lines(), []);
});
