/** Plays a tour of the product against its simulated vSphere; ends with 1 when an answer is not as expected. */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { NAME, VERSION } from "../src/version.ts";
import { cloneMachine, createMachine, deleteMachines, nameAmbiguously, powerOn } from "./demo_changing.ts";
import { WrongAnswer } from "./demo_checks.ts";
import { connectLines } from "./demo_connect.ts";
import { findMachines, listMachines, meetServer } from "./demo_looking.ts";
import { Screen } from "./demo_screen.ts";
import { DemoServer, type ServerOptions } from "./demo_server.ts";
import { readStatistics } from "./demo_statistics.ts";
import { FailedStep, Tour } from "./demo_tour.ts";

const USAGE = `Usage: deno task demo [OPTIONS]

      --server-args=ARGS        Arguments of the server, separated by spaces. [default: --demo]
      --limit-seconds=SECONDS   Longest wait for an answer. [default: 20, for the start 120]
  -h, --help                    Print this.
`;

const LIMIT_MS = 20_000;
const START_LIMIT_MS = 120_000;
const EXIT_USAGE = 2;

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const screen = new Screen();
  const options = readOptions(args);
  if (typeof options === "string") {
    Deno.stderr.writeSync(new TextEncoder().encode(options));
    return options === USAGE ? 0 : EXIT_USAGE;
  }
  const started = performance.now();
  screen.raw(
    `${NAME} ${VERSION} on a simulated vSphere in memory: no VMware software, nothing real touched\n`,
  );
  await using server = new DemoServer(options);
  const tour = new Tour(screen, server);
  try {
    await play(tour);
  } catch (error) {
    tell(error, { screen, lastWords: await server.lastWords() });
    return 1;
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  screen.title(`${tour.steps} steps, all as expected, ${seconds} s`);
  screen.raw(
    "\n" + connectLines({
      main: fileURLToPath(new URL("../main.ts", import.meta.url)),
      version: Deno.readTextFileSync(new URL("../.deno-version", import.meta.url)).trim(),
    }) + "\n",
  );
  return 0;
}

async function play(tour: Tour): Promise<void> {
  await tour.step("Start the server", meetServer);
  await tour.step("List machines", listMachines);
  await tour.step("Find machines", findMachines);
  const machine = await tour.step("Create a machine", createMachine);
  await tour.step("Power it on", () => powerOn(tour, machine));
  await tour.step("Read live statistics of six machines at once", readStatistics);
  const clone = await tour.step("Clone the running machine", () => cloneMachine(tour, machine));
  await tour.step("A name that fits two machines is refused", nameAmbiguously);
  await tour.step(
    "A running machine is not deleted, one that is off is",
    () => deleteMachines(tour, machine, clone),
  );
}

function tell(
  error: unknown,
  { screen, lastWords }: { readonly screen: Screen; readonly lastWords: readonly string[] },
): void {
  if (!(error instanceof FailedStep)) throw error;
  const { cause } = error;
  screen.title(`Failed: ${error.message}`);
  if (cause instanceof WrongAnswer) {
    screen.text(cause.message, "bad");
    screen.text(`expected: ${cause.expected}`);
    screen.text(`got:      ${cause.got}`);
  } else {
    screen.text(String(cause), "bad");
  }
  if (lastWords.length > 0) screen.text("The server wrote last:");
  for (const line of lastWords) screen.text(line, "dim");
}

/** The options, or what to print instead. */
function readOptions(args: readonly string[]): ServerOptions | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        "server-args": { type: "string", default: "--demo" },
        "limit-seconds": { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help === true) return USAGE;
    const limit = values["limit-seconds"];
    const limitMs = limit === undefined ? LIMIT_MS : Number(limit) * 1000;
    if (!(limitMs > 0)) return `Cannot wait "${limit}" seconds: a number above 0 is needed\n`;
    return {
      serverArgs: values["server-args"].split(" ").filter((arg) => arg !== ""),
      limitMs,
      startLimitMs: limit === undefined ? START_LIMIT_MS : limitMs,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${USAGE}`;
  }
}
