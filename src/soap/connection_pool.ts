import type { Socket } from "node:net";
import { untilAborted } from "./deadline.ts";

/** How a pool opens a connection that it does not have. */
export interface PoolRequest {
  /** Connections of one key are interchangeable. */
  readonly key: string;
  readonly connect: () => Promise<Socket>;
  readonly signal: AbortSignal;
}

interface IdleSocket {
  readonly socket: Socket;
  readonly sinceMs: number;
  readonly drop: () => void;
}

/**
 * Lends connections, one request at a time each.
 * Not an `http.Agent`: Deno's sends a request a second time when a reused connection closes unanswered.
 */
export class ConnectionPool implements Disposable {
  readonly #max: number;
  readonly #idleTimeoutMs: number;
  readonly #idle = new Map<string, IdleSocket[]>();
  readonly #lent = new Set<Socket>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #isClosed = false;

  constructor(options: { readonly maxConnections: number; readonly idleTimeoutMs: number }) {
    this.#max = options.maxConnections;
    this.#idleTimeoutMs = options.idleTimeoutMs;
  }

  /** Lends a connection; it comes back by itself when its exchange ends or it closes. */
  async take(request: PoolRequest): Promise<Socket> {
    await this.#enter(request.signal);
    try {
      if (this.#isClosed) throw new Error("The connections are closed");
      const socket = this.#takeIdle(request.key) ?? await request.connect();
      this.#lend(request.key, socket);
      return socket;
    } catch (error) {
      this.#leave();
      throw error;
    }
  }

  /** Closes the idle and the lent connections. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    for (const { socket } of [...this.#idle.values()].flat()) socket.destroy();
    for (const socket of this.#lent) socket.destroy();
    this.#idle.clear();
  }

  async #enter(signal: AbortSignal): Promise<void> {
    if (this.#busy < this.#max) {
      this.#busy++;
      return;
    }
    const turn = Promise.withResolvers<void>();
    this.#waiting.push(turn.resolve);
    try {
      await untilAborted(turn.promise, signal);
    } catch (error) {
      const place = this.#waiting.indexOf(turn.resolve);
      if (place >= 0) this.#waiting.splice(place, 1);
      else this.#leave();
      throw error;
    }
  }

  /** Hands the place to whoever waits longest, so that `#busy` stays. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy--;
    else next();
  }

  #takeIdle(key: string): Socket | undefined {
    const sockets = this.#idle.get(key) ?? [];
    for (let idle = sockets.pop(); idle !== undefined; idle = sockets.pop()) {
      for (const event of ENDINGS) idle.socket.off(event, idle.drop);
      if (!idle.socket.destroyed && Date.now() - idle.sinceMs < this.#idleTimeoutMs) return idle.socket;
      idle.socket.destroy();
    }
    return undefined;
  }

  #lend(key: string, socket: Socket): void {
    this.#lent.add(socket);
    const giveBack = () => {
      socket.off("free", giveBack);
      socket.off("close", giveBack);
      this.#lent.delete(socket);
      if (this.#isClosed) socket.destroy();
      if (!socket.destroyed) this.#keep(key, socket);
      this.#leave();
    };
    // node:http emits "free" on the socket once request and answer are complete and both sides keep it alive.
    socket.on("free", giveBack);
    socket.on("close", giveBack);
  }

  #keep(key: string, socket: Socket): void {
    const sockets = this.#idle.get(key) ?? [];
    const drop = () => {
      socket.destroy();
      const place = sockets.findIndex((idle) => idle.socket === socket);
      if (place >= 0) sockets.splice(place, 1);
    };
    // An idle connection has nothing to say: bytes would be taken for the answer to the next request.
    for (const event of ENDINGS) socket.once(event, drop);
    sockets.push({ socket, sinceMs: Date.now(), drop });
    this.#idle.set(key, sockets);
  }
}

const ENDINGS = ["data", "end", "close", "error"] as const;
