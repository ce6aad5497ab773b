import { createServer, type RequestListener } from "node:http";
import { createServer as createTcp } from "node:net";
import { listen, type Listening } from "./tls_server.ts";

/** An HTTP server and the URL of its root. */
export async function serveHttp(answer: RequestListener): Promise<Listening & { readonly url: string }> {
  const server = await listen(createServer(answer));
  return { ...server, url: `http://127.0.0.1:${server.port}/` };
}

/** A server that sends `answer` for every piece that it receives, and closes when told so. */
export async function serveRaw(
  answer: (delivery: number, piece: string) => { readonly text: string; readonly isLast?: boolean },
): Promise<Listening & { readonly url: string; readonly deliveries: () => number }> {
  let deliveries = 0;
  const server = await listen(createTcp((socket) => {
    let onThis = 0;
    socket.on("data", (piece) => {
      deliveries++;
      const { text, isLast = false } = answer(++onThis, piece.toString());
      if (isLast) socket.end(text);
      else socket.write(text);
    });
  }));
  return { ...server, url: `http://127.0.0.1:${server.port}/`, deliveries: () => deliveries };
}
