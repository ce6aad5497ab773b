import * as z from "../src/deps/zod.ts";
import { expectEqual, expectThat } from "./demo_checks.ts";
import type { Column } from "./demo_text.ts";
import type { Tour } from "./demo_tour.ts";

/** Tools that the tour uses. */
const NEEDED = [
  "list_vms",
  "get_vm",
  "get_vm_performance",
  "create_vm",
  "clone_vm",
  "delete_vm",
  "power_on_vm",
  "power_off_vm",
];

const ROWS = 8;

const row = z.object({
  name: z.string(),
  moref: z.string().min(1),
  power_state: z.enum(["poweredOn", "poweredOff", "suspended"]),
  cpu_count: z.int().min(1),
  memory_mb: z.int().min(4),
  ip_address: z.string().optional(),
  host: z.string(),
});
type Row = z.output<typeof row>;

const page = z.object({ vms: z.array(row), total: z.int(), next_cursor: z.string().optional() });

/** Starts the server and says what it offers. */
export async function meetServer({ server, screen }: Tour): Promise<void> {
  screen.passing("Starting the server; the first time it downloads its packages");
  const { tools, protocol } = await server.start().finally(() => screen.clear());
  screen.text(`It offers ${tools.length} tools over stdio, MCP ${protocol}: ${tools.join(", ")}`);
  expectEqual("tools/list: tools that are missing", NEEDED.filter((name) => !tools.includes(name)), []);
}

/** Lists the first machines by name. */
export async function listMachines(tour: Tour): Promise<void> {
  const { vms, total, next_cursor } = await tour.ask(
    { tool: "list_vms", args: { limit: ROWS } },
    page,
  );
  tour.screen.table(columns, vms);
  expectEqual("list_vms: rows", vms.length, ROWS);
  expectThat("list_vms: total", { holds: total > ROWS, expected: `more than ${ROWS}`, got: total });
  expectThat("list_vms: next_cursor", {
    holds: next_cursor !== undefined,
    expected: "a cursor",
    got: next_cursor,
  });
  const names = vms.map(({ name }) => name);
  expectEqual("list_vms: order of the names", names, names.toSorted((a, b) => a < b ? -1 : a > b ? 1 : 0));
  tour.screen.text(`${vms.length} of ${total} machines; the answer has a cursor for the next page`);
}

const description = z.object({
  name: z.literal("db-01"),
  moref: z.string(),
  path: z.string(),
  power_state: z.literal("poweredOn"),
  snapshots: z.object({
    count: z.int(),
    oldest_age_days: z.int(),
    list: z.array(z.object({ name: z.string(), created: z.iso.datetime({ offset: true }) })),
  }),
});

const DAY_MS = 86_400_000;

/** Finds machines by name and folder, and looks at one of them. */
export async function findMachines(tour: Tour): Promise<void> {
  const web = await tour.ask({ tool: "list_vms", args: { name: "web-*" } }, page);
  tour.screen.table(columns, web.vms);
  expectEqual("list_vms: names like web-*", web.vms.map(({ name }) => name), [
    "web-01",
    "web-01",
    "web-02",
    "web-03",
  ]);
  const databases = await tour.ask({
    tool: "list_vms",
    args: { folder: "Database", name: "db-*" },
  }, page);
  tour.screen.table(columns, databases.vms);
  expectEqual("list_vms: names in folder Database", databases.vms.map(({ name }) => name), [
    "db-01",
    "db-02",
  ]);
  await lookAtSnapshots(tour, databases.vms[0]?.moref ?? "");
}

async function lookAtSnapshots(tour: Tour, moref: string): Promise<void> {
  const vm = await tour.ask({ tool: "get_vm", args: { name: moref } }, description);
  const { count, oldest_age_days, list } = vm.snapshots;
  tour.screen.text(`${vm.path} has ${count} snapshots, the oldest ${oldest_age_days} days old:`);
  for (const { name, created } of list) {
    const days = Math.floor((Date.now() - Date.parse(created)) / DAY_MS);
    tour.screen.line(`- "${name}", ${days} days old, of ${created.slice(0, 10)}`);
  }
  expectEqual("get_vm: moref", vm.moref, moref);
  expectEqual("get_vm: snapshots.count", count, 2);
  expectEqual("get_vm: snapshots.list", list.length, count);
  expectEqual("get_vm: snapshots.oldest_age_days", oldest_age_days, 47);
}

const columns: readonly Column<Row>[] = [
  // Quoted, spaces around a name are seen.
  { title: "NAME", value: ({ name }) => name === name.trim() ? name : JSON.stringify(name), maxColumns: 18 },
  { title: "POWER", value: ({ power_state }) => power_state.replace("powered", "").toLowerCase() },
  { title: "CPU", value: ({ cpu_count }) => String(cpu_count), align: "right" },
  { title: "MEMORY", value: ({ memory_mb }) => inGib(memory_mb), align: "right" },
  { title: "IP", value: ({ ip_address }) => ip_address ?? "-", maxColumns: 15 },
  { title: "HOST", value: ({ host }) => host, maxColumns: 26 },
];

function inGib(mib: number): string {
  return `${Number((mib / 1024).toFixed(1))} GiB`;
}
