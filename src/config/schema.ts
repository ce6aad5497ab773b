import * as z from "../deps/zod.ts";
import { httpKeys } from "./http_keys.ts";
import { infos, type KeyInfo } from "./key_info.ts";
import { policyKeys } from "./policy_keys.ts";
import { runKeys } from "./run_keys.ts";
import { targetKeys } from "./target_keys.ts";

/** Every key there is. */
const fields = z.object({ ...targetKeys, ...httpKeys, ...policyKeys, ...runKeys });

/** The configuration as it must be to connect and serve. */
export const configSchema = fields.readonly();

/** What is right already, where some keys are wrong or missing. */
export function parsePartialConfig(right: Readonly<Record<string, string>>): PartialConfig {
  return fields.partial().parse(right);
}

/** The configuration, keys as in the file; `vcenter_host` is the URL of the SOAP endpoint, `thumbprint` lower-case hex. */
export type Config = z.output<typeof configSchema>;

/** Those parts of a configuration that are right. */
export type PartialConfig = { readonly [Key in keyof Config]?: Config[Key] | undefined };

/** A key with everything about it that is not its type. */
export interface ConfigKey extends KeyInfo {
  readonly name: string;
  /** Where it stands in a file. */
  readonly path: readonly [string, ...string[]];
  /** Without the leading dashes; undefined for secrets. */
  readonly flag: string | undefined;
  /** A sentence fragment: the default value, or what happens without one. */
  readonly fallback: string;
}

/** All keys in the order of the documents. */
export const configKeys: readonly ConfigKey[] = Object.entries(fields.shape).map(([name, field]) => {
  const info = infos.get(field);
  if (info === undefined) {
    throw new Error(`Cannot describe configuration key "${name}": it is not registered`);
  }
  return {
    ...info,
    name,
    path: info.path ?? [name],
    flag: info.isSecret ? undefined : name.replaceAll("_", "-"),
    // Documents need it and a start does not.
    get fallback() {
      return info.otherwise ?? fallbackOf(field);
    },
  };
});

/** The key at this place of a file; the heading `policy` may be left out, or stand above any key. */
export function keyAt(path: readonly string[]): ConfigKey | undefined {
  const wanted = inner(path).join("\n");
  return configKeys.find((key) => inner(key.path).join("\n") === wanted);
}

/** Whether keys stand under this heading. */
export function isHeading(path: readonly string[]): boolean {
  const wanted = inner(path);
  return configKeys.some((key) =>
    inner(key.path).length > wanted.length && wanted.every((word, at) => inner(key.path)[at] === word)
  );
}

/** All places of keys as they may be written, dots between headings. */
export function knownPlaces(): readonly string[] {
  return configKeys.flatMap(({ path }) => [path.join("."), inner(path).join(".")]);
}

function inner(path: readonly string[]): readonly string[] {
  return path[0] === "policy" ? path.slice(1) : path;
}

function fallbackOf(field: z.ZodType): string {
  const { success, data } = field.safeParse(undefined);
  if (!success) return "required";
  return data === undefined ? "none" : String(data);
}
