/**
 * The SOAP endpoint that `host`, `host:port`, `[v6]:port` or a full URL names; HTTPS unless `http://` is written out.
 * Undefined when the text is none of these.
 */
export function parseEndpoint(text: string): URL | undefined {
  const written = text.trim();
  const hasScheme = /^https?:\/\//i.test(written);
  const url = parseUrl(hasScheme ? written : `https://${written}`);
  if (url === undefined || !/^[\w.:[\]-]+$/.test(url.host)) return undefined;
  // A password in a URL would end up in logs and errors.
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "") return undefined;
  if (!hasScheme && url.pathname !== "/") return undefined;
  if (url.pathname === "/") url.pathname = "/sdk";
  return url;
}

function parseUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
