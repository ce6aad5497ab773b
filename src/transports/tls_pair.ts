import { createPrivateKey, X509Certificate } from "node:crypto";
import { clearInterval, setInterval } from "node:timers";
import { messageOf, UserError } from "../errors.ts";
import { fileSystem } from "../file_system.ts";
import { log } from "../log.ts";

/** Paths of PEM files: the certificate with its chain, and the key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  /** How often to look whether they changed. */
  readonly everyMs?: number;
}

/** What a TLS server needs of them. */
export interface TlsContext {
  readonly cert: string;
  readonly key: string;
  readonly minVersion: "TLSv1.2";
}

const EVERY_MS = 5000;

/** A certificate with its key that is read again when the files change; one that is broken is not taken. */
export class TlsPair {
  readonly #files: TlsFiles;
  #context: TlsContext;
  /** The problem that was told last, so that a lasting one is told once. */
  #reported: string | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  private constructor(files: TlsFiles) {
    this.#files = files;
    this.#context = read(files);
  }

  /** Reads the pair; throws UserError when it cannot be used. */
  static open(files: TlsFiles): TlsPair {
    try {
      return new TlsPair(files);
    } catch (cause) {
      const text = `Cannot use certificate "${files.cert}" with key "${files.key}": ${messageOf(cause)}`;
      throw new UserError("invalid", `${text}; name a matching pair in http_tls_cert and http_tls_key`, {
        cause,
      });
    }
  }

  get context(): TlsContext {
    return this.#context;
  }

  /** Hands over each new pair until {@linkcode close}. */
  watch(onChange: (context: TlsContext) => void): void {
    // Contents, not times nor events: secrets of Kubernetes are swapped by a link two folders up.
    this.#timer = setInterval(() => this.#look(onChange), this.#files.everyMs ?? EVERY_MS).unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(onChange: (context: TlsContext) => void): void {
    const files = { cert: this.#files.cert, key: this.#files.key };
    try {
      const context = read(this.#files);
      this.#reported = undefined;
      if (context.cert === this.#context.cert && context.key === this.#context.key) return;
      onChange(context);
      this.#context = context;
      log.info("serving a new certificate", files);
    } catch (error) {
      const state = messageOf(error);
      if (state === this.#reported) return;
      this.#reported = state;
      log.error("cannot use the certificate files: still serving the last pair", { ...files, error: state });
    }
  }
}

/** TLS servers take nonsense without complaint and then fail with every client, so the pair is checked here. */
function read(files: TlsFiles): TlsContext {
  const { readFileSync } = fileSystem();
  const cert = readFileSync(files.cert, "utf8");
  const key = readFileSync(files.key, "utf8");
  const certificate = meaningOf(() => new X509Certificate(cert), "the certificate is no PEM certificate");
  const secret = meaningOf(() => createPrivateKey(key), "the key is no PEM key without a password");
  if (!certificate.checkPrivateKey(secret)) throw new Error("the key belongs to another certificate");
  return { cert, key, minVersion: "TLSv1.2" };
}

function meaningOf<T>(parse: () => T, otherwise: string): T {
  try {
    return parse();
  } catch (cause) {
    throw new Error(otherwise, { cause });
  }
}
