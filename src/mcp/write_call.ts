import type { AuditEntry } from "../audit/trail.ts";
import type { AuditRecord } from "../audit/record.ts";
import { messageOf, UserError } from "../errors.ts";
import type { Plan } from "../tools/plan.ts";
import type { Tool, ToolAnswer, ToolContext } from "../tools/tool.ts";
import type { Moref } from "../soap/encode.ts";
import { VimFault } from "../vsphere/faults.ts";
import { refuseLacking } from "../vsphere/privileges.ts";
import type { WriteGuard } from "../vsphere/session.ts";
import { behindGuard } from "../vsphere/vsphere.ts";
import { agree, Unconfirmed } from "./agreement.ts";
import { planDigest } from "./confirm.ts";
import type { Policy } from "./policy.ts";
import type { Loaded } from "./service.ts";
import { type ToolCall, whoCalls } from "./tool_call.ts";

/** A call of a tool that changes something, its arguments checked. */
export interface WriteCall {
  readonly policy: Policy;
  readonly loaded: Loaded;
  readonly tool: Tool;
  readonly call: ToolCall;
  /** Without the confirmation. */
  readonly args: unknown;
  readonly context: ToolContext;
}

/** What was found out, and agreed, before the first change. */
interface Clearance {
  plan?: Plan | undefined;
  confirmedBy?: string;
  /** Takes back that a machine was counted. */
  uncount?: () => void;
  /** Something was sent: from then on nobody can tell without looking that nothing was made. */
  isSent?: boolean;
  hasTask?: boolean;
}

/**
 * Runs a call that changes something: within the limits, nothing protected, its plan agreed to where it destroys, and
 * the audit line on the disk before the first change.
 */
export async function runWrite(write: WriteCall): Promise<ToolAnswer> {
  const { audit } = write.loaded.safeguards;
  const clearance: Clearance = {};
  try {
    await clear(write, clearance);
  } catch (error) {
    const record = recordOf(write, clearance);
    await (error instanceof Unconfirmed
      ? audit?.ask(record, error.state)
      : audit?.refuse(record, messageOf(error)));
    throw error;
  }
  const entry = await audit?.begin(recordOf(write, clearance));
  try {
    const answer = await write.tool.call(write.args, guarded(write, guardFor(write, clearance, entry)));
    await entry?.end({ ...endOf(answer), ...(clearance.plan === undefined ? madeBy(answer) : {}) });
    return answer;
  } catch (error) {
    if (clearance.isSent !== true) clearance.uncount?.();
    // Who gave up does not know how the task ends, and neither does this process.
    const goesOn = write.call.signal.aborted && clearance.hasTask === true && !(error instanceof VimFault);
    await entry?.end({
      outcome: goesOn ? "running" : "failed",
      fault: error instanceof VimFault ? error.fault : messageOf(error),
    });
    throw error;
  }
}

/** Throws where the call must not go on; nothing is changed. */
async function clear(write: WriteCall, clearance: Clearance): Promise<void> {
  const { policy, loaded: { safeguards }, tool, call, args } = write;
  const { limits, confirmations } = safeguards;
  const looking = guarded(write, NOTHING_YET);
  const action = `call tool "${tool.name}"`;
  if (tool.makes !== undefined && limits.hasSizes) limits.checkSize(await tool.makes(args, looking), action);
  const plan = await tool.plan?.(args, looking);
  clearance.plan = plan;
  if (plan !== undefined) await checkPlan(write, plan);
  if (plan === undefined || tool.effect !== "destroy") clearance.confirmedBy = "not needed";
  else {
    clearance.confirmedBy = agree({
      confirmations,
      confirm: policy.confirm,
      tool: tool.name,
      args,
      caller: call.caller.name,
      plan,
      canAsk: call.canAsk ?? false,
      answer: call.answer,
    });
  }
  if (tool.makes !== undefined) clearance.uncount = limits.countVm(call.caller.name, action).undo;
}

async function checkPlan(write: WriteCall, plan: Plan): Promise<void> {
  const { policy: { maxObjects }, loaded: { safeguards }, tool, call: { caller, signal }, context } = write;
  const { action, objects } = plan;
  if (objects.length > maxObjects) {
    throw new UserError(
      "denied",
      `Cannot ${action}: these are ${objects.length} objects, and max_objects allows ${maxObjects} in one call; ` +
        "name fewer",
    );
  }
  const protection = safeguards.protectionFor(caller);
  await protection.checkObjects(context.vsphere, managed(plan), { action, files: plan.files, signal });
  if (tool.effect === "destroy") await refuseUnprivileged(write, plan);
}

/** Nobody is asked to agree to what the account may not do. */
async function refuseUnprivileged(
  { tool, context: { vsphere, signal } }: WriteCall,
  plan: Plan,
): Promise<void> {
  const { isVcenter } = await vsphere.session.content(signal);
  const privileges = tool.privileges[isVcenter ? "vcenter" : "esxi"];
  const needs = plan.objects.filter(({ type }) => type === "VirtualMachine").flatMap((
    { type, moref, name },
  ) => privileges.map((privilege) => ({ privilege, on: { type, value: moref }, what: `"${name}"` })));
  if (needs.length === 0) return;
  await refuseLacking(vsphere.session, needs, { action: plan.action, signal });
}

/** The objects that vSphere knows: of a job, which is this server's own, what it is about. */
function managed({ objects }: Plan): readonly Moref[] {
  return objects.flatMap(({ type, moref, about }) => type === "Job" ? about ?? [] : [{ type, value: moref }]);
}

const NOTHING_YET: WriteGuard = {
  before: ({ method }) =>
    Promise.reject(new Error(`${method} changes something before the call was cleared`)),
};

/** A call that destroys may write to what its plan names, and to tasks of its own; nothing may write to what is protected. */
function guardFor(
  { tool, call: { caller }, loaded: { safeguards }, context: { vsphere } }: WriteCall,
  clearance: Clearance,
  entry: AuditEntry | undefined,
): WriteGuard {
  const tasks = new Set<string>();
  const planned = new Set(clearance.plan?.objects.map(({ moref }) => moref));
  return {
    async before(call) {
      const { method, target, action = `run ${method} on "${target.value}"` } = call;
      if (tasks.has(target.value)) return;
      if (tool.effect === "destroy" && !planned.has(target.value)) {
        throw new UserError(
          "conflict",
          `Cannot ${action}: the plan does not name this object, so something has changed since it was made; look again ` +
            "and call anew for a fresh plan",
        );
      }
      await safeguards.protectionFor(caller).check(vsphere, call);
      clearance.isSent = true;
    },
    started(task) {
      clearance.hasTask = true;
      tasks.add(task.value);
      void entry?.task(task.value);
    },
  };
}

function guarded({ context }: WriteCall, guard: WriteGuard): ToolContext {
  return { ...context, vsphere: behindGuard(context.vsphere, guard) };
}

function recordOf(
  { tool, call, args }: WriteCall,
  { plan, confirmedBy }: Clearance,
): AuditRecord {
  return {
    ...whoCalls(call),
    tool: tool.name,
    effect: tool.effect,
    arguments: args,
    objects: (plan?.objects ?? []).map(({ name, moref, path }) => ({ name, moref, path })),
    plan_digest: plan === undefined ? undefined : planDigest(plan),
    confirmed_by: confirmedBy,
  };
}

/** With several machines one that still runs is enough. */
function endOf({ structured }: ToolAnswer): Parameters<AuditEntry["end"]>[0] {
  const { status, task, others } = structured;
  const all = [{ status }, ...Array.isArray(others) ? others : []];
  return {
    outcome: all.some((one) => one.status === "running") ? "running" : "done",
    ...(typeof task === "string" ? { task } : {}),
  };
}

/** What a call without a plan was about is known when it has been made. */
function madeBy({ structured: { name, moref } }: ToolAnswer): Pick<AuditRecord, "objects"> | undefined {
  if (typeof name !== "string" || typeof moref !== "string") return undefined;
  return { objects: [{ name, moref }] };
}
