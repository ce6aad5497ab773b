import { fileURLToPath } from "node:url";
import * as z from "../../src/deps/zod.ts";
import type { RunningSimulator } from "../support/simulator.ts";

/** How a call ended, as it came through. */
export type Outcome = z.output<typeof outcomeSchema>;

/** The product in a process of its own. */
export interface Calling {
  readonly call: (
    tool: string,
    args: object,
    options?: { readonly giveUpAfterMs?: number },
  ) => Promise<Outcome>;
  /** What is in use once everything unused is collected. */
  readonly heapBytes: () => Promise<number>;
  /** Lets it log out and end. */
  readonly end: () => Promise<{ readonly code: number; readonly stderr: string }>;
}

const outcomeSchema = z.looseObject({
  status: z.enum(["ok", "failed", "confirmation_required"]),
  kind: z.string().optional(),
  message: z.string().optional(),
  structured: z.record(z.string(), z.unknown()).optional(),
});
const lineSchema = z.object({
  id: z.number(),
  outcome: outcomeSchema.optional(),
  heapBytes: z.number().optional(),
});
type Line = z.output<typeof lineSchema>;

const SCRIPT = fileURLToPath(new URL("./callers.ts", import.meta.url));

/** Starts it for a target at `url`. */
export function startCalling({ user, password }: RunningSimulator, url: string): Calling {
  const settings = JSON.stringify({ url, user, password });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "-A", "--no-check", "--v8-flags=--expose-gc", SCRIPT, settings],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  const errors = new Response(child.stderr).text();
  const waiting = new Map<number, PromiseWithResolvers<Line>>();
  let last = 0;
  const reading = readLines(child.stdout, (line) => waiting.get(line.id)?.resolve(line)).finally(() => {
    for (const { reject } of waiting.values()) reject(new Error("The process has ended"));
  });
  const ask = async (question: object): Promise<Line> => {
    const id = ++last;
    const turn = Promise.withResolvers<Line>();
    waiting.set(id, turn);
    await input.write(new TextEncoder().encode(`${JSON.stringify({ id, ...question })}\n`));
    return await turn.promise.finally(() => waiting.delete(id));
  };
  return {
    async call(tool, args, options = {}) {
      const { outcome } = await ask({ tool, args, ...options });
      if (outcome === undefined) throw new Error("No outcome came");
      return outcome;
    },
    async heapBytes() {
      return (await ask({ heap: true })).heapBytes ?? NaN;
    },
    async end() {
      await input.close();
      await reading;
      const { code } = await child.status;
      return { code, stderr: await errors };
    },
  };
}

async function readLines(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  take: (line: Line) => void,
): Promise<void> {
  let rest = "";
  for await (const piece of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + piece).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) take(lineSchema.parse(JSON.parse(line)));
  }
}
