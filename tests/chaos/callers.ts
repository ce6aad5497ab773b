/** The product for callers of another process: a line of JSON for each call, and one for each outcome. */
import { Buffer } from "node:buffer";
import process from "node:process";
import { createInterface } from "node:readline";
import * as z from "../../src/deps/zod.ts";
import { createService } from "../../src/cli/service.ts";
import { loadConfig } from "../../src/config/load.ts";
import { callTool } from "../../src/mcp/call.ts";
import { createFetch } from "../../src/soap/fetch.ts";
import { openTarget } from "../../src/vsphere/target.ts";

const settings = z.object({
  url: z.string(),
  user: z.string(),
  password: z.string(),
}).parse(JSON.parse(process.argv[2] ?? ""));
const lineSchema = z.union([
  z.object({ id: z.number(), tool: z.string(), args: z.unknown(), giveUpAfterMs: z.number().optional() }),
  z.object({ id: z.number(), heap: z.literal(true) }),
]);

const fetch = createFetch({ tls: { kind: "insecure" } });
const target = openTarget({
  url: new URL(settings.url),
  user: settings.user,
  password: settings.password,
  fetch,
  requestTimeoutMs: 10_000,
  taskTimeoutMs: 150,
  defaults: { network: "VM Network" },
  retryDelaysMs: [5, 10, 20],
});
const config = loadConfig({
  env: {
    VCENTER_HOST: settings.url,
    VCENTER_USER: settings.user,
    VCENTER_PASSWORD: settings.password,
    // Nobody is there to agree.
    MCP_CONFIRM: "never",
  },
  readTextFile: (path) => Deno.readTextFileSync(path),
});
const service = createService(config, { open: () => Promise.resolve(target) });

const CALLER = { name: "chaos", role: "admin", transport: "http" } as const;

for await (const text of createInterface({ input: process.stdin })) {
  const line = lineSchema.parse(JSON.parse(text));
  if ("heap" in line) answer({ id: line.id, heapBytes: heapUsed() });
  else void call(line).then((outcome) => answer({ id: line.id, outcome }));
}
await target[Symbol.asyncDispose]();
fetch[Symbol.dispose]();

async function call(
  { tool, args, giveUpAfterMs }: { tool: string; args?: unknown; giveUpAfterMs?: number | undefined },
) {
  const caller = new AbortController();
  const timer = giveUpAfterMs === undefined ? undefined : setTimeout(() => caller.abort(), giveUpAfterMs);
  const outcome = await callTool(service, { name: tool, args, signal: caller.signal, caller: CALLER });
  clearTimeout(timer);
  return outcome;
}

function answer(line: unknown): void {
  process.stdout.write(Buffer.from(`${JSON.stringify(line)}\n`));
}

/** Twice, since what the first round sets free may hold more. */
function heapUsed(): number {
  const collect: unknown = Reflect.get(globalThis, "gc");
  if (typeof collect !== "function") throw new Error("Start with --v8-flags=--expose-gc");
  for (const _ of [1, 2]) collect();
  return process.memoryUsage().heapUsed;
}
