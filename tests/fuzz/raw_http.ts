/** What came back on a connection. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Reads long enough for the slowest call that the tests make. */
const PATIENCE_MS = 10_000;

/** One connection that is kept as long as the server keeps it. */
export class RawConnection implements Disposable {
  readonly #port: number;
  #connection: Deno.TcpConn | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  /**
   * Sends bytes and reads the answer; undefined when the server closes instead. With `isLast` nothing more will come,
   * which ends a request that has promised more than it has. Throws when neither comes.
   */
  async send(
    bytes: Uint8Array,
    { isLast, isHead }: { readonly isLast: boolean; readonly isHead: boolean },
  ): Promise<RawAnswer | undefined> {
    const connection = this.#connection ??= await Deno.connect({ hostname: "127.0.0.1", port: this.#port });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("neither an answer nor an end")), PATIENCE_MS);
    });
    try {
      // A server that has refused reads no further: its answer is read while the rest is written.
      const written = writeAll(connection, bytes).then(() => isLast ? connection.closeWrite() : undefined)
        .catch(() => {});
      const answer = await Promise.race([read(connection, isHead), tooLate]);
      if (isLast || answer === undefined || !answer.isKept) this.#end();
      await Promise.race([written, tooLate]);
      return answer;
    } finally {
      clearTimeout(timer);
    }
  }

  #end(): void {
    try {
      this.#connection?.close();
    } catch {
      // The server was quicker.
    }
    this.#connection = undefined;
  }

  [Symbol.dispose](): void {
    this.#end();
  }
}

async function writeAll(connection: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await connection.write(bytes.subarray(sent));
}

async function read(
  connection: Deno.TcpConn,
  isHead: boolean,
): Promise<RawAnswer & { readonly isKept: boolean } | undefined> {
  let text = "";
  const chunk = new Uint8Array(65_536);
  while (true) {
    const count = await connection.read(chunk).catch(() => null);
    text += new TextDecoder("latin1").decode(chunk.subarray(0, count ?? 0));
    const [head = "", ...rest] = text.split("\r\n\r\n");
    const body = rest.join("\r\n\r\n");
    const isOver = count === null;
    if (isOver && text === "") return undefined;
    const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1]);
    const isWhole = rest.length > 0 && (isHead || status === 204 || status === 304 || isComplete(head, body));
    if (!isOver && !isWhole) continue;
    if (status === 100 && body !== "") return { status: 100, text, isKept: false };
    return { status, text, isKept: !isOver && !/\r\nconnection: close/i.test(head) };
  }
}

function isComplete(head: string, body: string): boolean {
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) return body.length >= Number(length);
  return /\r\ntransfer-encoding: chunked/i.test(head) && body.endsWith("0\r\n\r\n");
}
