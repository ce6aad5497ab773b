/** Lists of 1,000 machines beside pyVmomi and govc. */
import * as z from "../src/deps/zod.ts";
import { delayRequests } from "./delay_proxy.ts";
import { startThousand, VCSIM_VMS } from "./far_sides.ts";
import { Answering } from "./line_process.ts";
import { medians, timeMs } from "./measure.ts";
import { pyvmomiCommand } from "./peers.ts";
import { ALL_ROWS, startLoggedIn, timeFirstList, timeList } from "./product_client.ts";
import { at, type Place } from "./servers.ts";
import { atLeast, type Row, type Section } from "./table.ts";
import { Govc } from "../tests/clients/govc.ts";

const DELAY_MS = 5;

/** All machines with eight properties, in the ways of others. */
export async function benchPyvmomi(): Promise<Section> {
  await using vcsim = await startThousand();
  await using far = await delayRequests(vcsim.url, DELAY_MS);
  const remote = at(vcsim, `http://${far.host}/sdk`);
  const what = "1,000 machines, eight properties, pyVmomi 9.1";
  return {
    title: "pyVmomi and govc",
    text:
      "`list_vms` of all 1,000 machines on vcsim with eight properties: name, power state, host, guest OS, memory, CPUs, " +
      "IP address, state of VMware Tools. One by one: pyVmomi reads attribute by " +
      "attribute, a request each; 100 machines are measured in turn with ours and counted ten times, then all 1,000 " +
      "once, which takes too long to repeat. Batch: pyVmomi uses a view and one retrieval in a process that has " +
      `logged in. Delayed: every request arrives ${DELAY_MS} ms later. govc is a process each time that finds its ` +
      "session on disk.",
    rows: [
      ...await oneByOne(`${what} one by one`, vcsim, 300),
      ...await oneByOne(`${what} one by one, delayed`, remote, 1_000),
      await batch(`first list, ${what} batch`, vcsim),
      ...await besideGovc(vcsim),
    ],
  };
}

/** Ten times a tenth, and once the whole. */
async function oneByOne(what: string, place: Place, must: number): Promise<readonly Row[]> {
  await using python = new Answering(await pyvmomiCommand(place));
  await using client = await startLoggedIn(place);
  const ours = () => timeList(client, ALL_ROWS, VCSIM_VMS);
  await ours();
  const tenth = VCSIM_VMS / 10;
  const of = await medians({ ours, peer: () => read(python, "one-by-one", tenth) });
  const once = await medians({ ours, peer: () => read(python, "one-by-one", VCSIM_VMS) }, {
    rounds: 1,
    warmUps: 0,
  });
  return [
    atLeast(`${what} (ten times 100)`, { ours: of("ours"), peer: of("peer") * 10 }, must),
    atLeast(`${what} (once)`, { ours: of("ours"), peer: once("peer") }, must),
  ];
}

async function batch(what: string, place: Place): Promise<Row> {
  await using python = new Answering(await pyvmomiCommand(place));
  const of = await medians({
    ours: () => timeFirstList(place, ALL_ROWS, VCSIM_VMS),
    peer: () => read(python, "batch", VCSIM_VMS),
  }, { rounds: 7 });
  return atLeast(what, { ours: of("ours"), peer: of("peer") }, 2);
}

async function besideGovc(vcsim: Place): Promise<readonly Row[]> {
  await using govc = await Govc.open({ ...at(vcsim, vcsim.url), model: "vcenter" });
  await using client = await startLoggedIn(vcsim);
  const lines = async (...args: readonly string[]) => {
    const found = (await govc.lines(...args)).length;
    if (found < VCSIM_VMS) throw new Error(`govc ${args.join(" ")} has ${found} lines`);
  };
  const of = await medians({
    names: () => timeList(client, { limit: 1000, fields: [] }, VCSIM_VMS),
    find: () => timeMs(() => lines("find", "/", "-type", "m")),
    all: () => timeList(client, ALL_ROWS, VCSIM_VMS),
    info: () => timeMs(() => lines("vm.info", "*")),
  });
  return [
    atLeast("names of 1,000 machines, govc find", { ours: of("names"), peer: of("find") }),
    atLeast("1,000 machines, eight properties, govc vm.info", { ours: of("all"), peer: of("info") }),
  ];
}

const report = z.object({ ms: z.number(), rows: z.number() });

async function read(python: Answering, way: string, count: number): Promise<number> {
  const { ms, rows } = report.parse(JSON.parse(await python.ask(`${way} ${count}`)));
  if (rows !== count) throw new Error(`pyVmomi ${way} has ${rows} rows, not ${count}`);
  return ms;
}
