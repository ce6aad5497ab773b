import type { Config } from "../config/schema.ts";
import { messageOf, UserError } from "../errors.ts";
import { fileSystem } from "../file_system.ts";
import { log } from "../log.ts";
import type { TlsPolicy } from "../soap/connect.ts";
import type { Fetch } from "../soap/fetch.ts";
import type { Vsphere } from "../vsphere/vsphere.ts";
import { readExtraAuthorities } from "./extra_authorities.ts";
import type { Variables } from "./variables.ts";

/** How a target is reached. */
export interface TargetAccess {
  readonly env: Variables;
  /** Limits waits for tasks; default `task_timeout_seconds`. */
  readonly taskTimeoutMs?: number;
  /** Aborted when the process is told to end, though callers still wait. */
  readonly stop?: AbortSignal | undefined;
  /** Replaces the network: a simulated target. */
  readonly fetch?: Fetch | undefined;
}

/** A target that is opened with its first use. */
export interface ConfiguredTarget extends AsyncDisposable {
  /** Opens it once; nothing is sent before the first call. */
  readonly open: () => Promise<Vsphere>;
}

/** The vSphere that the configuration names. Throws UserError for a `ca_file` that cannot be read. */
export function configuredTarget(config: Config, access: TargetAccess): ConfiguredTarget {
  const tls = tlsPolicy(config, access.env);
  if (tls.kind === "insecure" && access.fetch === undefined) {
    log.warn(
      "the certificate of the target is NOT verified: whoever sits in between reads the password; set thumbprint instead",
      { host: config.vcenter_host.host },
    );
  }
  let opened: ReturnType<typeof openNow> | undefined;
  return {
    open: () => opened ??= openNow(config, access, tls),
    async [Symbol.asyncDispose]() {
      await (await opened)?.[Symbol.asyncDispose]();
    },
  };
}

/** What speaks to vSphere is loaded here: a client that only asks what there is does not wait for it. */
async function openNow(
  config: Config,
  { env, fetch, stop, taskTimeoutMs = config.task_timeout_seconds * 1000 }: TargetAccess,
  tls: TlsPolicy,
): Promise<Vsphere & AsyncDisposable> {
  const [{ createFetch }, { proxySettings }, { openTarget }] = await Promise.all([
    import("../soap/fetch.ts"),
    import("../soap/proxy.ts"),
    import("../vsphere/target.ts"),
  ]);
  const network = createFetch({ tls, proxy: proxySettings(env) });
  const target = openTarget({
    url: config.vcenter_host,
    user: config.vcenter_user,
    password: config.vcenter_password,
    fetch: fetch ?? network,
    requestTimeoutMs: config.request_timeout_seconds * 1000,
    taskTimeoutMs,
    stop,
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

function tlsPolicy({ insecure, thumbprint, ca_file }: Config, env: Variables): TlsPolicy {
  if (thumbprint !== undefined) return { kind: "pin", thumbprint };
  if (insecure) return { kind: "insecure" };
  return {
    kind: "verify",
    caPem: ca_file === undefined ? undefined : readCertificates(ca_file),
    extraPem: readExtraAuthorities(env),
  };
}

function readCertificates(path: string): string {
  try {
    return fileSystem().readFileSync(path, "utf8");
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
