/** Looks at an inventory and works with it, and says for how long that held up everything else of the process. */
import { createFetch } from "../src/soap/fetch.ts";
import { TOOLS } from "../src/tools/registry.ts";
import { openTarget } from "../src/vsphere/target.ts";

const [url = "", user = "", password = ""] = Deno.args;
using fetch = createFetch({ tls: { kind: "verify" } });
await using vsphere = openTarget({
  url: new URL(url),
  user,
  password,
  fetch,
  requestTimeoutMs: 60_000,
  taskTimeoutMs: 60_000,
  defaults: { network: "VM Network" },
});
await vsphere.session.content();

/** What many clients ask at a time. */
const CALLS: readonly (readonly [tool: string, args: Readonly<Record<string, unknown>>])[] = [
  ["list_vms", {}],
  ["list_vms", { limit: 500, fields: ["cpu_usage_mhz", "host", "folder"] }],
  ["list_vms", { name: "*9*", power_state: "poweredOn" }],
  ["find", { query: "10.20." }],
  ["get_inventory_tree", { depth: 2 }],
  ["list_datastores", {}],
];
const signal = new AbortController().signal;

const firstMs = await longestHold(() => vsphere.inventory.current());
const loadMs = await longestHold(async () => {
  for (let round = 0; round < 10; round++) {
    await Promise.all(
      [...CALLS, ...CALLS].map(([name, args]) =>
        TOOLS.find((tool) => tool.name === name)?.call(args, {
          vsphere,
          tools: TOOLS,
          signal,
          progress: () => {},
        })
      ),
    );
  }
});
Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify({ firstMs, loadMs })}\n`));

/** The longest time in which a timer of a millisecond got no turn, beyond that millisecond. */
async function longestHold(work: () => Promise<unknown>): Promise<number> {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last - 1);
    last = now;
  };
  const probe = setInterval(look, 1);
  await work();
  // The last piece of work has not let the timer in.
  look();
  clearInterval(probe);
  return longest;
}
