import {
  Agent as HttpAgent,
  type ClientRequest,
  request as httpRequest,
  type RequestOptions,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { TLSSocket } from "node:tls";
import { hostOf } from "./certificate.ts";
import { storesOf, type TlsPolicy } from "./connect.ts";
import { RuntimeRefusal } from "./connection_error.ts";

/**
 * Whether this is Deno 2.4, the only base for executables where Deno's downloads cannot be reached. It shows no
 * certificates, sends nothing on a connection that was opened before the request, and always verifies with TLS.
 */
export const isOldRuntime: boolean = typeof TLSSocket.prototype.getPeerX509Certificate !== "function";

/** A request and what its connection has to be. */
export interface OwnConnection extends RequestOptions {
  readonly tls: TlsPolicy;
  readonly proxy: URL | undefined;
}

/** Begins a request that opens a connection of its own. Throws RuntimeRefusal for what would need more. */
export function requestAlone(url: URL, { tls, proxy, ...request }: OwnConnection): ClientRequest {
  const options = { ...request, host: hostOf(url), ...(url.port === "" ? {} : { port: url.port }) };
  if (proxy !== undefined) throw refusal(url, "goes through no proxy");
  if (url.protocol === "http:") {
    return httpRequest({ ...options, agent: new HttpAgent({ keepAlive: false }) });
  }
  switch (tls.kind) {
    case "verify": {
      const [store] = storesOf(tls);
      return httpsRequest({
        ...options,
        ...store,
        agent: new HttpsAgent({ keepAlive: false }),
      });
    }
    case "pin":
      throw refusal(url, "shows no certificates, so that thumbprint cannot be compared with one");
    case "insecure":
      throw refusal(url, "cannot leave a certificate unverified");
  }
}

function refusal({ host }: URL, state: string): RuntimeRefusal {
  return new RuntimeRefusal(`Cannot reach "${host}": this runtime ${state}; run it on a newer Deno or Node`);
}
