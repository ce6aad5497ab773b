/** A port of 127.0.0.1 that nobody listened on a moment ago, for what takes no 0. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
