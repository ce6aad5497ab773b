import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "npm:jose@6.2.18";
import { serveHttp } from "./raw_server.ts";

export const AUDIENCE = "https://mcp.example.com/message";

/** What a token says of itself beside its claims. */
export interface Signing {
  readonly kid?: string;
  readonly expiresIn?: string;
}

/** An authorization server on this machine that signs whatever it is told. */
export interface TokenIssuer extends AsyncDisposable {
  readonly url: string;
  /** All requests so far. */
  readonly requests: () => number;
  /** Those for its keys. */
  readonly keyRequests: () => number;
  /** Signs claims beside good ones, which they replace. */
  readonly sign: (claims?: JWTPayload, signing?: Signing) => Promise<string>;
  /** The public key as its metadata has it. */
  readonly publicKey: () => unknown;
  /** From now on there is another key, and the old one is gone. */
  readonly rotate: (kid: string) => Promise<void>;
  /** Replaces the answers: none of them is good any more. */
  readonly breakDown: (status: number | undefined) => void;
}

/** Starts one; `path` is part of its name, `claims` replaces parts of its metadata. */
export async function startIssuer(
  { path = "", kind = "oauth-authorization-server", metadata = {} }: {
    readonly path?: string;
    readonly kind?: "oauth-authorization-server" | "openid-configuration" | "appended";
    readonly metadata?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<TokenIssuer> {
  let key = await newKey("first");
  let broken: number | undefined;
  let requests = 0;
  let keyRequests = 0;
  const place = kind === "appended"
    ? `${path}/.well-known/openid-configuration`
    : `/.well-known/${kind}${path}`;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    requests++;
    if (request.url === "/keys") keyRequests++;
    if (broken !== undefined) return void response.writeHead(broken).end("{}");
    const body = request.url === "/keys"
      ? { keys: [key.publicJwk] }
      : request.url === place
      ? { issuer: url, jwks_uri: `${server.url}keys`, ...metadata }
      : undefined;
    response.writeHead(body === undefined ? 404 : 200, { connection: "close" }).end(JSON.stringify(body));
  };
  const server = await serveHttp(answer);
  const url = server.url.replace(/\/$/, "") + path;
  return {
    url,
    requests: () => requests,
    keyRequests: () => keyRequests,
    publicKey: () => key.publicJwk,
    sign: (claims = {}, { kid = key.kid, expiresIn = "5m" } = {}) =>
      new SignJWT({ iss: url, aud: AUDIENCE, sub: "alice", role: "operate", ...claims })
        .setProtectedHeader({ alg: "ES256", kid })
        .setIssuedAt()
        .setExpirationTime(expiresIn)
        .sign(key.privateKey),
    rotate: async (kid) => {
      key = await newKey(kid);
    },
    breakDown: (status) => void (broken = status),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

async function newKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  return { kid, privateKey, publicJwk: { ...await exportJWK(publicKey), kid, alg: "ES256", use: "sig" } };
}
