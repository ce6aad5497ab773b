import { connect as connectTcp, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Where to send bytes. */
export interface RawPlace {
  readonly port: number;
  readonly isTls?: boolean;
}

/** Sends what `fetch` would never send, and gives all that comes back until the server closes. */
export async function exchangeRaw(place: RawPlace, ...pieces: readonly string[]): Promise<string> {
  const socket = await openRaw(place);
  for (const piece of pieces) socket.write(piece);
  return await readAll(socket);
}

/** A connection that the caller writes to and destroys. */
export async function openRaw({ port, isTls = false }: RawPlace): Promise<Socket> {
  const where = { host: "127.0.0.1", port };
  const socket = isTls ? connectTls({ ...where, rejectUnauthorized: false }) : connectTcp(where);
  await new Promise((resolve, reject) => {
    socket.once(isTls ? "secureConnect" : "connect", resolve).once("error", reject);
  });
  // A server that has said its last word may reset what is still under way.
  socket.on("error", () => {});
  return socket;
}

/** All that comes until the server closes. */
export function readAll(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (piece) => text += piece);
  return new Promise((resolve) => socket.once("close", () => resolve(text)));
}

/** The text of a GET request with these header lines, after which the connection is closed. */
export function getText(path: string, ...headers: readonly string[]): string {
  return [`GET ${path} HTTP/1.1`, "host: localhost", "connection: close", ...headers, "", ""].join("\r\n");
}

/** Status, headers and body of an answer. */
export function parseAnswer(text: string): { status: number; headers: Headers; body: string } {
  const [head = "", body = ""] = text.split(/\r\n\r\n([\s\S]*)/);
  const [first = "", ...lines] = head.split("\r\n");
  const headers = new Headers(lines.map((line) => {
    const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    return [name, value];
  }));
  return { status: Number(first.split(" ")[1]), headers, body };
}
