import { redact } from "../log.ts";

/** Who wants what done to which objects, as the audit trail keeps it. */
export interface AuditRecord {
  readonly caller: { readonly name: string; readonly role: string; readonly transport: string };
  /** As the client says of itself. */
  readonly client: { readonly name: string; readonly version: string };
  readonly tool: string;
  readonly effect: string;
  readonly arguments: unknown;
  readonly objects: readonly AuditObject[];
  /** Of the plan that was confirmed. */
  readonly plan_digest?: string | undefined;
  /** Such as "human", "token", "operator" or "not needed". */
  readonly confirmed_by?: string | undefined;
}

/** An object that a write is about. */
export interface AuditObject {
  readonly name: string;
  readonly moref: string;
  readonly path?: string | undefined;
}

/** How a write ended; "running" when its task went on after the answer. */
export interface AuditEnd {
  readonly outcome: "done" | "running" | "failed";
  /** In place of those of the record, where the write has made them. */
  readonly objects?: readonly AuditObject[];
  readonly fault?: string | undefined;
  readonly task?: string | undefined;
}

/** Facts without secrets and no longer than anybody reads. */
export function auditFacts(facts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, withoutSecrets(value)]));
}

/** {@linkcode auditFacts} of a record. */
export function recordFacts(
  record: AuditRecord,
  { maxArguments = MAX_ARGUMENTS }: { readonly maxArguments?: number } = {},
): Readonly<Record<string, unknown>> {
  const { tool, effect, caller, client, arguments: args, objects, plan_digest, confirmed_by } = record;
  return {
    ...auditFacts({ tool, effect, caller, client }),
    arguments: shortValue(withoutSecrets(args), maxArguments),
    ...auditFacts({ objects, plan_digest, confirmed_by }),
  };
}

const MAX_ARGUMENTS = 20_000;
const MAX_TEXT = 2000;
const MAX_DEPTH = 20;
const SECRET_KEY =
  /passw|passphrase|secret|token|credential|confirmation|cookie|api[_-]?key|private[_-]?key/i;

function withoutSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return shortText(value);
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      shortText(key),
      SECRET_KEY.test(key) && inner !== undefined ? "[secret]" : withoutSecrets(inner, depth + 1),
    ]),
  );
}

function shortValue(value: unknown, limit: number): unknown {
  const text = JSON.stringify(value) ?? "";
  return text.length > limit ? cut(text, limit) : value;
}

function shortText(text: string): string {
  // Cut after redaction, so that no half of a secret is left.
  return cut(redact(text), MAX_TEXT);
}

function cut(text: string, limit: number): string {
  return text.length <= limit
    ? text
    : `${text.slice(0, limit).toWellFormed()}... (${text.length} characters)`;
}
