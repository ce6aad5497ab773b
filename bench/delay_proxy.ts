import { connect, createServer, type Socket } from "node:net";
import { listenOnLoopback } from "./loopback.ts";

/** A far side that is further away; disposal ends it. */
export interface DelayProxy extends AsyncDisposable {
  /** Host and port. */
  readonly host: string;
}

/** Everything that is sent to the far side arrives so much later, with TLS or without; answers are not held up. */
export async function delayRequests(farSide: string, delayMs: number): Promise<DelayProxy> {
  const remoteSide = new URL(farSide);
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    keep(client);
    const remote = keep(connect(Number(remoteSide.port), remoteSide.hostname));
    const later = (run: () => void) => setTimeout(() => remote.destroyed || run(), delayMs);
    client.on("data", (bytes) => later(() => remote.write(bytes)));
    client.on("end", () => later(() => remote.end()));
    client.on("close", () => later(() => remote.destroy()));
    remote.on("data", (bytes) => void (client.destroyed || client.write(bytes)));
    remote.on("close", () => client.end());
  });
  const port = await listenOnLoopback(server);
  return {
    host: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
