/** The first list of machines beside the same requests sent by a client that looks at nothing. */
import { type Command, LineProcess } from "./line_process.ts";
import { startSimulator, startThousand, VCSIM_VMS } from "./far_sides.ts";
import { medians } from "./measure.ts";
import { ALL_ROWS, FIFTY_ROWS, startLoggedIn, timeFirstList, timeList } from "./product_client.ts";
import { at, PERMISSIONS, type Place } from "./servers.ts";
import { atMost, type Row, type Section } from "./table.ts";
import { tapWire } from "./wire_tap.ts";

/** What the first list costs, in a process of its own each time and after the login. */
export async function benchFirstList(): Promise<Section> {
  const rows: Row[] = [];
  {
    await using vcsim = await startThousand();
    rows.push(await compare("50 of 1,000 machines on vcsim", vcsim, { ...FIFTY, limit: 1.4 }));
    rows.push(await compare("1,000 machines with eight properties on vcsim", vcsim, ALL));
  }
  {
    await using simulator = await startSimulator(10_000);
    rows.push(await compare("50 of 10,000 machines on the simulator", simulator, { ...FIFTY, limit: 1.4 }));
  }
  return {
    title: "First list",
    text: "`list_vms` as the first call after the login, each time in a process of its own, beside the " +
      "same SOAP requests sent again, one after the other, by a process of its own that only reads the answers to " +
      "their ends. Both unpack what came packed.",
    rows,
  };
}

interface List {
  readonly args: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly limit?: number;
}

const FIFTY = { args: FIFTY_ROWS, rows: 50 } as const;
const ALL = { args: ALL_ROWS, rows: VCSIM_VMS } as const;

async function compare(what: string, place: Place, list: List): Promise<Row> {
  const recording = await record(place, list);
  const file = await Deno.makeTempFile({ prefix: "bench-" });
  try {
    await Deno.writeTextFile(file, JSON.stringify({ url: place.url, ...recording }));
    const of = await medians({
      ours: () => timeFirstList(place, list.args, list.rows),
      raw: () => replay(file),
    }, { rounds: 15 });
    const requests = recording.exchanges.length - recording.untimed;
    return atMost(`${what}, ${requests} requests`, { ours: of("ours"), peer: of("raw") }, list.limit);
  } finally {
    await Deno.remove(file);
  }
}

/** Everything that one process asked from its start to its first list, and how much of it came before. */
async function record(place: Place, { args, rows }: List) {
  await using tap = await tapWire(place.url);
  await using client = await startLoggedIn(at(place, tap.url));
  // A long poll would hold the others up, and what is no SOAP needs no session.
  const before = tap.exchanges.filter(({ method, request }) =>
    !method.startsWith("GET") && !/<maxWaitSeconds>[1-9]/.test(request)
  );
  tap.clear();
  await timeList(client, args, rows);
  const exchanges = [...before, ...tap.exchanges].map(({ request, action, answer }) => {
    const text = answer();
    return { request, action, answer: text.slice(0, 10_000), length: text.length };
  });
  return { untimed: before.length, exchanges };
}

async function replay(file: string): Promise<number> {
  const said = Promise.withResolvers<number>();
  const script = new URL("replay_process.ts", import.meta.url).pathname;
  const command: Command = {
    command: Deno.execPath(),
    args: ["run", "--quiet", ...PERMISSIONS, script, file],
  };
  await using process = LineProcess.start(command, ({ text }) => said.resolve(Number(text)));
  process.ended.then(() => said.reject(new Error(`The requests cannot be sent again: ${process.errors}`)));
  return await said.promise;
}
