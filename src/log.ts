import { Buffer } from "node:buffer";
import process from "node:process";
import {
  configure,
  getLogger,
  type LogLevel as Severity,
  type LogRecord,
  reset,
  type Sink,
} from "./deps/logtape.ts";
import { messageOf, UserError } from "./errors.ts";
import { fileSystem, openInFolder } from "./file_system.ts";

/** Names of the levels in the configuration, from most to least. */
export const LOG_LEVELS = ["DEBUG", "INFO", "WARNING", "ERROR"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export type LogFields = Readonly<Record<string, unknown>>;

/** Writes a line to the log that `startLog` opened; without one the line is dropped. */
export const log = {
  debug: (message: string, fields?: LogFields): void => emit("debug", message, fields),
  info: (message: string, fields?: LogFields): void => emit("info", message, fields),
  warn: (message: string, fields?: LogFields): void => emit("warning", message, fields),
  error: (message: string, fields?: LogFields): void => emit("error", message, fields),
} as const;

/**
 * Opens the log until it is disposed: on standard error, or appended to `file`, which is made for its owner alone.
 * Throws UserError when the file cannot be opened.
 */
export async function startLog(
  { level, file }: { readonly level: LogLevel; readonly file?: string | undefined },
): Promise<AsyncDisposable> {
  const write = file === undefined ? stderrSink() : fileSink(file);
  const hasStacks = level === "DEBUG";
  const sink: Sink = Object.assign(
    (record: LogRecord) => write(formatRecord(record, hasStacks) + "\n"),
    { [Symbol.dispose]: () => write[Symbol.dispose]() },
  );
  await configure({
    reset: true,
    sinks: { sink },
    loggers: [
      { category: CATEGORY, lowestLevel: severities[level], sinks: ["sink"] },
      // Otherwise LogTape greets on standard output, which belongs to the protocol.
      { category: ["logtape", "meta"], lowestLevel: "warning", sinks: ["sink"] },
    ],
  });
  return { [Symbol.asyncDispose]: reset };
}

/** Keeps a value out of every later log line and `redact`; a value under 4 characters would blacken ordinary words. */
export function registerSecret(value: string): void {
  if (value.length < 4) return;
  secrets.add(value);
  secretPattern = undefined;
}

/** The text with every registered secret, plain or encoded, replaced by `[secret]`. */
export function redact(text: string): string {
  if (secrets.size === 0) return text;
  // A start that has nothing to redact does not pay for it.
  secretPattern ??= patternOfAll([...secrets].flatMap(formsOf));
  return text.replace(secretPattern, MARK);
}

function patternOfAll(forms: readonly string[]): RegExp {
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  // The mark itself comes first, so that a second pass changes nothing, whatever the secret.
  return new RegExp([escapeRegExp(MARK), ...longestFirst.map(patternOf)].join("|"), "gu");
}

/** A short secret may be part of an ordinary word (`pass` of `passbolt`): it counts only where it stands alone. */
function patternOf(form: string): string {
  const literal = escapeRegExp(form);
  return form.length < SHORT_LENGTH ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
}

const SHORT_LENGTH = 8;
const MAX_FIELD = 8000;
const CATEGORY = "esxi-mcp-server";
const MARK = "[secret]";
const severities = { DEBUG: "debug", INFO: "info", WARNING: "warning", ERROR: "error" } as const;
const labels: Readonly<Record<Severity, string>> = {
  trace: "DEBUG",
  debug: "DEBUG",
  info: "INFO",
  warning: "WARNING",
  error: "ERROR",
  fatal: "ERROR",
};
const secrets = new Set<string>();
let secretPattern: RegExp | undefined;

type Writer = ((line: string) => void) & Disposable;

function stderrSink(): Writer {
  const write = (line: string) => void process.stderr.write(line);
  return Object.assign(write, { [Symbol.dispose]: () => {} });
}

function fileSink(file: string): Writer {
  const { closeSync, writeSync } = fileSystem();
  const descriptor = openLogFile(file);
  const write = (line: string) => void writeSync(descriptor, line);
  return Object.assign(write, { [Symbol.dispose]: () => closeSync(descriptor) });
}

function openLogFile(file: string): number {
  try {
    return openInFolder(file, "a");
  } catch (error) {
    throw new UserError(
      "invalid",
      `Cannot open log file "${file}": ${messageOf(error)}; name a file in log_file that this user may write`,
      { cause: error },
    );
  }
}

function emit(level: Severity, message: string, fields: LogFields = {}): void {
  // Not through `logger.info`, which would fill `{braces}` of a message from the fields.
  getLogger(CATEGORY).emit({
    level,
    message: [message],
    rawMessage: message,
    timestamp: Date.now(),
    properties: { ...fields },
  });
}

function formatRecord(record: LogRecord, hasStacks: boolean): string {
  const message = record.message.map((part) => typeof part === "string" ? part : textOf(part, hasStacks))
    .join("");
  const fields = Object.entries(record.properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${visible(key)}=${quote(cut(redact(textOf(value, hasStacks))))}`);
  const time = new Date(record.timestamp).toISOString();
  // Once more on the whole line: a secret may stand in a key, or only show once its quotes are escaped.
  return redact(`${time} ${labels[record.level]} ${visible(redact(message))}${fields.join("")}`);
}

/** A caller's text may be megabytes long; cut after redaction, so that no half of a secret is left. */
function cut(text: string): string {
  return text.length <= MAX_FIELD ? text : `${text.slice(0, MAX_FIELD)}... (${text.length} characters)`;
}

function textOf(value: unknown, hasStacks: boolean): string {
  if (typeof value === "string") return value;
  if (value instanceof Error) return errorText(value, hasStacks);
  if (value instanceof Date || value instanceof URL) return value.toJSON();
  if (typeof value !== "object") return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function errorText(error: Error, hasStacks: boolean): string {
  const text = hasStacks ? error.stack ?? error.message : error.message;
  return error.cause === undefined ? text : `${text}; caused by ${textOf(error.cause, hasStacks)}`;
}

function quote(text: string): string {
  return visible(/^[^\s"=\\]+$/.test(text) ? text : JSON.stringify(text));
}

/** Control, format and line-breaking characters as escapes, so that a stranger's text cannot forge a line or hide in one. */
function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const xmlAttribute = xml.replaceAll('"', "&quot;");
  const xmlApostrophe = xmlAttribute.replaceAll("'", "&apos;");
  const percent = encodeURIComponent(secret.toWellFormed());
  const form = new URLSearchParams([["", secret]]).toString().slice(1);
  return [
    secret,
    json,
    visible(secret),
    xml,
    xmlAttribute,
    xmlApostrophe,
    percent,
    form,
    ...base64Forms(secret),
  ];
}

/** What base64 shows of the secret wherever it starts in the encoded bytes, such as after `user:`. */
function base64Forms(secret: string): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    // The first and last characters also carry bits of the neighbours.
    const form = bytes.toString("base64url").slice(
      Math.ceil(offset * 4 / 3),
      Math.floor(bytes.length * 4 / 3),
    );
    return form.length < 8 ? [] : [form, form.replaceAll("-", "+").replaceAll("_", "/")];
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
