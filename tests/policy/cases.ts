import assert from "node:assert/strict";
import { EXCLUDED, TABLE, TOOLS } from "./table.ts";

/** Ways in, as the columns of the table name them. */
export type Way =
  | "stdio 2026-07-28"
  | "stdio 2025-11-25"
  | "http 2026-07-28"
  | "http 2025-11-25"
  | "rest"
  | "cli";

export const ROLES = ["read", "operate", "admin"] as const;
export type Role = (typeof ROLES)[number];

const OUTCOMES = ["ok", "asked", "token", "flag", "denied", "unanswered", "not offered"] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** All tools of one role that come in one way under one policy. */
export interface Column {
  /** First line of its block: `confirm auto, a client that can ask`. */
  readonly policy: string;
  readonly canAsk: boolean;
  readonly role: Role;
  readonly way: Way;
  /** What is expected, by tool. */
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** The columns of the table that have cases. */
export function columnsOf(way: Way): readonly Column[] {
  return TABLE.trim().split("\n\n").flatMap((block) => {
    const [policy = "", head = "", ...lines] = block.split("\n");
    const rows = lines.map(cells);
    const at = cells(head).indexOf(way);
    assert.ok(at > 0, `${policy}: no column ${way}`);
    return ROLES.flatMap((role): readonly Column[] => {
      const own = rows.filter(([whose]) => whose === role);
      const byKind = new Map(own.map((row) => [row[1] ?? "", row[at] ?? ""]));
      if ([...byKind.values()].every((word) => word === "(none)")) return [];
      const outcomes = new Map(
        Object.entries(TOOLS).map(([tool, { effect }]) => {
          const isExcluded = byKind.has("excluded") && EXCLUDED.includes(tool);
          return [tool, outcomeOf(byKind.get(isExcluded ? "excluded" : effect))];
        }),
      );
      return [{ policy, canAsk: policy.endsWith("that can ask"), role, way, outcomes }];
    });
  });
}

function cells(line: string): readonly string[] {
  // The first two are words with one space between them where the second is long.
  const [, role = "", effect = "", rest = ""] = /^(\w+)\s+(\w+)\s+(.*)$/.exec(line) ?? [];
  return [role, effect, ...rest.trim().split(/ {2,}/)];
}

function outcomeOf(word: string | undefined): Outcome {
  const outcome = OUTCOMES.find((known) => known === word);
  assert.ok(outcome !== undefined, `"${word}" is no outcome`);
  return outcome;
}

/** The variables that make a policy, by the first line of its block. */
export function variablesOf({ policy }: Pick<Column, "policy">): Readonly<Record<string, string>> {
  const [what = ""] = policy.split(",");
  if (what.startsWith("confirm ")) return { MCP_CONFIRM: what.replace("confirm ", "") };
  const auto = { MCP_CONFIRM: "auto" };
  if (what === "read_only") return { ...auto, MCP_READ_ONLY: "true" };
  if (what === "disable_destructive") return { ...auto, MCP_DISABLE_DESTRUCTIVE: "true" };
  assert.equal(what, "exclude_tools");
  return { ...auto, MCP_EXCLUDE_TOOLS: EXCLUDED.join(",") };
}
