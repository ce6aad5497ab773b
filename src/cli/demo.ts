import type { Fetch } from "../soap/fetch.ts";

/** Which vSphere is simulated in place of a real one. */
export interface DemoFlags {
  readonly model: "vcenter" | "esxi";
  readonly vms?: number;
}

/** A simulated target: what the configuration has to say so that it is used, and the way to it. */
export interface Demo extends Disposable {
  /** The variables with those of the target replaced. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly fetch: Fetch;
}

/** Variables that are about a real target. */
const TARGET_VARIABLE = /^VCENTER_/;

/** The variables with those of the target replaced. */
export function withTarget(
  env: Demo["env"],
  { host, user, password }: { readonly host: string; readonly user: string; readonly password: string },
): Demo["env"] {
  const others = Object.entries(env).filter(([name]) => !TARGET_VARIABLE.test(name));
  return {
    ...Object.fromEntries(others),
    VCENTER_HOST: host,
    VCENTER_USER: user,
    VCENTER_PASSWORD: password,
  };
}

/** For commands that need no target. */
export const NO_TARGET = { host: "none.invalid", user: "nobody", password: "no-password" } as const;

/** Builds the simulator, which is loaded only here. */
export async function openDemo(
  { model, vms }: DemoFlags,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Demo> {
  const { createSimulator } = await import("../simulator/simulator.ts");
  const { directFetch } = await import("../simulator/direct.ts");
  const simulator = createSimulator({ model, ...(vms === undefined ? {} : { vms }) });
  return {
    env: withTarget(env, { host: `http://demo-${model}.invalid/sdk`, ...simulator.admin }),
    fetch: directFetch(simulator),
    [Symbol.dispose]: () => simulator[Symbol.dispose](),
  };
}
