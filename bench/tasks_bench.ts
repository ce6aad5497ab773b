/** 64 tools that wait for tasks, and what the waiting costs. */
import * as z from "../src/deps/zod.ts";
import { pause } from "./measure.ts";
import { McpStdio } from "./mcp_stdio.ts";
import { pypiCommand } from "./peers.ts";
import { processorMs } from "./process_cost.ts";
import { startLoggedIn } from "./product_client.ts";
import { RawSoap } from "./raw_soap.ts";
import { at, type Place } from "./servers.ts";
import { inNumber, ruled, type Section } from "./table.ts";
import { tapWire, type WireTap } from "./wire_tap.ts";
import { startVcsim } from "../tests/support/vcsim.ts";

const TOOLS = 64;
const TASK_MS = 20_000;
const WINDOW_MS = 10_000;
/** Until all have begun to wait. */
const SETTLE_MS = 2_000;

const list = z.looseObject({ vms: z.array(z.looseObject({ name: z.string(), moref: z.string() })) });

/** Open polls and processor time while nothing happens. */
export async function benchTasks(): Promise<Section> {
  const ours = await waitWithOurs();
  const peer = await waitWithPypi();
  const inPercent = (value: number) => `${value.toFixed(1)} %`;
  const what = `${TOOLS} x power_on_vm, tasks of ${TASK_MS / 1000} s`;
  return {
    title: "Waiting for tasks",
    text:
      `${TOOLS} calls of power_on_vm at a time on vcsim, whose tasks take ${
        TASK_MS / 1000
      } s; counted over ` +
      `${
        WINDOW_MS / 1000
      } s in the middle. The peer of the polls is one a tool. The peer of the processor time is ` +
      "esxi-mcp-server 0.2.0 with one such call, since it takes one at a time.",
    rows: [
      ruled(`${what}: open WaitForUpdatesEx`, { ours: ours.openPolls, peer: TOOLS, show: inNumber }, {
        must: "1",
        isReached: ours.openPolls === 1,
      }),
      ruled(`${what}: requests in ${WINDOW_MS / 1000} s`, {
        ours: ours.requests,
        peer: peer.requests,
        show: inNumber,
      }, { must: "-", isReached: undefined }),
      ruled(`${what}: processor of the server`, { ours: ours.percent, peer: peer.percent, show: inPercent }, {
        must: "< 3 %",
        isReached: ours.percent < 3,
      }),
    ],
  };
}

const slow = { args: ["-method-delay", `PowerOn:${TASK_MS}`] } as const;

async function waitWithOurs() {
  await using vcsim = await startVcsim({ vms: TOOLS / 2, ...slow });
  await using tap = await tapWire(vcsim.url);
  await using client = await startLoggedIn(at(vcsim, tap.url));
  const { structured } = await client.tool("list_vms", { limit: TOOLS });
  const { vms } = list.parse(structured);
  await turnOff(vcsim, vms.map(({ moref }) => moref));
  const calls = vms.map(({ name }) => client.tool("power_on_vm", { name }));
  await allStarted(tap);
  await pause(SETTLE_MS);
  tap.clear();
  const percent = await processorPercent(client.pid);
  const figures = {
    percent,
    openPolls: tap.mostOpen("WaitForUpdatesEx"),
    requests: tap.exchanges.length,
  };
  await Promise.all(calls);
  return figures;
}

async function waitWithPypi() {
  await using vcsim = await startVcsim({ vms: 1, tls: true, ...slow });
  await using client = await McpStdio.start(await pypiCommand(vcsim));
  const { text } = await client.tool("list_vms");
  const [name = ""] = z.array(z.string()).parse(JSON.parse(text));
  await client.tool("power_off_vm", { name });
  const call = client.tool("power_on_vm", { name });
  await pause(SETTLE_MS);
  await vcsim.clearLog();
  const percent = await processorPercent(client.pid);
  const requests = (await vcsim.log()).length;
  await call;
  return { percent, requests };
}

async function turnOff(place: Place, morefs: readonly string[]): Promise<void> {
  await using soap = await RawSoap.open(place);
  for (const moref of morefs) {
    await soap.call("PowerOffVM_Task", `<_this type="VirtualMachine">${moref}</_this>`);
  }
  // Its tasks end in a few milliseconds, and one that is not off refuses to be turned on.
  await pause(500);
}

async function allStarted(tap: WireTap): Promise<void> {
  const limit = performance.now() + TASK_MS / 4;
  while (tap.exchanges.filter(({ method }) => method === "PowerOnVM_Task").length < TOOLS) {
    if (performance.now() > limit) throw new Error("Not all tasks were started in time");
    await pause(20);
  }
}

async function processorPercent(pid: number): Promise<number> {
  const before = processorMs(pid);
  await pause(WINDOW_MS);
  return (processorMs(pid) - before) / WINDOW_MS * 100;
}
