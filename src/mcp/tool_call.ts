import type { AuditRecord } from "../audit/record.ts";
import type { TraceCarrier } from "../instruments.ts";
import type { Progress } from "../tools/tool.ts";
import type { Answer } from "./agreement.ts";
import type { Caller, ClientInfo } from "./caller.ts";

/** One call of one tool, however it came in. */
export interface ToolCall {
  readonly name: string;
  /** As the caller sent them. */
  readonly args: unknown;
  readonly signal: AbortSignal;
  readonly progress?: (update: Progress) => void;
  readonly caller: Caller;
  /** The program that calls, where it says so. */
  readonly client?: ClientInfo | undefined;
  /** Whether the human at the other end can be asked to agree; default: no. */
  readonly canAsk?: boolean;
  /** What came back for the plan of this call. */
  readonly answer?: Answer | undefined;
  /** The trace of the caller that this call belongs to. */
  readonly trace?: TraceCarrier | undefined;
}

/** Who calls with which program, as the audit trail keeps it. */
export function whoCalls({ caller, client }: ToolCall): Pick<AuditRecord, "caller" | "client"> {
  const { name, role, transport } = caller;
  return { caller: { name, role, transport }, client: client ?? { name: "unknown", version: "unknown" } };
}
