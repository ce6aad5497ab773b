/** Sends recorded requests again, each when the one before is answered, and says how long the timed part took. */
import * as z from "../src/deps/zod.ts";
import { RawSoap } from "./raw_soap.ts";

const recording = z.object({
  url: z.string(),
  /** So many of the requests come before what is timed: the login and what belongs to it. */
  untimed: z.number(),
  exchanges: z.array(
    z.object({ request: z.string(), action: z.string(), answer: z.string(), length: z.number() }),
  ),
});

/** What servers make up anew in each session, by the element that it stands in. */
const MADE_UP = /<(returnval|token|version)(?: [^>]*)?>([^<>]+)<\/\1>/g;
/** These stand before the objects in every answer: nothing behind them is looked at. */
const HEAD = 3000;

const { url, untimed, exchanges } = recording.parse(JSON.parse(await Deno.readTextFile(Deno.args[0] ?? "")));
const soap = new RawSoap(url);
const now = new Map<string, string>();
let start = performance.now();
for (const [index, { request, action, answer, length }] of exchanges.entries()) {
  if (index === untimed) start = performance.now();
  const live = await soap.post(brought(request), action);
  // An answer that lacks half of the machines would flatter whoever reads it.
  if (Math.abs(live.length - length) > length / 20 + 100) {
    throw new Error(`An answer has ${live.length} characters, not ${length}: ${request}`);
  }
  const values = valuesOf(live);
  for (const [i, { kind, value }] of valuesOf(answer).entries()) {
    now.set(`${kind} ${value}`, values[i]?.value ?? value);
  }
}
const ms = performance.now() - start;
Deno.stdout.writeSync(new TextEncoder().encode(`${ms}\n`));
// Its session has to end, or the far side would go on working for its collectors.
const [logout] = exchanges.flatMap(({ request, action }) =>
  /<Login /.test(request) ? [{ body: request.replace(/<Login .*<\/Login>/s, toLogout), action }] : []
);
if (logout !== undefined) await soap.post(logout.body, logout.action);
Deno.exit();

function toLogout(login: string): string {
  const [self = ""] = /<_this.*?<\/_this>/.exec(login) ?? [];
  return `<Logout xmlns="urn:vim25">${self}</Logout>`;
}

function valuesOf(answer: string): readonly { readonly kind: string; readonly value: string }[] {
  return [...answer.slice(0, HEAD).matchAll(MADE_UP)].map(([, kind = "", value = ""]) => ({ kind, value }));
}

/** The request with what the server says now in place of what it said then. */
function brought(request: string): string {
  return request.replace(/<(\w+)((?: [^>]*)?)>([^<>]+)</g, (whole, name, attributes, value) => {
    const kind = name === "token" || name === "version" ? name : "returnval";
    const live = now.get(`${kind} ${value}`);
    return live === undefined ? whole : `<${name}${attributes}>${live}<`;
  });
}
