import { createServer as createHttps } from "node:https";
import type { RequestListener } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import type { Certificate } from "./certificates.ts";

/** A server on a free loopback port; disposing it closes its connections too. */
export interface Listening extends AsyncDisposable {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: () => number;
}

/** Starts any of Node's servers on 127.0.0.1. */
export async function listen(server: Server): Promise<Listening> {
  const sockets: Socket[] = [];
  server.on("connection", (socket: Socket) => {
    socket.on("error", () => {});
    sockets.push(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server.address());
  return {
    port,
    connections: () => sockets.length,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** An HTTPS server that counts the requests it has seen, and answers "hello" unless told otherwise. */
export async function serveTls(
  certificate: Certificate,
  answer: RequestListener = (_request, response) => response.end("hello"),
): Promise<Listening & { readonly requests: () => number }> {
  let requests = 0;
  const server = createHttps({ key: certificate.keyPem, cert: certificate.certPem }, (request, response) => {
    requests++;
    answer(request, response);
  });
  server.on("tlsClientError", () => {});
  return { ...await listen(server), requests: () => requests };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}
