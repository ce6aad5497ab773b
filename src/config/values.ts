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
export const list = z.string().transform((written, context) => {
  const texts = z.array(text).safeParse(
    written.trimStart().startsWith("[") ? parsed(written) : split(written),
  );
  if (texts.success) return texts.data;
  context.addIssue("is no list of words; write one to a line behind a dash, or all with commas in between");
  return z.NEVER;
});

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(
  words: Words,
): z.ZodType<Words[number], string> {
  const message = `is none of ${words.join(", ")}; write one of them`;
  return z.string().trim().toLowerCase().pipe(z.enum(words, { error: message }));
}

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): z.ZodType<number, string> {
  const message = `is no whole number from ${min} to ${max}; write one`;
  return z.string().trim().regex(/^\d{1,9}$/, message).transform(Number)
    .refine((number) => number >= min && number <= max, message);
}

/** The address of vSphere as the URL of its SOAP endpoint. */
export const endpoint = z.string().transform((written, context) => {
  const url = parseEndpoint(written);
  if (url !== undefined) return url;
  context.addIssue(
    "is no address; write host, host:port, [IPv6]:port or https://host/sdk, without user name or password",
  );
  return z.NEVER;
});

/** The hash of a certificate as lower-case hexadecimal digits. */
export const thumbprint = z.string().transform((written) => written.replace(/[\s:]/g, "").toLowerCase())
  .refine(
    (digits) => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(digits),
    "is no certificate thumbprint; write the 64 hexadecimal digits of its SHA-256 (or the 40 of its SHA-1), colons optional",
  );

/** An address to listen on. */
export const host = z.string().trim().regex(
  /^(\[[0-9a-f:.%]+\]|[\w.:%-]+)$/i,
  "is no address to listen on; write an IP address such as 127.0.0.1 or a host name, without a port",
).transform((written) => written.replace(/^\[|\]$/g, ""));

/** How much to log. */
export const logLevel = z.string().trim().toUpperCase()
  .transform((name) => name === "WARN" ? "WARNING" : name)
  .pipe(z.enum(LOG_LEVELS, { error: `is no log level; write one of ${LOG_LEVELS.join(", ")}` }));

/** JSON as what it says; `undefined` for anything else. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function split(written: string): readonly string[] {
  return written.split(",").map((word) => word.trim()).filter((word) => word !== "");
}
