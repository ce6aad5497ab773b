import { makeCertificate, type ServerCertificate } from "../../src/simulator/certificate.ts";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/serve.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "../../src/simulator/simulator.ts";
import type { FarSide, FarSideFault, FarSideRequest } from "./far_side.ts";

/** As much faster than in a demo do tasks and guests run in tests. */
const PACE = 0.02;

const REST_MS = 5;

/** What is simulated, and how it is served. */
export type RunOptions = SimulatorOptions & { readonly tls?: boolean };

/** The simulator on a free loopback port, as clients of others find it. */
export class RunningSimulator implements FarSide {
  readonly #options: SimulatorOptions;
  readonly #certificate: ServerCertificate | undefined;
  #simulator: Simulator;
  #served: ServedSimulator;

  private constructor(
    options: SimulatorOptions,
    { simulator, served, certificate }: {
      readonly simulator: Simulator;
      readonly served: ServedSimulator;
      readonly certificate: ServerCertificate | undefined;
    },
  ) {
    this.#options = options;
    this.#certificate = certificate;
    this.#simulator = simulator;
    this.#served = served;
  }

  /** Serves a simulator that remembers what it was asked. */
  static async start({ tls = false, ...rest }: RunOptions = {}): Promise<RunningSimulator> {
    const options = { pace: PACE, logCapacity: 100_000, ...rest };
    const certificate = tls ? await makeCertificate("127.0.0.1") : undefined;
    const simulator = createSimulator(options);
    const served = await serveSimulator(simulator, { host: "127.0.0.1", port: 0, certificate });
    return new RunningSimulator(options, { simulator, served, certificate });
  }

  get simulator(): Simulator {
    return this.#simulator;
  }

  get url(): string {
    return this.#served.url;
  }

  get host(): string {
    return new URL(this.url).host;
  }

  get user(): string {
    return this.#simulator.admin.user;
  }

  get password(): string {
    return this.#simulator.admin.password;
  }

  get thumbprint(): string {
    return this.#certificate?.sha256 ?? "";
  }

  get certificatePem(): string {
    return this.#certificate?.certPem ?? "";
  }

  async log(): Promise<readonly FarSideRequest[]> {
    // All of it happens in this process, the ends of connections too: who asks again and again has to let it rest.
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    return this.#simulator.log.requests.map(({ method, target, connection, body }) => {
      const [verb = "", service] = method.split(" ");
      const where = service === undefined
        ? { verb: "POST", path: "/sdk", method }
        : { verb, path: body.split("?")[0] ?? "", method: "" };
      return { ...where, target, connection: String(connection) };
    });
  }

  clearLog(): Promise<void> {
    this.#simulator.log.clear();
    return Promise.resolve();
  }

  terminateSessions(): Promise<void> {
    const { sessions, rest } = this.#simulator;
    for (const session of sessions.all) sessions.end(session);
    rest.endSessions();
    return Promise.resolve();
  }

  fault({ method, fault: name, fields, message, count = 0 }: FarSideFault): Promise<void> {
    const fault = { name, ...(fields && { fields }), ...(message !== undefined && { message }) };
    this.#simulator.rules.add({ method, fault, ...(count > 0 && { times: count }) });
    return Promise.resolve();
  }

  clearFaults(): Promise<void> {
    this.#simulator.rules.clear();
    return Promise.resolve();
  }

  async kill(): Promise<void> {
    this.#simulator[Symbol.dispose]();
    await this.#served[Symbol.asyncDispose]();
  }

  async restart(): Promise<void> {
    const { hostname: host, port } = new URL(this.url);
    await this.kill();
    this.#simulator = createSimulator(this.#options);
    this.#served = await serveSimulator(this.#simulator, {
      host,
      port: Number(port),
      certificate: this.#certificate,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}

/** A test with a simulator of its own. */
export function simulatorTest(
  name: string,
  options: RunOptions,
  run: (simulator: RunningSimulator, t: Deno.TestContext) => Promise<void>,
): void {
  Deno.test(name, async (t) => {
    await using simulator = await RunningSimulator.start(options);
    await run(simulator, t);
  });
}
