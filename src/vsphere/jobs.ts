import { UserError } from "../errors.ts";
import { log } from "../log.ts";
import type { Moref } from "../soap/encode.ts";

/** What the work of a job gets: it stops when the signal is aborted, and undoes what it made. */
export interface JobContext {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: JobProgress) => void;
}

/** How far a job is. */
export interface JobProgress {
  readonly percent?: number | undefined;
  readonly message: string;
}

/** What a job leaves behind when it succeeds. */
export interface JobResult {
  /** The object that it made. */
  readonly moref?: string | undefined;
  /** What is worth knowing beside it, such as that it could not be powered on. */
  readonly notes?: readonly string[];
}

/** One job as others see it. */
export interface JobView {
  /** `job-1`: the ids of vSphere's tasks never look like that. */
  readonly id: string;
  /** Continues "Cannot ...": `copy virtual machine "web-1"`. */
  readonly operation: string;
  /** What it is about: who may not write to that may not cancel it either. */
  readonly about: Moref | undefined;
  readonly state: "running" | "success" | "error";
  readonly progress: JobProgress | undefined;
  readonly result: JobResult | undefined;
  readonly error: unknown;
  readonly started: Date;
  readonly ended: Date | undefined;
}

/** How the wait for a job ended: one that is still running is no failure. */
export type JobOutcome<T> =
  | { readonly state: "success"; readonly id: string; readonly result: T }
  | { readonly state: "running"; readonly id: string };

/** Why a job ends together with its process. */
export class JobStopped extends UserError {
  constructor(operation: string) {
    super("cancelled", `Cannot ${operation}: the server shuts down; start it again when the server is back`);
  }
}

interface Job {
  view: JobView;
  readonly controller: AbortController;
  /** Settles with the work, after it has undone what it made; never rejects. */
  readonly end: Promise<void>;
}

const MAX_FINISHED = 100;
const CLOSE_LIMIT_MS = 10_000;

/** Operations of many tasks, which go on in this server when their caller stops waiting. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  #count = 0;
  #isClosed = false;

  /**
   * Starts `work` and waits for its end, at most `waitMs`: then the answer is "running" and the work goes on.
   * A caller who gives up before that aborts the job and gets its error when everything is undone.
   */
  async run<T extends JobResult>(
    operation: string,
    work: (context: JobContext) => Promise<T>,
    options: {
      readonly signal: AbortSignal;
      readonly waitMs: number;
      readonly about?: Moref;
      readonly onProgress?: JobContext["onProgress"];
    },
  ): Promise<JobOutcome<T>> {
    const { signal, waitMs, about, onProgress } = options;
    signal.throwIfAborted();
    if (this.#isClosed) throw new JobStopped(operation);
    let isWaiting = true;
    const { id, controller, result } = this.#start({ operation, about }, work, (progress) => {
      // Who got the answer hears no more: progress after an answer breaks the protocol.
      if (isWaiting) onProgress?.(progress);
    });
    const abort = () => controller.abort(abortReason(operation, signal));
    signal.addEventListener("abort", abort, { once: true });
    const { promise: timeUp, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => resolve(undefined), waitMs);
    try {
      const ended = await Promise.race([result.then((value) => ({ value })), timeUp]);
      return ended === undefined ? { state: "running", id } : { state: "success", id, result: ended.value };
    } finally {
      isWaiting = false;
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }

  /** A job that runs or ended not long ago. */
  find(id: string): JobView | undefined {
    return this.#jobs.get(id)?.view;
  }

  /** Asks a running job to stop and to undo what it made; one that has ended is left as it is. */
  cancel(id: string): void {
    const job = this.#jobs.get(id);
    if (job?.view.state === "running") {
      job.controller.abort(cancelled(job.view.operation, "it was cancelled"));
    }
  }

  /** Stops all jobs and waits, within limits, until they have undone what they made. */
  async close(limitMs: number = CLOSE_LIMIT_MS): Promise<void> {
    this.#isClosed = true;
    const running = [...this.#jobs.values()].filter(({ view }) => view.state === "running");
    if (running.length === 0) return;
    for (const { view, controller } of running) controller.abort(new JobStopped(view.operation));
    const { promise: timeUp, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, limitMs);
    await Promise.race([Promise.all(running.map(({ end }) => end)), timeUp]);
    clearTimeout(timer);
    for (const { view } of running.filter(({ view }) => view.state === "running")) {
      log.error("a job could not undo what it made before the shutdown", {
        job: view.id,
        operation: view.operation,
        last: view.progress?.message,
      });
    }
  }

  #start<T extends JobResult>(
    { operation, about }: Pick<JobView, "operation" | "about">,
    work: (context: JobContext) => Promise<T>,
    listener: JobContext["onProgress"],
  ): { readonly id: string; readonly controller: AbortController; readonly result: Promise<T> } {
    const id = `job-${++this.#count}`;
    const controller = new AbortController();
    const onProgress = (progress: JobProgress) => {
      this.#update(id, { progress });
      listener(progress);
    };
    const result = Promise.resolve().then(() => work({ signal: controller.signal, onProgress }));
    const end = result.then(
      (value) => this.#update(id, { state: "success", result: value, ended: new Date() }),
      (error: unknown) => {
        if (!(error instanceof UserError)) log.error("job failed", { job: id, operation, error });
        this.#update(id, { state: "error", error, ended: new Date() });
      },
    );
    const view: JobView = {
      id,
      operation,
      about,
      state: "running",
      progress: undefined,
      result: undefined,
      error: undefined,
      started: new Date(),
      ended: undefined,
    };
    this.#jobs.set(id, { view, controller, end });
    log.info("job started", { job: id, operation });
    return { id, controller, result };
  }

  #update(id: string, change: Partial<JobView>): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    job.view = { ...job.view, ...change };
    if (job.view.state === "running") return;
    log.info("job ended", { job: id, operation: job.view.operation, state: job.view.state });
    const finished = [...this.#jobs.keys()].filter((key) => this.#jobs.get(key)?.view.state !== "running");
    for (const key of finished.slice(0, -MAX_FINISHED)) this.#jobs.delete(key);
  }
}

/** What a job that was given up tells later: a bare abort has no sentence. */
function abortReason(operation: string, { reason }: AbortSignal): UserError {
  return reason instanceof UserError ? reason : cancelled(operation, "the caller gave up");
}

function cancelled(operation: string, state: string): UserError {
  return new UserError("cancelled", `Cannot ${operation}: ${state}`);
}
