/** The vSpheres that are measured against, each a process of its own. */
import { PERMISSIONS, type Place } from "./servers.ts";
import { LineProcess } from "./line_process.ts";
import { startVcsim, type Vcsim } from "../tests/support/vcsim.ts";

/** A simulator that runs until disposed. */
export interface SimulatorProcess extends Place, AsyncDisposable {
  readonly pid: number;
  /** From its start until it said where it is. */
  readonly readyMs: number;
}

/** Starts the product's own simulator. */
export async function startSimulator(vms: number): Promise<SimulatorProcess> {
  const said = Promise.withResolvers<{ readonly text: string; readonly at: number }>();
  const args = ["run", "--quiet", ...PERMISSIONS, "main.ts", "simulate", "--vms", String(vms)];
  const process = LineProcess.start({ command: Deno.execPath(), args }, said.resolve);
  const { text, at } = await said.promise;
  const [url = "", user = "", password = ""] = text.trim().split(/ \w+=/);
  return {
    url,
    user,
    password,
    thumbprint: "",
    pid: process.pid,
    readyMs: at - process.startedAt,
    async [Symbol.asyncDispose]() {
      // It does not read its input.
      Deno.kill(process.pid, "SIGTERM");
      await process[Symbol.asyncDispose]();
    },
  };
}

/** Machines of the vcsim that most comparisons use. */
export const VCSIM_VMS = 1_000;

/** Starts a vcsim with 1,000 machines: two pools of 500. */
export async function startThousand(options: { readonly tls?: boolean } = {}): Promise<Vcsim> {
  return await startVcsim({ vms: VCSIM_VMS / 2, ...options });
}
