import { readFileSync } from "node:fs";
import type { Config } from "../config/schema.ts";
import { messageOf, UserError } from "../errors.ts";
import { log } from "../log.ts";
import type { TlsPolicy } from "../soap/connect.ts";
import { createFetch, type Fetch } from "../soap/fetch.ts";
import { proxySettings } from "../soap/proxy.ts";
import { openTarget } from "../vsphere/target.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";

/** How a target is reached. */
export interface TargetAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Limits waits for tasks; default `task_timeout_seconds`. */
  readonly taskTimeoutMs?: number;
  /** Replaces the network: a simulated target. */
  readonly fetch?: Fetch | undefined;
}

/** The vSphere that the configuration names; nothing is sent before the first call. */
export function openConfiguredTarget(config: Config, access: TargetAccess): Vsphere & AsyncDisposable {
  const { taskTimeoutMs = config.task_timeout_seconds * 1000 } = access;
  const network = openNetwork(config, access);
  const target = openTarget({
    url: config.vcenter_host,
    user: config.vcenter_user,
    password: config.vcenter_password,
    fetch: network,
    requestTimeoutMs: config.request_timeout_seconds * 1000,
    taskTimeoutMs,
    defaults: {
      datacenter: config.datacenter,
      cluster: config.cluster,
      datastore: config.datastore,
      network: config.network,
    },
  });
  return {
    ...target,
    async [Symbol.asyncDispose]() {
      await target[Symbol.asyncDispose]();
      network[Symbol.dispose]();
    },
  };
}

function openNetwork(config: Config, { env, fetch }: TargetAccess): Fetch & Disposable {
  // Nothing to close behind a simulated target.
  if (fetch !== undefined) return Object.assign(fetch.bind(undefined), { [Symbol.dispose]: () => {} });
  const tls = tlsPolicy(config);
  if (tls.kind === "insecure") {
    log.warn(
      "the certificate of the target is NOT verified: whoever sits in between reads the password; set thumbprint instead",
      { host: config.vcenter_host.host },
    );
  }
  return createFetch({ tls, proxy: proxySettings(env) });
}

function tlsPolicy({ insecure, thumbprint, ca_file }: Config): TlsPolicy {
  if (thumbprint !== undefined) return { kind: "pin", thumbprint };
  if (insecure) return { kind: "insecure" };
  return ca_file === undefined ? { kind: "verify" } : { kind: "verify", caPem: readCertificates(ca_file) };
}

function readCertificates(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new UserError(
      "invalid",
      `Cannot read ca_file "${path}": ${messageOf(cause)}; name a readable PEM file`,
      {
        cause,
      },
    );
  }
}
