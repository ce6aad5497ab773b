import { Buffer } from "node:buffer";
import { createServer } from "node:http";
import { listen, type Listening } from "./tls_server.ts";
import type { Vcsim } from "./vcsim.ts";

/** Stands before a vcsim and changes the text of its answers, for what the simulator cannot be told to say. */
export async function alterAnswers(
  vcsim: Vcsim,
  alter: (answer: string) => string,
): Promise<Listening & { readonly url: string }> {
  const server = await listen(createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { cookie = "", soapaction = "" } = request.headers;
    const answer = await fetch(new URL(request.url ?? "/", vcsim.url), {
      method: request.method ?? "GET",
      headers: { cookie, soapaction: String(soapaction), "content-type": "text/xml" },
      ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }),
    });
    response.writeHead(answer.status, {
      "content-type": "text/xml",
      "set-cookie": answer.headers.getSetCookie(),
    });
    response.end(alter(await answer.text()));
  }));
  return { ...server, url: `http://127.0.0.1:${server.port}/sdk` };
}
