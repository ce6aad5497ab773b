import { UserError } from "../errors.ts";
import { SoapClient } from "../soap/client.ts";
import { createEncoder } from "../soap/encode.ts";
import type { Fetch } from "../soap/fetch.ts";
import { NAME, VERSION } from "../version.ts";
import { Inventory } from "./inventory.ts";
import { Jobs } from "./jobs.ts";
import { ObjectWatcher } from "./object_watcher.ts";
import { VimSession } from "./vim_session.ts";
import { TASK_PROPERTIES, TaskWatcher } from "./task_watcher.ts";
import type { Defaults, Vsphere } from "./vsphere.ts";
import { VM_PROPERTIES } from "./vm_details.ts";
import { METHODS } from "./wire/methods.ts";
import { READ_METHODS } from "./wire/read_methods.ts";
import { TYPES } from "./wire/types.ts";

/** Everything a target needs; nothing is sent before the first call. */
export interface TargetOptions {
  /** The SOAP endpoint, `https://host/sdk`. */
  readonly url: URL;
  readonly user: string;
  readonly password: string;
  readonly fetch: Fetch;
  readonly requestTimeoutMs: number;
  readonly taskTimeoutMs: number;
  readonly defaults: Defaults;
  /** Pauses between tries of a read; for tests. */
  readonly retryDelaysMs?: readonly number[];
}

/** One ESXi host or vCenter Server; disposing it stops its jobs, which undo what they made, ends its polls and logs out. */
export function openTarget(options: TargetOptions): Vsphere & AsyncDisposable {
  const client = new SoapClient({
    url: options.url,
    fetch: options.fetch,
    encoder: createEncoder({ types: TYPES, methods: METHODS }),
    reads: READ_METHODS,
    timeoutMs: options.requestTimeoutMs,
    userAgent: `${NAME}/${VERSION}`,
    ...(options.retryDelaysMs === undefined ? {} : { retryDelaysMs: options.retryDelaysMs }),
  });
  const session = new VimSession({ client, user: options.user, password: options.password });
  const inventory = new Inventory(session);
  const watcher = new ObjectWatcher(session, { Task: TASK_PROPERTIES, VirtualMachine: VM_PROPERTIES });
  const jobs = new Jobs();
  return {
    session,
    inventory,
    watcher,
    tasks: new TaskWatcher(watcher),
    tags: { read: () => Promise.reject(new UserError("unsupported", "Cannot read tags yet")) },
    jobs,
    defaults: options.defaults,
    taskTimeoutMs: options.taskTimeoutMs,
    async [Symbol.asyncDispose]() {
      await jobs.close();
      await watcher.close();
      await session.close();
    },
  };
}
