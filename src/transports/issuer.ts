import { createRemoteJWKSet, customFetch } from "../deps/jose.ts";
import * as z from "../deps/zod.ts";
import { messageOf, UserError } from "../errors.ts";
import { log } from "../log.ts";
import { isLoopback } from "../loopback.ts";

/** Patience with the authorization server, and mercy on it. */
export interface IssuerLimits {
  readonly timeoutMs?: number | undefined;
  /** Between two looks for keys that tokens name and nobody knows. */
  readonly cooldownMs?: number | undefined;
  /** Between two tries while nothing is known. */
  readonly retryMs?: number | undefined;
  /** After which known keys are read again. */
  readonly maxAgeMs?: number | undefined;
}

type KeySet = ReturnType<typeof createRemoteJWKSet>;

const KeySetDocument = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })) });
const Metadata = z.looseObject({ issuer: z.string(), jwks_uri: z.string() });

const TIMEOUT_MS = 5000;
const COOLDOWN_MS = 30_000;
const RETRY_MS = 5000;
const MAX_AGE_MS = 600_000;

/** An authorization server: where its keys are, and the keys. */
export class Issuer {
  readonly #url: string;
  readonly #limits: IssuerLimits;
  #keys: Promise<KeySet> | undefined;
  #failedAt = -Infinity;
  /** The last answer with keys: they stay good while the server is out of reach. */
  #lastKeys: string | undefined;
  #isDown = false;

  constructor(url: string, limits: IssuerLimits = {}) {
    this.#url = url;
    this.#limits = limits;
  }

  /** Whether the keys could not be read when they were asked for last. */
  get isDown(): boolean {
    return this.#isDown;
  }

  /** The keys; throws when nobody knows where they are. */
  async keys(): Promise<KeySet> {
    if (this.#keys === undefined) this.#refuseWhileResting();
    this.#keys ??= this.#discover();
    try {
      return await this.#keys;
    } catch (error) {
      this.#keys = undefined;
      this.#fail("cannot find the token issuer", error);
      throw error;
    }
  }

  async #discover(): Promise<KeySet> {
    const uri = safeUrl((await this.#metadata()).jwks_uri);
    return createRemoteJWKSet(uri, {
      timeoutDuration: this.#limits.timeoutMs ?? TIMEOUT_MS,
      cooldownDuration: this.#limits.cooldownMs ?? COOLDOWN_MS,
      cacheMaxAge: this.#limits.maxAgeMs ?? MAX_AGE_MS,
      [customFetch]: (url, options) => this.#fetchKeys(url, options),
    });
  }

  async #metadata(): Promise<z.output<typeof Metadata>> {
    const problems: string[] = [];
    for (const url of metadataUrls(this.#url)) {
      try {
        const signal = AbortSignal.timeout(this.#limits.timeoutMs ?? TIMEOUT_MS);
        // Elsewhere than the operator wrote, anybody might answer.
        const response = await fetch(url, {
          signal,
          redirect: "error",
          headers: { accept: "application/json" },
        });
        if (!response.ok) {
          await response.body?.cancel();
          throw new Error(`status ${response.status}`);
        }
        const metadata = Metadata.parse(await response.json());
        // RFC 8414, 3.3: otherwise one issuer could pass for another.
        if (metadata.issuer === this.#url) return metadata;
        throw new Error(`it is the metadata of "${metadata.issuer}"`);
      } catch (error) {
        problems.push(`${url}: ${messageOf(error)}`);
      }
    }
    throw new Error(problems.join("; "));
  }

  async #fetchKeys(url: string, options: RequestInit): Promise<Response> {
    if (this.#lastKeys === undefined) this.#refuseWhileResting();
    try {
      const response = await fetch(url, options);
      const text = await response.text();
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      KeySetDocument.parse(JSON.parse(text));
      this.#lastKeys = text;
      this.#isDown = false;
      return new Response(text);
    } catch (error) {
      this.#fail("cannot read the keys of the token issuer", error);
      if (this.#lastKeys === undefined) throw error;
      return new Response(this.#lastKeys);
    }
  }

  #fail(what: string, error: unknown): void {
    this.#isDown = true;
    this.#failedAt = performance.now();
    log.warn(what, { issuer: this.#url, error });
  }

  /** Whoever sends us tokens must not be able to make us send as many requests. */
  #refuseWhileResting(): void {
    if (performance.now() - this.#failedAt >= (this.#limits.retryMs ?? RETRY_MS)) return;
    throw new Error("the last try has failed a moment ago");
  }
}

/** Where the metadata may be: RFC 8414 puts the path of the issuer behind, OpenID Connect before its own. */
function metadataUrls(issuer: string): readonly URL[] {
  const { origin, pathname } = safeUrl(issuer);
  const path = pathname.replace(/\/$/, "");
  const places = [
    `/.well-known/oauth-authorization-server${path}`,
    `/.well-known/openid-configuration${path}`,
    `${path}/.well-known/openid-configuration`,
  ];
  return [...new Set(places)].map((place) => new URL(place, origin));
}

function safeUrl(text: string): URL {
  const url = URL.parse(text);
  if (
    url?.protocol === "https:" ||
    (url?.protocol === "http:" && isLoopback(url.hostname.replace(/^\[|\]$/g, "")))
  ) {
    return url;
  }
  throw new UserError("invalid", `Cannot use "${text}" for tokens: it is no https:// address; name one`);
}
