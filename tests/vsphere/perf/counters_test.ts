import assert from "node:assert/strict";
import { parseXml } from "../../../src/soap/xml.ts";
import { readCounterTable } from "../../../src/vsphere/perf/counters.ts";

function answer(inner: string): ReturnType<typeof parseXml> {
  return parseXml(
    `<returnval xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><objects>
    <obj type="PerformanceManager">PerfMgr</obj>${inner}</objects></returnval>`,
  );
}

function counter(key: string, rollup: string, summary = "How busy it is"): string {
  return `<PerfCounterInfo><key>${key}</key><nameInfo><label>Usage</label><summary>${summary}</summary><key>usage</key></nameInfo>
    <groupInfo><key>cpu</key></groupInfo><unitInfo><label>%</label><key>percent</key></unitInfo>
    <rollupType>${rollup}</rollupType><statsType>rate</statsType><level>1</level></PerfCounterInfo>`;
}

Deno.test("readCounterTable() tells counters apart by rollup, describes them and skips those without id", () => {
  const counters = [counter("2", "average"), counter("3", "maximum", " "), counter("", "minimum")];
  const table = readCounterTable(answer(
    `<propSet><name>perfCounter</name><val xsi:type="ArrayOfPerfCounterInfo">${
      counters.join("")
    }</val></propSet>`,
  ));
  assert.deepEqual([...table.values()], [
    { name: "cpu.usage.average", id: 2, unit: "percent", description: "How busy it is", level: 1 },
    { name: "cpu.usage.maximum", id: 3, unit: "percent", description: "Usage", level: 1 },
  ]);
});

Deno.test("readCounterTable() throws the fault of a table that was kept back, also that of a lost session", () => {
  for (const fault of ["NoPermission", "NotAuthenticated"]) {
    const missing = `<missingSet><path>perfCounter</path><fault><fault xsi:type="${fault}"/>
      <localizedMessage>no</localizedMessage></fault></missingSet>`;
    assert.throws(() => readCounterTable(answer(missing)), { fault });
  }
});
