/** A request this large holds no tool call; files have their own ways. */
export const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** The body as text, or `undefined` when it is larger than {@linkcode MAX_BODY_BYTES}; never holds more than that. */
export async function readBody(request: Request): Promise<string | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BODY_BYTES) return undefined;
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
