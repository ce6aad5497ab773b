import { Buffer } from "node:buffer";
import type { Socket } from "node:net";

/** One request or answer of HTTP whose length is told. */
export interface Message {
  /** Without the empty line at its end. */
  readonly head: string;
  readonly body: Buffer;
  /** All of it. */
  readonly bytes: Buffer;
}

/** Reads messages off a connection, one after the other. */
export class MessageReader {
  #bytes = Buffer.alloc(0);
  #isOver = false;
  #tell: () => void = () => {};

  constructor(socket: Socket) {
    socket.on("data", (piece) => {
      this.#bytes = Buffer.concat([this.#bytes, Buffer.from(piece)]);
      this.#tell();
    });
    const end = () => {
      this.#isOver = true;
      this.#tell();
    };
    socket.on("end", end).on("close", end);
  }

  /** The next one; undefined when the connection has ended. */
  async next(): Promise<Message | undefined> {
    while (true) {
      const message = this.#take();
      if (message !== undefined) return message;
      if (this.#isOver) return undefined;
      await new Promise<void>((resolve) => this.#tell = resolve);
    }
  }

  #take(): Message | undefined {
    const end = this.#bytes.indexOf("\r\n\r\n");
    if (end === -1) return undefined;
    const head = this.#bytes.subarray(0, end).toString();
    const length = end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    if (this.#bytes.length < length) return undefined;
    const bytes = this.#bytes.subarray(0, length);
    this.#bytes = this.#bytes.subarray(length);
    return { head, body: bytes.subarray(end + 4), bytes };
  }
}
