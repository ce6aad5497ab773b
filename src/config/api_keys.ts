import * as z from "../deps/zod.ts";
import { registerSecret } from "../log.ts";
import { ROLES } from "../role.ts";
import type { SourceContent } from "./given.ts";
import type { Problem } from "./problem.ts";
import { apiKey, list, oneOf, parsed, text } from "./values.ts";

/** Made where there are keys, since it costs a start more than most others. */
function entrySchema() {
  // A list inside of JSON, which may also stand there as one text.
  const words = z.preprocess((value) => Array.isArray(value) ? JSON.stringify(value) : value, list);
  return z.strictObject({
    name: text,
    key: apiKey.min(1, "is empty; write a key"),
    role: oneOf(ROLES),
    toolsets: words.optional(),
    protected: words.optional(),
  }, { error: ({ code }) => code === "unrecognized_keys" ? UNKNOWN : undefined });
}

const UNKNOWN = "has a member that is none of name, key, key_file, role, toolsets, protected; remove it";

/** One of several keys. */
export type ApiKey = Readonly<z.output<ReturnType<typeof entrySchema>>>;

/** The keys out of JSON; what is wrong is told without repeating any of it. */
export const readApiKeys = z.string().transform((written, context): readonly ApiKey[] => {
  const { data, error } = z.array(entrySchema()).safeParse(parsed(written));
  if (error !== undefined) new Set(error.issues.map(textOf)).forEach((text) => context.addIssue(text));
  // Nobody empties a list to let everybody in.
  else if (data?.length === 0) context.addIssue("is an empty list; write an entry, or remove it");
  else if (hasTwins(data ?? [])) {
    context.addIssue("has a name or a key twice, or the name api_key; give each its own");
  } else return data ?? [];
  return z.NEVER;
});

function textOf({ path: [at, member], message, code }: z.core.$ZodIssue): string {
  if (at === undefined) {
    return "is no list; write one entry with name, key or key_file, and role for each key";
  }
  const entry = `entry ${Number(at) + 1}`;
  if (member === undefined) {
    return code === "unrecognized_keys"
      ? `${entry} ${UNKNOWN}`
      : `${entry} is no entry; write name, key, role`;
  }
  return code === "invalid_type"
    ? `${entry}: ${String(member)} is missing or no text; write name, key or key_file, and role`
    : `${entry}: ${String(member)} ${message}`;
}

function hasTwins(keys: readonly ApiKey[]): boolean {
  const names = new Set([...keys.map(({ name }) => name), "api_key"]);
  return names.size <= keys.length || new Set(keys.map(({ key }) => key)).size < keys.length;
}

const NOTHING: SourceContent = { settings: new Map(), problems: [] };

/** Puts keys that stand in files of their own in their places, and registers all as secrets. */
export function withKeyFiles(
  written: SourceContent["settings"],
  readSecret: (path: string) => { readonly text?: string; readonly state?: string },
): SourceContent {
  const given = written.get("api_keys");
  if (given === undefined) return NOTHING;
  const entries = z.array(z.record(z.string(), z.unknown())).safeParse(parsed(given.text)).data;
  if (entries === undefined) return NOTHING;
  const problems: Problem[] = [];
  const report = (at: number, problem: string) =>
    void problems.push({ key: "api_keys", origin: given.origin, text: `entry ${at + 1}: ${problem}` });
  const complete = entries.map(({ key_file: file, ...entry }, at) => {
    if (file === undefined) return entry;
    if (entry.key !== undefined) report(at, "key_file stands beside key; remove one of them");
    const { text, state = "is empty" } = readSecret(String(file));
    if (!text) report(at, `key_file names a file that ${state}; name one that holds the key`);
    return { ...entry, key: text };
  });
  for (const { key } of complete) if (typeof key === "string") registerSecret(key);
  return { settings: new Map([["api_keys", { ...given, text: JSON.stringify(complete) }]]), problems };
}
