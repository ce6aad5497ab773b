import { X509Certificate } from "node:crypto";
import type { IncomingMessage, RequestOptions } from "node:http";
import process from "node:process";
import type { TLSSocket } from "node:tls";
import { httpListenHost } from "../config/listen.ts";
import type { Config } from "../config/schema.ts";
import { configFileOf } from "../config/sources.ts";
import { messageOf, UserError } from "../errors.ts";
import { fileSystem } from "../file_system.ts";
import { localAddress, urlHost } from "../loopback.ts";
import { connectFailure } from "../soap/connection_error.ts";
import { withLimit } from "../soap/deadline.ts";
import { readConfig } from "./configured.ts";
import { NO_TARGET, withTarget } from "./demo.ts";
import type { ConfigFlags } from "./flags.ts";
import type { Variables } from "./variables.ts";

const PATH = "/healthz";
const LIMIT_MS = 3000;
/** More than the server ever answers there. */
const MAX_ANSWER_BYTES = 1024;

/**
 * Asks the server that runs with this configuration whether it answers, and says so in one line; vSphere is not asked.
 * Throws UserError when it does not answer.
 */
export async function healthCommand(line: ConfigFlags, env: Variables): Promise<void> {
  const { config } = await readConfig(line, hasTarget(line, env) ? env : withTarget(env, NO_TARGET));
  const place = placeOf(config);
  const limit = {
    timeoutMs: LIMIT_MS,
    onTimeout: () =>
      `Cannot reach "${place.url}": it does not answer within ${LIMIT_MS / 1000} s; see its log`,
  };
  const { status, text } = await withLimit(limit, (signal) => ask(place, signal));
  if (status !== 200 || !isHealthy(text)) {
    const state = `status ${status} with something that is no answer of this server`;
    const next = "another program listens there; give this command the server's configuration";
    throw new UserError("unavailable", `Cannot understand "${place.url}": ${state}; ${next}`);
  }
  process.stdout.write(`healthy: ${place.url} answers\n`);
}

/** A demo has no target of its own, and a server that runs has had one that was good enough. */
function hasTarget({ configFile, flags, demo }: ConfigFlags, env: Variables): boolean {
  if (demo !== undefined) return false;
  return Boolean(configFileOf({ configFile, env }) ?? (flags.vcenter_host || env.VCENTER_HOST));
}

/** Where the server listens, as this machine reaches it. */
interface Place {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** What it shows over TLS. */
  readonly certificate: X509Certificate | undefined;
}

function placeOf(config: Config): Place {
  const { transport, http_port: port, http_tls_cert: cert } = config;
  if (transport !== "http") {
    throw unaskable("over stdio it listens nowhere; the client that started it sees whether it runs");
  }
  if (port === 0) throw unaskable("http_port is 0, so that only its log knows the port; set http_port");
  const host = localAddress(httpListenHost(config));
  const url = `${cert === undefined ? "http" : "https"}://${urlHost(host)}:${port}${PATH}`;
  return { url, host, port, certificate: cert === undefined ? undefined : readCertificate(cert) };
}

function unaskable(state: string): UserError {
  return new UserError("invalid", `Cannot ask the server for its health: ${state}`);
}

function readCertificate(file: string): X509Certificate {
  try {
    return new X509Certificate(fileSystem().readFileSync(file, "utf8"));
  } catch (cause) {
    const state = `${messageOf(cause)}; name the PEM file that the server uses`;
    throw new UserError("unavailable", `Cannot read http_tls_cert "${file}": ${state}`, { cause });
  }
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(place: Place, signal: AbortSignal): Promise<Answer> {
  const { request } = place.certificate === undefined
    ? await import("node:http")
    : await import("node:https");
  const { host, port } = place;
  // Its own certificate is known, so it may be for any name, from any issuer. Without `ca` the runtime would look for
  // issuers where it may not.
  const options: RequestOptions = { host, port, path: PATH, headers: { connection: "close" } };
  const outgoing = request({ ...options, rejectUnauthorized: false, ca: [] });
  signal.addEventListener("abort", () => outgoing.destroy());
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on("response", resolve).on("error", reject).end();
    });
    requireCertificate(place, incoming);
    return { status: incoming.statusCode ?? 0, text: await textOf(incoming) };
  } catch (error) {
    throw error instanceof UserError ? error : connectFailure(`"${place.url}"`, error);
  } finally {
    outgoing.destroy();
  }
}

function requireCertificate({ url, certificate }: Place, { socket }: IncomingMessage): void {
  if (certificate === undefined) return;
  const state = "it does not show the certificate in http_tls_cert";
  const next = "if its log refuses that file, mend the file; else another program listens there";
  if (shownBy(socket) !== certificate.fingerprint256) {
    throw new UserError("unavailable", `Cannot trust "${url}": ${state}; ${next}`);
  }
}

/** Of the certificate; undefined where there is none, and where the runtime (Deno 2.4) does not show it. */
function shownBy(socket: object & Partial<Pick<TLSSocket, "getPeerCertificate">>): string | undefined {
  return socket.getPeerCertificate?.()?.fingerprint256;
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of incoming) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > MAX_ANSWER_BYTES) break;
  }
  return text;
}

function isHealthy(text: string): boolean {
  return text === '{"status":"ok"}';
}
