/** Something that `GET /metrics` shows. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly lines: () => readonly string[];
}

/** Values of labels in the order of their names. */
type Labels = readonly string[];

interface Head {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
}

/** A number that only rises, one for each set of labels. */
export class Counter implements Metric {
  readonly type = "counter";
  readonly name: string;
  readonly help: string;
  readonly #labels: readonly string[];
  readonly #values = new Map<string, number>();

  constructor({ name, help, labels = [] }: Head) {
    this.name = name;
    this.help = help;
    this.#labels = labels;
  }

  /** Counts one. */
  count(...values: Labels): void {
    const key = labelText(this.#labels, values);
    this.#values.set(key, (this.#values.get(key) ?? 0) + 1);
  }

  lines(): readonly string[] {
    return [...this.#values].map(([labels, value]) => `${this.name}${labels} ${value}`);
  }
}

interface Distribution {
  /** How many were at most as large as each bound. */
  readonly counts: number[];
  sum: number;
  count: number;
}

/** How long things took, one distribution for each set of labels. */
export class Histogram implements Metric {
  readonly type = "histogram";
  readonly name: string;
  readonly help: string;
  readonly #labels: readonly string[];
  readonly #bounds: readonly number[];
  readonly #values = new Map<string, Distribution & { readonly labels: Labels }>();

  constructor({ name, help, labels = [], bounds }: Head & { readonly bounds: readonly number[] }) {
    this.name = name;
    this.help = help;
    this.#labels = labels;
    this.#bounds = bounds;
  }

  /** Takes one value in. */
  observe(value: number, ...labels: Labels): void {
    const key = labels.join("\n");
    const known = this.#values.get(key) ?? { labels, counts: this.#bounds.map(() => 0), sum: 0, count: 0 };
    this.#values.set(key, known);
    this.#bounds.forEach((bound, i) => known.counts[i] = (known.counts[i] ?? 0) + (value <= bound ? 1 : 0));
    known.sum += value;
    known.count++;
  }

  lines(): readonly string[] {
    return [...this.#values.values()].flatMap(({ labels, counts, sum, count }) => {
      const own = labelText(this.#labels, labels);
      const upTo = (bound: string) => labelText([...this.#labels, "le"], [...labels, bound]);
      return [
        ...this.#bounds.map((bound, i) => `${this.name}_bucket${upTo(String(bound))} ${counts[i]}`),
        `${this.name}_bucket${upTo("+Inf")} ${count}`,
        `${this.name}_sum${own} ${sum}`,
        `${this.name}_count${own} ${count}`,
      ];
    });
  }
}

/** A number that is read when somebody asks. */
export function gauge(
  { name, help, labels = {} }: Omit<Head, "labels"> & { readonly labels?: Readonly<Record<string, string>> },
  read: () => number,
): Metric {
  const own = labelText(Object.keys(labels), Object.values(labels));
  return { name, help, type: "gauge", lines: () => [`${name}${own} ${read()}`] };
}

/** All of them in the text format of Prometheus, version 0.0.4. */
export function exposition(metrics: readonly Metric[]): string {
  return metrics.flatMap((metric) => [
    `# HELP ${metric.name} ${metric.help}`,
    `# TYPE ${metric.name} ${metric.type}`,
    ...metric.lines(),
  ]).join("\n") + "\n";
}

function labelText(names: readonly string[], values: Labels): string {
  if (names.length === 0) return "";
  return `{${names.map((name, i) => `${name}="${escaped(values[i] ?? "")}"`).join(",")}}`;
}

function escaped(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
