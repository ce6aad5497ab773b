import type { AuditRecord } from "../audit/record.ts";
import type { ToolCall } from "./call.ts";

/** Who calls with which program, as the audit trail keeps it. */
export function whoCalls({ caller, client }: ToolCall): Pick<AuditRecord, "caller" | "client"> {
  const { name, role, transport } = caller;
  return { caller: { name, role, transport }, client: client ?? { name: "unknown", version: "unknown" } };
}
