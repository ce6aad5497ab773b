import { readdirSync, readFileSync } from "node:fs";

const ROOT = new URL("../../", import.meta.url);

/** A document for users, by its path from the root. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

/** A fenced part of a document. */
export interface Block {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** The text of a file of the repository. */
export function readText(path: string): string {
  return readFileSync(new URL(path, ROOT), "utf8");
}

/** Everything that users read. */
export const DOCUMENTS: readonly Document[] = [
  "README.md",
  "ARCHITECTURE.md",
  "CHANGELOG.md",
  ...readdirSync(new URL("docs/", ROOT)).map((name) => `docs/${name}`),
].map((path) => ({ path, text: readText(path) }));

/** The fenced parts in a language, those in lists too, without their indentation. */
export function blocksOf(language: string): readonly Block[] {
  return DOCUMENTS.flatMap(({ path, text }) =>
    [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)]
      .filter(([, , found]) => found === language)
      .map(([, indent = "", , body = ""]) => (
        { path, language, text: body.replaceAll(new RegExp(`^${indent}`, "gm"), "") }
      ))
  );
}

/** Where a link without a host leads: a path from the root and an anchor, each possibly "". */
export interface Link {
  readonly from: string;
  readonly path: string;
  readonly anchor: string;
}

/** The links of a document that stay in this repository. */
export function linksOf({ path: from, text }: Document): readonly Link[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const { pathname, hash } = new URL(target, new URL(from, "file:///"));
      return { from, path: pathname.slice(1), anchor: hash.slice(1) };
    });
}

/** The anchors that the headings of a document have, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const anchors = [...withoutFences(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const word = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, "").replaceAll(" ", "-");
    const count = seen.get(word) ?? 0;
    seen.set(word, count + 1);
    return count === 0 ? word : `${word}-${count}`;
  });
  return new Set(anchors);
}

function withoutFences(text: string): string {
  return text.replaceAll(/^ *```[\s\S]*?^ *```$/gm, "");
}

function withoutCode(text: string): string {
  return withoutFences(text).replaceAll(/`[^`\n]*`/g, "");
}
