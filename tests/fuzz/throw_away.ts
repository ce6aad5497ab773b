import { createService } from "../../src/cli/service.ts";
import type { Service } from "../../src/mcp/service.ts";
import { directFetch } from "../../src/simulator/direct.ts";
import { createSimulator, type Simulator } from "../../src/simulator/simulator.ts";
import type { ModelName } from "../../src/simulator/world/world.ts";
import { openTarget } from "../../src/vsphere/target.ts";
import { load, target as TARGET } from "../config/support.ts";
import { SECRET } from "./campaign.ts";

/** The product on a simulator in memory, until so many calls have changed it. */
export interface ThrowAway extends AsyncDisposable {
  readonly service: Service;
  readonly simulator: Simulator;
}

/** Calls that destroy run at once: who would agree is fuzzed with the tokens among the arguments. */
export const CONFIG = load({ env: { ...TARGET, MCP_CONFIRM: "never" } });

/** Tasks take some milliseconds at most. */
const PACE = 0.001;

/** Opens one; the password of its accounts is the secret. */
export function openThrowAway(model: ModelName): ThrowAway {
  const simulator = createSimulator({ model, pace: PACE, password: SECRET });
  const target = openTarget({
    url: new URL("http://simulator.invalid/sdk"),
    user: simulator.admin.user,
    password: SECRET,
    fetch: directFetch(simulator),
    requestTimeoutMs: 10_000,
    taskTimeoutMs: 2000,
    defaults: { network: "VM Network" },
  });
  return {
    simulator,
    // What it loads after it was listed would outlive the test.
    service: { ...createService(CONFIG, { open: () => Promise.resolve(target) }), onListed: () => {} },
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]();
      simulator[Symbol.dispose]();
    },
  };
}

/** A new one after so many uses: what was deleted is there again. */
export class ThrowAways implements AsyncDisposable {
  readonly #model: ModelName;
  readonly #uses: number;
  #left = 0;
  #current: ThrowAway | undefined;

  constructor(model: ModelName, uses: number) {
    this.#model = model;
    this.#uses = uses;
  }

  async next(): Promise<ThrowAway> {
    if (this.#current !== undefined && this.#left-- > 0) return this.#current;
    await this.#current?.[Symbol.asyncDispose]();
    this.#left = this.#uses;
    return this.#current = openThrowAway(this.#model);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#current?.[Symbol.asyncDispose]();
  }
}
