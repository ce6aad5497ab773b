import * as z from "../deps/zod.ts";
import { LOG_LEVELS } from "../log.ts";
import { parseEndpoint } from "./endpoint.ts";

// Every value arrives as text, whatever the source; a list or a map of a file arrives as JSON.

/** Any text that is not blank. */
export const text: z.ZodString = z.string().trim().min(1, "is blank; write a value or remove it");

/** A key as clients send it: visible ASCII only, since nothing else can be sent in an HTTP header. */
export const apiKey: z.ZodString = z.string().regex(
  /^[\x21-\x7e]+$/,
  "has a character that no HTTP header can carry; use letters, digits and punctuation without spaces",
);

/** A switch. */
export const yesOrNo: z.ZodCodec<z.ZodString, z.ZodBoolean> = z.stringbool({
  truthy: ["1", "true", "yes", "on"],
  falsy: ["0", "false", "no", "off"],
  error: "is neither yes nor no; write true or false",
});

/** Several texts: a list in a file, else with commas or as a JSON list. */
export const list: Value<string[]> = value(
  (written) =>
    z.array(text).safeParse(written.trimStart().startsWith("[") ? parsed(written) : split(written)).data,
  "is no list of words; write one to a line behind a dash, or all with commas in between",
);

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words): Value<Words[number]> {
  return value(
    (written) => words.find((word) => word === written.trim().toLowerCase()),
    `is none of ${words.join(", ")}; write one of them`,
  );
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): Value<number> {
  return value((written) => {
    const number = /^\s*\d{1,9}\s*$/.test(written) ? Number(written) : Number.NaN;
    return number >= min && number <= max ? number : undefined;
  }, `is no whole number from ${min} to ${max}; write one`);
}

/** The address of vSphere as the URL of its SOAP endpoint. */
export const endpoint: Value<URL> = value(
  parseEndpoint,
  "is no address; write host, host:port, [IPv6]:port or https://host/sdk, without user name or password",
);

/** The hash of a certificate as lower-case hexadecimal digits. */
export const thumbprint: Value<string> = value(
  (written) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.exec(written.replace(/[\s:]/g, "").toLowerCase())?.[0],
  "is no certificate thumbprint; write the 64 hexadecimal digits of its SHA-256 (or the 40 of its SHA-1), colons optional",
);

/** An address to listen on. */
export const host: Value<string> = value(
  (written) => /^(\[[0-9a-f:.%]+\]|[\w.:%-]+)$/i.exec(written.trim())?.[0].replace(/^\[|\]$/g, ""),
  "is no address to listen on; write an IP address such as 127.0.0.1 or a host name, without a port",
);

/** How much to log. */
export const logLevel: Value<typeof LOG_LEVELS[number]> = value((written) => {
  const name = written.trim().toUpperCase();
  return LOG_LEVELS.find((level) => level === (name === "WARN" ? "WARNING" : name));
}, `is no log level; write one of ${LOG_LEVELS.join(", ")}`);

/** JSON as what it says; `undefined` for anything else. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

type Value<Type> = z.ZodType<Type, string>;

/** What `read` makes of a text; undefined is the problem. One step, since every start pays for each. */
function value<Type>(read: (written: string) => Type | undefined, problem: string): Value<Type> {
  return z.string().transform((written, context) => {
    const result = read(written);
    if (result !== undefined) return result;
    context.addIssue(problem);
    return z.NEVER;
  });
}

function split(written: string): readonly string[] {
  return written.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
