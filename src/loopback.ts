/** Whether only this machine reaches the address: `localhost`, `::1` (without brackets) or one of 127.0.0.0/8. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || IN_127.test(host);
}

// By hand: the runtime's own module for addresses costs each start several milliseconds.
const IN_127 = /^127(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$/;

/** Where clients on this machine reach a server that listens on the address. */
export function localAddress(host: string): string {
  return host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
}

/** An address as it stands in a URL: IPv6 in brackets. */
export function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
