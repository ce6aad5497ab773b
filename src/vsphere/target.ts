import { JsonClient } from "../soap/json_client.ts";
import { SoapClient } from "../soap/client.ts";
import { createEncoder } from "../soap/encode.ts";
import type { Fetch } from "../soap/fetch.ts";
import { together } from "../together.ts";
import { NAME, VERSION } from "../version.ts";
import { Inventory } from "./inventory.ts";
import { Jobs } from "./jobs.ts";
import { ObjectWatcher } from "./object_watcher.ts";
import { VimSession } from "./vim_session.ts";
import { Tags } from "./tags.ts";
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
  /** Aborted when the process is told to end: jobs stop and undo what they made, waits for tasks end soon after. */
  readonly stop?: AbortSignal | undefined;
  /** How long waits for tasks may go on after that. */
  readonly taskGraceMs?: number;
  /** Pauses between tries of a read; for tests. */
  readonly retryDelaysMs?: readonly number[];
}

/** One ESXi host or vCenter Server; disposing it stops its jobs, which undo what they made, ends its polls and logs out. */
export function openTarget(options: TargetOptions): Vsphere & AsyncDisposable {
  const { url, fetch, user, password, retryDelaysMs } = options;
  const userAgent = `${NAME}/${VERSION}`;
  const exchange = { url, fetch, timeoutMs: options.requestTimeoutMs, userAgent, retryDelaysMs };
  const encoder = createEncoder({ types: TYPES, methods: METHODS });
  const client = new SoapClient({ ...exchange, encoder, reads: READ_METHODS });
  const session = new VimSession({ client, user, password });
  const inventory = new Inventory(session);
  const watcher = new ObjectWatcher(session, { Task: TASK_PROPERTIES, VirtualMachine: VM_PROPERTIES });
  const jobs = new Jobs();
  const tags = new Tags({ session, client: new JsonClient(exchange), user, password });
  const { stopping, forget } = stopLater(options, () => void jobs.close());
  return {
    session,
    inventory,
    watcher,
    tasks: new TaskWatcher(watcher),
    jobs,
    tags,
    defaults: options.defaults,
    taskTimeoutMs: options.taskTimeoutMs,
    stopping,
    async [Symbol.asyncDispose]() {
      forget();
      await jobs.close();
      await watcher.close();
      await together([tags.close(), session.close()]);
    },
  };
}

/** Long enough for a power change, short enough for those who kill what has not ended in ten seconds. */
const TASK_GRACE_MS = 3000;

function stopLater(
  { stop, taskGraceMs = TASK_GRACE_MS }: Pick<TargetOptions, "stop" | "taskGraceMs">,
  onStop: () => void,
): { readonly stopping: AbortSignal; readonly forget: () => void } {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    timer = setTimeout(() => controller.abort(), taskGraceMs);
    onStop();
  };
  stop?.addEventListener("abort", begin, { once: true });
  if (stop?.aborted) begin();
  const forget = () => {
    stop?.removeEventListener("abort", begin);
    clearTimeout(timer);
  };
  return { stopping: controller.signal, forget };
}
