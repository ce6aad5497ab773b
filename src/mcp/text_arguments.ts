import type { ListedTool } from "./listing.ts";

/** Arguments that came as text (a query, a command line) as the types that the tool's schema names; what does not convert is left for it to refuse. */
export function readTextArguments(tool: ListedTool, query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((key) => [key, convert(query.getAll(key), typeOf(tool, key))]),
  );
}

/** The type that the tool's schema names for an argument; undefined where it names none, or several. */
export function typeOf({ input: { properties } }: ListedTool, key: string): unknown {
  const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return typeof property === "object" && property !== null && "type" in property ? property.type : undefined;
}

function convert(values: readonly string[], type: unknown): unknown {
  if (type === "array") return values.flatMap((value) => value.split(","));
  const [value = ""] = values;
  if (values.length > 1) return values;
  if (type === "boolean" && (value === "true" || value === "false")) return value === "true";
  if ((type === "integer" || type === "number") && value.trim() !== "" && !Number.isNaN(Number(value))) {
    return Number(value);
  }
  return value;
}
