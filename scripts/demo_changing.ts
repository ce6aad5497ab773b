import * as z from "../src/deps/zod.ts";
import { expectEqual, expectThat } from "./demo_checks.ts";
import type { Column } from "./demo_text.ts";
import type { Tour } from "./demo_tour.ts";

/** A machine that the tour made. */
export interface Machine {
  readonly name: string;
  readonly moref: string;
  readonly path: string;
}

const NEW_NAME = "tour-01";
const CLONE_NAME = "tour-02";
const CPUS = 2;
const MEMORY_MB = 2048;
const DISK_GB = 16;

const moref = z.string().min(1);
const isDone = { status: z.literal("done"), task: z.string().min(1) } as const;

const created = z.object({
  name: z.literal(NEW_NAME),
  moref,
  path: z.string().endsWith(`/${NEW_NAME}`),
  datastore: z.string(),
  network: z.string(),
  power_state: z.literal("poweredOff"),
  placement: z.array(z.string()).min(1),
  ...isDone,
});

/** Creates a machine and follows how far it is. */
export async function createMachine(tour: Tour): Promise<Machine> {
  const args = { name: NEW_NAME, cpu: CPUS, memory: MEMORY_MB, disk_size_gb: DISK_GB };
  const answer = await tour.follow({ tool: "create_vm", args }, created);
  tour.screen.text(
    `${answer.path} is ${answer.moref}, on datastore ${answer.datastore}, network ${answer.network}`,
  );
  for (const reason of answer.placement) tour.screen.text(`- ${reason}`, "dim");
  return answer;
}

const powered = z.object({
  name: z.string(),
  moref,
  power_state_before: z.string(),
  power_state: z.string(),
  ...isDone,
});

const running = z.object({
  moref,
  power_state: z.literal("poweredOn"),
  cpu: z.object({ count: z.literal(CPUS) }),
  memory: z.object({ size_mb: z.literal(MEMORY_MB) }),
  disks: z.tuple([z.object({ capacity_gb: z.literal(DISK_GB) })]),
  host: z.string().min(1),
});

/** Powers the machine on and looks whether it is what was asked for. */
export async function powerOn(tour: Tour, machine: Machine): Promise<void> {
  const answer = await tour.follow({ tool: "power_on_vm", args: { name: machine.name } }, powered);
  expectPower(answer, { machine, before: "poweredOff", after: "poweredOn" });
  const vm = await tour.ask({ tool: "get_vm", args: { name: machine.moref } }, running);
  expectEqual("get_vm: moref", vm.moref, machine.moref);
  tour.screen.text(
    `${machine.name} runs on ${vm.host} with ${vm.cpu.count} CPUs, ${vm.memory.size_mb} MB of memory ` +
      `and a disk of ${vm.disks[0].capacity_gb} GB`,
  );
}

const cloned = z.object({
  name: z.literal(CLONE_NAME),
  moref,
  path: z.string().endsWith(`/${CLONE_NAME}`),
  source: z.string(),
  method: z.literal("clone"),
  power_state: z.literal("poweredOff"),
  ...isDone,
});

/** Clones the machine, running as it is. */
export async function cloneMachine(tour: Tour, source: Machine): Promise<Machine> {
  const args = { template_name: source.name, new_name: CLONE_NAME };
  const answer = await tour.follow({ tool: "clone_vm", args }, cloned);
  tour.screen.text(`${answer.path} is ${answer.moref}, a clone of ${answer.source}`);
  expectEqual("clone_vm: source", answer.source, source.path);
  expectThat("clone_vm: moref", {
    holds: answer.moref !== source.moref,
    expected: "another one than the source's",
    got: answer.moref,
  });
  return answer;
}

const candidate = z.object({ path: z.string(), moref, power_state: z.string() });

/** The candidates come as data too, beside the text. */
const candidateColumns: readonly Column<z.output<typeof candidate>>[] = [
  { title: "CANDIDATE", value: ({ moref }) => moref },
  { title: "POWER", value: ({ power_state }) => power_state },
  { title: "PATH", value: ({ path }) => path, maxColumns: 60 },
];

/** Names two machines with one name: a guess could hit the wrong one. */
export async function nameAmbiguously(tour: Tour): Promise<void> {
  const { text, kind, details } = await tour.refused({ tool: "power_off_vm", args: { name: "web-01" } });
  const list = z.object({ candidates: z.array(candidate) }).safeParse(details).data?.candidates ?? [];
  tour.screen.text(`Refused (${kind}): ${text}`);
  tour.screen.table(candidateColumns, list);
  expectEqual("power_off_vm: kind of the refusal", kind, "ambiguous");
  expectThat("power_off_vm: candidates", {
    holds: list.length === 2 && list[0]?.path !== list[1]?.path &&
      list.every(({ path }) => path.endsWith("/web-01")),
    expected: "two paths that end with /web-01",
    got: details,
  });
}

const deleted = z.object({
  name: z.string(),
  moref,
  path: z.string(),
  disks: z.tuple([z.object({ file: z.string(), capacity_gb: z.literal(DISK_GB) })]),
  ...isDone,
});
const none = z.object({ vms: z.array(z.unknown()), total: z.int() });

/** Deletes what the tour made; the running machine only after it is powered off. */
export async function deleteMachines(tour: Tour, machine: Machine, clone: Machine): Promise<void> {
  const { text, kind } = await tour.refused({ tool: "delete_vm", args: { name: machine.name } });
  tour.screen.text(`Refused (${kind}): ${text}`);
  expectEqual("delete_vm: kind of the refusal", kind, "conflict");
  const off = await tour.follow({ tool: "power_off_vm", args: { name: machine.name } }, powered);
  expectPower(off, { machine, before: "poweredOn", after: "poweredOff" });
  showQuestion(tour, machine);
  for (const { name, moref, path } of [machine, clone]) {
    const answer = await tour.follow({ tool: "delete_vm", args: { name: moref } }, deleted);
    tour.screen.text(`Deleted ${answer.path} with its disk ${answer.disks[0].file}`);
    expectEqual("delete_vm: what was deleted", [answer.name, answer.moref, answer.path], [name, moref, path]);
  }
  const left = await tour.ask({ tool: "list_vms", args: { name: "tour-*" } }, none);
  expectEqual("list_vms: machines of the tour that are left", left, { vms: [], total: 0 });
  tour.screen.text("Nothing of the tour is left");
}

/** The plan that the human of the tour has agreed to. */
function showQuestion({ screen, server: { question = "" } }: Tour, { name, moref }: Machine): void {
  expectThat("power_off_vm: question to the human", {
    holds: question.startsWith(`This will cut the power of "${name}".`) && question.includes(moref),
    expected: `a plan that names ${name} and ${moref}`,
    got: question,
  });
  screen.text("Before that the human was asked, and agreed to this plan:");
  for (const line of question.split("\n")) screen.text(line, "dim");
}

function expectPower(
  { name, moref, power_state_before, power_state }: z.output<typeof powered>,
  { machine, before, after }: { readonly machine: Machine; readonly before: string; readonly after: string },
): void {
  expectEqual("power: machine", [name, moref], [machine.name, machine.moref]);
  expectEqual("power: state before and after", [power_state_before, power_state], [before, after]);
}
