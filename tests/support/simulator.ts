import { makeCertificate } from "../../src/simulator/certificate.ts";
import { serveSimulator } from "../../src/simulator/serve.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/simulator.ts";
import type { FarSide } from "./far_side.ts";

/** The simulator on a free loopback port, as clients of others find it. */
export interface RunningSimulator extends FarSide, AsyncDisposable {
  readonly simulator: Simulator;
}

/** As much faster than in a demo do tasks and guests run in tests. */
const PACE = 0.02;

/** Serves a simulator that remembers what it was asked. */
export async function startSimulator(
  options: SimulatorOptions & { readonly tls?: boolean } = {},
): Promise<RunningSimulator> {
  const { tls = false, ...rest } = options;
  const simulator = createSimulator({ pace: PACE, logCapacity: 100_000, ...rest });
  const certificate = tls ? await makeCertificate("127.0.0.1") : undefined;
  const served = await serveSimulator(simulator, { host: "127.0.0.1", port: 0, certificate });
  const { user, password } = simulator.admin;
  return {
    simulator,
    url: served.url,
    host: new URL(served.url).host,
    user,
    password,
    thumbprint: certificate?.sha256 ?? "",
    certificatePem: certificate?.certPem ?? "",
    async log() {
      // It answers from this process, and would have no chance to while somebody asks again and again.
      await new Promise((resolve) => setTimeout(resolve));
      return simulator.log.requests.map(({ method, target, connection }) => (
        { verb: "POST", path: "/sdk", method, target, connection: String(connection) }
      ));
    },
    terminateSessions() {
      for (const session of simulator.sessions.all) simulator.sessions.end(session);
      return Promise.resolve();
    },
    async [Symbol.asyncDispose]() {
      simulator[Symbol.dispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}

/** A test with a simulator of its own. */
export function simulatorTest(
  name: string,
  options: SimulatorOptions & { readonly tls?: boolean },
  run: (simulator: RunningSimulator, t: Deno.TestContext) => Promise<void>,
): void {
  Deno.test(name, async (t) => {
    await using simulator = await startSimulator(options);
    await run(simulator, t);
  });
}
