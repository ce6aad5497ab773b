import { Datastore } from "./world/datastore.ts";
import { datacenterOf } from "./world/descent.ts";
import { folderOf, splitPath } from "./world/file_tree.ts";
import { kindOf } from "./methods/browse.ts";
import type { World } from "./world/world.ts";

/** Larger uploads are remembered by their size alone, and read as zeros. */
const MAX_KEPT_BYTES = 64 * 1024 ** 2;

/** Files of a datastore over HTTP: `/folder/<path>?dcPath=<datacenter>&dsName=<datastore>`. */
export async function answerFolder(world: World, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const datastore = datastoreOf(world, url.searchParams);
  const path = decoded(url.pathname.replace(/^\/folder\/?/, ""))?.replace(/\/+$/, "");
  if (path === undefined) return plain(400, "The path is not percent-encoded UTF-8");
  if (datastore === undefined || splitPath(`[x] ${path}`) === undefined) return plain(404, "Not found");
  if (!datastore.isAccessible) return plain(503, "The datastore is not accessible");
  switch (request.method) {
    case "GET":
    case "HEAD":
      return download(datastore, path, request);
    case "PUT":
    case "POST":
      return await upload(world, datastore, { path, request });
    default:
      return plain(405, "Method not allowed");
  }
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function datastoreOf(world: World, query: URLSearchParams): Datastore | undefined {
  const datacenter = query.get("dcPath") ?? "";
  return world.all(Datastore).find((datastore) => {
    if (datastore.name !== query.get("dsName")) return false;
    const home = datacenterOf(datastore);
    if (!world.isVcenter || home === undefined) return true;
    const path = home.lineage.slice(0, -1).map(({ name }) => name).reverse().join("/");
    return datacenter.replace(/^\/+/, "") === path;
  });
}

function download(datastore: Datastore, path: string, request: Request): Response {
  const file = datastore.files.get(path);
  if (file === undefined && path !== "") return plain(404, "Not found");
  if (file === undefined || file.kind === "folder") {
    const rows = datastore.files.list(path).map(([name]) => `<tr><td>${escapeHtml(name)}</td></tr>`);
    const page = `<html><body><h1>Index of ${escapeHtml(path)}</h1><table>${
      rows.join("")
    }</table></body></html>`;
    return new Response(page, { headers: { "content-type": "text/html" } });
  }
  const headers = { "content-type": "application/octet-stream", "content-length": String(file.bytes) };
  if (request.method === "HEAD") return new Response(null, { headers });
  return new Response(file.content ?? zeros(file.bytes), { headers });
}

/** What nobody has uploaded reads as zeros, without keeping them. */
function zeros(bytes: number): ReadableStream<Uint8Array> {
  const piece = new Uint8Array(64 * 1024);
  let left = bytes;
  return new ReadableStream({
    pull(controller) {
      if (left <= 0) return controller.close();
      controller.enqueue(piece.subarray(0, Math.min(left, piece.length)));
      left -= piece.length;
    },
  });
}

async function upload(
  world: World,
  datastore: Datastore,
  { path, request }: { readonly path: string; readonly request: Request },
): Promise<Response> {
  const known = datastore.files.get(path);
  if (path === "" || known?.kind === "folder") return plain(405, "Method not allowed");
  if (!datastore.files.has(folderOf(path))) return plain(404, "The folder does not exist");
  const isTooLarge = (bytes: number) => bytes > datastore.freeBytes;
  if (isTooLarge(Number(request.headers.get("content-length") ?? 0))) {
    return plain(507, "Insufficient storage");
  }
  const { bytes, content } = await receive(request);
  if (isTooLarge(bytes)) return plain(507, "Insufficient storage");
  datastore.files.put(path, {
    kind: kindOf(path),
    bytes,
    modifiedAt: world.clock.now(),
    ...(content !== undefined && { content }),
  });
  world.touch(datastore);
  return plain(known === undefined ? 201 : 200, "");
}

/** Reads a body to its end; the content of a large one is not kept. */
async function receive(
  { body }: Request,
): Promise<{ readonly bytes: number; readonly content: Uint8Array<ArrayBuffer> | undefined }> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes <= MAX_KEPT_BYTES) pieces.push(piece);
    else pieces.length = 0;
  }
  const content = bytes > MAX_KEPT_BYTES ? undefined : new Uint8Array(await new Blob(pieces).arrayBuffer());
  return { bytes, content };
}

function plain(status: number, text: string): Response {
  return new Response(text, { status, headers: { "content-type": "text/plain" } });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
