/** The numbers of one counter on one instance as a server would send them. */
export interface SentSeries {
  readonly id: number;
  readonly instance: string;
  readonly values: readonly (number | string)[];
}

/** One entity of a QueryPerf answer in CSV format, samples in the order given. */
export function perfCsv(times: readonly string[], series: readonly SentSeries[]): string {
  const values = series.map(({ id, instance, values }) =>
    `<value>${metricId(id, instance)}<value>${values.join(",")}</value></value>`
  );
  const samples = times.map((time) => `20,${time}`).join(",");
  return entity("PerfEntityMetricCSV", `<sampleInfoCSV>${samples}</sampleInfoCSV>${values.join("")}`);
}

/** The same in the plain format. */
export function perfXml(times: readonly string[], series: readonly SentSeries[]): string {
  const samples = times.map((time) =>
    `<sampleInfo><timestamp>${time}</timestamp><interval>20</interval></sampleInfo>`
  );
  const values = series.map(({ id, instance, values }) =>
    `<value xsi:type="PerfMetricIntSeries">${metricId(id, instance)}` +
    values.map((value) => `<value>${value}</value>`).join("") + "</value>"
  );
  return entity("PerfEntityMetric", samples.join("") + values.join(""));
}

function entity(type: string, body: string): string {
  return `<returnval xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${type}">` +
    `<entity type="VirtualMachine">vm-7</entity>${body}</returnval>`;
}

function metricId(id: number, instance: string): string {
  return `<id><counterId>${id}</counterId><instance>${instance}</instance></id>`;
}
