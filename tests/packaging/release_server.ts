import { createServer } from "node:http";

/** What a release holds: whole files, files that break off after some bytes, and files that are missing. */
export type ReleaseFiles = Readonly<
  Record<string, string | { readonly text: string; readonly sent: number } | undefined>
>;

/** Where a release is served, and which paths it was asked for. */
export interface ReleaseServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly string[];
}

/** Serves these files on loopback, the same for every version, as a release page does. */
export async function serveRelease(files: ReleaseFiles): Promise<ReleaseServer> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(path);
    const found = files[path.slice(path.lastIndexOf("/") + 1)];
    if (found === undefined) {
      response.writeHead(404).end("Not Found");
    } else if (typeof found === "string") {
      response.end(found);
    } else {
      response.writeHead(200, { "content-length": found.text.length });
      response.write(found.text.slice(0, found.sent), () => request.socket.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("Cannot serve a release: no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
