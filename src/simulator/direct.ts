import { ConnectionError } from "../soap/connection_error.ts";
import type { Fetch } from "../soap/fetch.ts";
import { Dropped } from "./rules.ts";
import type { Simulator } from "./simulator.ts";

/** A Fetch that hands every request to a simulator, without a network in between. */
export function directFetch(simulator: Simulator): Fetch {
  return async (request) => {
    const { signal } = request;
    signal.throwIfAborted();
    const { promise: gone, reject } = Promise.withResolvers<never>();
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    try {
      return await Promise.race([simulator.handle(request), gone]);
    } catch (error) {
      if (!(error instanceof Dropped)) throw error;
      throw new ConnectionError("The simulated connection was closed", {
        delivered: "unknown",
        cause: error,
      });
    } finally {
      signal.removeEventListener("abort", abort);
    }
  };
}
