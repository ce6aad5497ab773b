import { type HttpOptions, type HttpServer, serveHttp } from "../../src/transports/http.ts";
import { createStage, type Stage } from "./hand_made_service.ts";

/** A server of the hand-made service on a free port of this machine. */
export type TestServer = HttpServer & AsyncDisposable & { readonly stage: Stage };

/** Starts a server that ends with its scope. */
export async function startHttp(options: Partial<HttpOptions> = {}): Promise<TestServer> {
  const stage = createStage();
  const server = await serveHttp(stage.service, { host: "127.0.0.1", port: 0, ...options });
  return { ...server, stage, [Symbol.asyncDispose]: () => server.close() };
}
