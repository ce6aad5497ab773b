import { closest } from "../closest.ts";
import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from "../deps/yaml.ts";
import type { Given, SourceContent } from "./given.ts";
import type { Problem } from "./problem.ts";
import { isHeading, keyAt, knownPlaces } from "./schema.ts";

/** Reads YAML 1.2, or JSON when the name ends in `.json`; values come as they are written, so `0123` stays `0123`. */
export function parseConfigFile(path: string, text: string): SourceContent {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2" });
  const originAt = (offset: number) => `${path}:${lines.linePos(offset).line}`;
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) return unusable(syntaxProblems(faults, originAt));
  if (path.toLowerCase().endsWith(".json") && !isJson(text)) {
    return unusable([{
      origin: path,
      text: "is YAML, not JSON; name it .yaml, or write strict JSON without comments",
    }]);
  }
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return NOTHING;
  if (!isMap(contents)) {
    return unusable([{
      origin: path,
      text: "holds no keys; write one `key: value` a line, a space behind the colon",
    }]);
  }
  return readEntries(contents, { path: [], originAt });
}

interface Place {
  /** The headings above. */
  readonly path: readonly string[];
  readonly originAt: (offset: number) => string;
}

function readEntries({ items }: YAMLMap, place: Place): SourceContent {
  const settings = new Map<string, Given>();
  const problems: Problem[] = [];
  for (const { key, value } of items) {
    const { settings: found, problems: wrong } = readEntry(key, value, place);
    problems.push(...wrong);
    for (const [name, given] of found) {
      const { origin } = given;
      if (settings.has(name)) problems.push({ key: name, origin, text: "repeats a key; keep one of them" });
      settings.set(name, given);
    }
  }
  return { settings, problems };
}

function readEntry(key: unknown, value: unknown, { path, originAt }: Place): SourceContent {
  const origin = originAt(isScalar(key) ? key.range?.[0] ?? 0 : 0);
  if (!isScalar(key)) return unusable([{ origin, text: NO_WORD }]);
  const words = [...path, String(key.value)];
  if (isMap(value) && isHeading(words)) return readEntries(value, { path: words, originAt });
  const known = keyAt(words);
  if (known === undefined) return unusable([unknownKey(words, origin)]);
  const { name, isList } = known;
  if (value === null) return NOTHING;
  if (isList && isSeq(value)) {
    const text = JSON.stringify(plain(value));
    return { settings: new Map([[name, { text, origin }]]), problems: [] };
  }
  if (!isScalar(value)) {
    const text = "is a list, a map or an alias; write one value, in quotes if it starts with *, [ or {";
    return unusable([{ key: name, origin, text }]);
  }
  if (value.anchor !== undefined || value.tag !== undefined) {
    const text = "starts with & or !, which means something else in YAML; put the value in quotes";
    return unusable([{ key: name, origin, text }]);
  }
  const text = textOf(value);
  return text ? { settings: new Map([[name, { text, origin }]]), problems: [] } : NOTHING;
}

const NOTHING: SourceContent = { settings: new Map(), problems: [] };

/** What a list holds, its values as they are written; what is neither is left to the key to refuse. */
function plain(node: unknown): unknown {
  if (isSeq(node)) return node.items.map(plain);
  if (isMap(node)) {
    return Object.fromEntries(
      node.items.map(({ key, value }) => [isScalar(key) ? String(key.value) : "", plain(value)]),
    );
  }
  return isScalar(node) ? textOf(node) : null;
}

function textOf({ type, source, value }: Scalar): string | undefined {
  if (value === null) return undefined;
  return type === "PLAIN" ? source : String(value);
}

const NO_WORD = "has a key that is no word; write `key: value`, a space behind the colon";

function unknownKey(path: readonly string[], origin: string): Problem {
  const name = path.join(".");
  // A password can end up here (`vcenter_password:secret`, no space), so only what looks like a key is repeated.
  if (!/^[\w.-]{1,40}$/.test(name)) return { origin, text: NO_WORD };
  const near = closest(
    name.replaceAll("-", "_"),
    knownPlaces(),
  );
  const remedy = near === undefined
    ? "remove it; --help lists all keys"
    : `write ${near} if that is meant, else remove it`;
  return { key: name, origin, text: `is an unknown key; ${remedy}` };
}

/** Sentences of our own, since the parser's repeat what stands in the file. */
const syntaxTexts: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "repeats a key; keep one of them",
  TAB_AS_INDENT: "is indented with a tab; use spaces",
  MULTIPLE_DOCS: "starts a second document; keep one",
  BAD_SCALAR_START:
    "has a value that starts with a character reserved in YAML; put the value in single quotes",
  BAD_DQ_ESCAPE: "has an unknown escape after a backslash; put the value in single quotes",
  MISSING_CHAR: "lacks a quote, a bracket or the colon of a key, here or above; complete it",
  MULTILINE_IMPLICIT_KEY: "lacks the space behind the colon of a key; write `key: value`",
  BLOCK_AS_IMPLICIT_KEY: "has a second colon; put the value in single quotes",
  TAG_RESOLVE_FAILED: "has a value that starts with !; put the value in single quotes",
};

function syntaxProblems(
  faults: readonly { readonly code: string; readonly pos: readonly [number, number] }[],
  originAt: (offset: number) => string,
): readonly Problem[] {
  const byLine = new Map<string, Problem>();
  for (const { code, pos } of faults) {
    const origin = originAt(pos[0]);
    const text = syntaxTexts[code] ??
      "is no valid YAML; put the value in single quotes, or compare with config.yaml.sample";
    // The second fault of a line follows from the first.
    if (!byLine.has(origin)) byLine.set(origin, { origin, text });
  }
  return [...byLine.values()];
}

function unusable(problems: readonly Problem[]): SourceContent {
  return { settings: new Map(), problems };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ""));
    return true;
  } catch {
    return false;
  }
}
