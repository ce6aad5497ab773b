import type * as z from "../src/deps/zod.ts";
import { expectThat } from "./demo_checks.ts";
import type { Screen } from "./demo_screen.ts";
import type { DemoServer, Progress, Refusal, ToolCall } from "./demo_server.ts";

/** Steps of progress that are shown again in the end. */
const MAX_TOLD = 8;

/** A step of the tour that did not go as it should; the cause says how. */
export class FailedStep extends Error {
  override readonly name = "FailedStep";
}

/** Who guides through the server: shows each call and its progress, and counts the steps. */
export class Tour {
  readonly screen: Screen;
  readonly server: DemoServer;
  #steps = 0;

  constructor(screen: Screen, server: DemoServer) {
    this.screen = screen;
    this.server = server;
  }

  /** How many steps have begun. */
  get steps(): number {
    return this.#steps;
  }

  /** Plays a step; throws FailedStep. */
  async step<T>(title: string, play: (tour: Tour) => Promise<T>): Promise<T> {
    const name = `${++this.#steps}. ${title}`;
    this.screen.title(name);
    const started = performance.now();
    try {
      const result = await play(this);
      this.screen.line(`As expected, ${Math.round(performance.now() - started)} ms`, "good");
      return result;
    } catch (cause) {
      throw new FailedStep(name, { cause });
    }
  }

  /** Calls a tool that answers at once. */
  async ask<S extends z.ZodType>(call: ToolCall, schema: S): Promise<z.output<S>> {
    this.#show(call);
    return await this.server.answer(call, schema);
  }

  /** Makes several calls together; the answers come in their order. */
  async askAtOnce<S extends z.ZodType>(calls: readonly ToolCall[], schema: S): Promise<z.output<S>[]> {
    const [first] = calls;
    if (first !== undefined) this.#show(first, ` and ${calls.length - 1} more at the same time`);
    return await Promise.all(calls.map((call) => this.server.answer(call, schema)));
  }

  /** Calls a tool that has to refuse. */
  async refused(call: ToolCall): Promise<Refusal> {
    this.#show(call);
    return await this.server.refusal(call);
  }

  /** Calls a tool that takes its time and has to tell how far it is. */
  async follow<S extends z.ZodType>(call: ToolCall, schema: S): Promise<z.output<S>> {
    this.#show(call);
    const updates: Progress[] = [];
    const onProgress = (update: Progress) => {
      updates.push(update);
      this.screen.progress(update.message, { percent: update.percent, isOver: false });
    };
    const answer = await this.server.answer({ ...call, onProgress }, schema);
    checkProgress(call.tool, updates);
    const told = updates.slice(-MAX_TOLD).map(({ percent }) => `${Math.round(percent)} %, `);
    const message = `${updates.at(-1)?.message ?? call.tool}: ${told.join("")}done`;
    this.screen.progress(message, { percent: 100, isOver: true });
    return answer;
  }

  #show({ tool, args }: ToolCall, more = ""): void {
    this.screen.line(`> ${tool} ${JSON.stringify(args)}${more}`, "dim");
  }
}

function checkProgress(tool: string, updates: readonly Progress[]): void {
  const percents = updates.map(({ percent }) => percent);
  const isRising = percents.every((percent, at) => percent > (percents[at - 1] ?? -1) && percent <= 100);
  expectThat(`${tool}: progress`, {
    holds: percents.length > 0 && isRising,
    expected: "notifications that rise from 0 to 100",
    got: percents,
  });
}
