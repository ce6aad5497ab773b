import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { FAULTS } from "../../src/vsphere/fault_table.ts";
import { fault, soapEnvelope } from "../support/soap_server.ts";
import { damages } from "../support/xml_documents.ts";
import { hostileText } from "./hostile.ts";

/** An answer on its way. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What somebody in between, or a server that is ill, makes of an answer. */
export interface Mangle {
  /** For the counterexample. */
  readonly what: string;
  readonly apply: (answer: Answer) => Answer;
}

/** All kinds of damage. */
export function mangles(): fc.Arbitrary<Mangle> {
  return fc.oneof(
    { weight: 3, arbitrary: fc.array(damages(), { minLength: 1, maxLength: 3 }).map(damaged) },
    {
      weight: 6,
      arbitrary: fc.tuple(fc.constantFrom(...LEAF_CHANGES), fc.nat(5000), leafTexts).map(leafChange),
    },
    { weight: 3, arbitrary: fc.tuple(fc.nat(5000), fc.constantFrom(...TYPES)).map(otherType) },
    { weight: 2, arbitrary: fc.tuple(fc.nat(5000), fc.constantFrom(...NAMES)).map(otherName) },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...FAULT_NAMES), hostileText(), fc.boolean()).map(faulty),
    },
    { weight: 3, arbitrary: fc.constantFrom(...WHOLE) },
    {
      weight: 1,
      arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => instead("bytes", { body: bytes })),
    },
  );
}

function textual(what: string, change: (text: string) => string): Mangle {
  return { what, apply: (answer) => ({ ...answer, body: Buffer.from(change(answer.body.toString())) }) };
}

function damaged(list: readonly ((text: string) => string)[]): Mangle {
  return textual(`${list.length} damages`, (text) => list.reduce((one, damage) => damage(one), text));
}

const LEAF = /<([\w:]+)((?:\s[^<>]*)?)>([^<]*)<\/\1>/g;
const LEAF_CHANGES = ["remove", "double", "text", "empty", "nest", "move to the front"] as const;
const leafTexts = fc.oneof(
  fc.constantFrom(
    "",
    "-1",
    "0",
    "99999999999999999999999",
    "1e400",
    "NaN",
    "-9223372036854775808",
    "true",
    "maybe",
  ),
  fc.constantFrom(
    "poweredOn",
    "running",
    "success",
    "error",
    "vm-1",
    "group-d1",
    "2026-99-99T00:00:00Z",
    "[",
    "&amp;",
  ),
  hostileText().map((text) => text.replace(/[<&\p{Cc}\p{Cs}]/gu, "_").slice(0, 1000)),
);

function leafChange([kind, nth, text]: readonly [typeof LEAF_CHANGES[number], number, string]): Mangle {
  return textual(
    `${kind} leaf ${nth}`,
    (document) =>
      replaceNth(document, LEAF, nth, (whole, name = "", attributes = "", old = "") => {
        switch (kind) {
          case "remove":
            return "";
          case "double":
            return whole + whole;
          case "text":
            return `<${name}${attributes}>${text}</${name}>`;
          case "empty":
            return `<${name}${attributes}/>`;
          case "nest":
            return `<${name}${attributes}>${whole}</${name}>`;
          default:
            return `<extra>${old}</extra>${whole}`;
        }
      }),
  );
}

const TYPES = [
  "xsd:string",
  "xsd:long",
  "ManagedObjectReference",
  "ArrayOfString",
  "VirtualDisk",
  "nonsense",
  "",
] as const;

function otherType([nth, type]: readonly [number, string]): Mangle {
  return textual(
    `type ${nth} becomes "${type}"`,
    (document) => replaceNth(document, /xsi:type="[^"]*"/g, nth, () => `xsi:type="${type}"`),
  );
}

const NAMES = ["val", "returnval", "__proto__", "constructor", "obj", "x"] as const;

function otherName([nth, name]: readonly [number, string]): Mangle {
  return textual(
    `leaf ${nth} becomes ${name}`,
    (document) =>
      replaceNth(
        document,
        LEAF,
        nth,
        (_, _name, attributes = "", old = "") => `<${name}${attributes}>${old}</${name}>`,
      ),
  );
}

function replaceNth(
  document: string,
  pattern: RegExp,
  nth: number,
  change: (whole: string, ...groups: readonly (string | undefined)[]) => string,
): string {
  const found = [...document.matchAll(pattern)];
  const match = found[nth % Math.max(1, found.length)];
  if (match === undefined) return document;
  const [whole, ...groups] = match;
  return document.slice(0, match.index) + change(whole, ...groups) +
    document.slice(match.index + whole.length);
}

const FAULT_NAMES = [
  ...Object.keys(FAULTS),
  "RuntimeFault",
  "InvalidCollectorVersion",
  "__proto__",
  "NoSuchFaultAtAll",
];

function faulty([name, text, isOk]: readonly [string, string, boolean]): Mangle {
  const message = text.replace(/[<&\p{Cc}\p{Cs}]/gu, "_").slice(0, 1000);
  const { xml = "" } = fault(name, { message });
  return instead(`fault ${name}`, { status: isOk ? 200 : 500, body: soapEnvelope(xml) });
}

function instead(
  what: string,
  { status = 200, headers = {}, body }: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
  },
): Mangle {
  const bytes = Buffer.from(body);
  return {
    what,
    apply: (answer) => ({ status, headers: { ...withoutEncoding(answer), ...headers }, body: bytes }),
  };
}

function withoutEncoding({ headers }: Answer): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== "content-encoding"));
}

const HTML = "<!DOCTYPE html><html><body><h1>Sign in</h1><p>&nbsp;</body></html>";
const WHOLE: readonly Mangle[] = [
  instead("nothing", { body: "" }),
  instead("status 204", { status: 204, body: "" }),
  instead("HTML", { body: HTML, headers: { "content-type": "text/html" } }),
  ...[301, 302, 400, 401, 403, 404, 407, 429, 500, 502, 503, 504].map((status) =>
    instead(`HTML, status ${status}`, {
      status,
      body: HTML,
      headers: { location: "http://127.0.0.1:1/elsewhere" },
    })
  ),
  instead("an empty body element", { body: soapEnvelope("") }),
  instead("a fault without detail", {
    status: 500,
    body: soapEnvelope("<soapenv:Fault><faultcode>x</faultcode></soapenv:Fault>"),
  }),
  instead("an empty fault", { status: 500, body: soapEnvelope("<soapenv:Fault/>") }),
  instead("entities", { body: '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>' }),
  instead("deep", { body: soapEnvelope("<a>".repeat(50_000) + "</a>".repeat(50_000)) }),
  instead("wide", { body: soapEnvelope(`<a>${"<b/>".repeat(100_000)}</a>`) }),
  instead("JSON", { body: "{}" }),
  {
    what: "plain called gzip",
    apply: (answer) => ({ ...answer, headers: { ...answer.headers, "content-encoding": "gzip" } }),
  },
  {
    what: "gzip cut",
    apply: (answer) => {
      const packed = gzipSync(answer.body);
      const headers = { ...answer.headers, "content-encoding": "gzip" };
      return { ...answer, headers, body: packed.subarray(0, packed.length >> 1) };
    },
  },
  {
    what: "an unknown encoding",
    apply: (answer) => ({ ...answer, headers: { ...answer.headers, "content-encoding": "zstd" } }),
  },
  {
    what: "UTF-16",
    apply: (answer) => ({ ...answer, body: Buffer.from(answer.body.toString(), "utf16le") }),
  },
  {
    what: "latin1",
    apply: (answer) => ({
      ...answer,
      body: Buffer.from(answer.body.toString().replace("e", "\xe9"), "latin1"),
    }),
  },
  textual("a mark before it", (text) => `\uFEFF${text}`),
  textual("twice", (text) => text + text),
  textual("white space", (text) => text + " ".repeat(1_000_000)),
  {
    what: "no cookie",
    apply: (answer) => ({
      ...answer,
      headers: { ...answer.headers, "set-cookie": "vmware_soap_session=; Path=/" },
    }),
  },
];
