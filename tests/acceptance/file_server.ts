import { fileURLToPath } from "node:url";

/** Serves the modules below a folder over loopback HTTP, at a path such as `/owner/name/v1/` or at the root. */
export function serveFolder(
  folder: URL,
  path = "/",
): AsyncDisposable & { readonly url: string; readonly served: () => readonly string[] } {
  const served: string[] = [];
  const options = { hostname: "127.0.0.1", port: 0, onListen: () => {} };
  const server = Deno.serve(options, async (request) => {
    const { pathname } = new URL(request.url);
    const isBelow = pathname.startsWith(path);
    const type = isBelow ? TYPES[/\.\w+$/.exec(pathname)?.[0] ?? ""] : undefined;
    // URLs have no `..` left in them, so nothing outside the folder can be named.
    const name = `./${pathname.slice(path.length)}`;
    const text = type === undefined ? undefined : await readText(new URL(name, folder));
    if (text === undefined || type === undefined) return new Response("not found", { status: 404 });
    served.push(pathname);
    return new Response(text, { headers: { "content-type": type } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}${path}`,
    served: () => served,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  ".ts": "application/typescript",
  ".js": "text/javascript",
  ".json": "application/json",
};

async function readText(file: URL): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(fileURLToPath(file));
  } catch {
    return undefined;
  }
}
