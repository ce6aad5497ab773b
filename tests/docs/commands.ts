import { blocksOf, DOCUMENTS } from "./documents.ts";

/** A command that a document tells users to type. */
export interface Command {
  readonly path: string;
  readonly words: readonly string[];
}

/** All commands of shell blocks, and those of this project in running text. */
export function commands(): readonly Command[] {
  const blocks = blocksOf("sh").flatMap(({ path, text }) =>
    text.replaceAll(/\\\n\s*/g, " ").split("\n").map((line) => ({ path, words: wordsOf(line) }))
  );
  const inline = DOCUMENTS.flatMap(({ path, text }) =>
    [...text.matchAll(/`(npx [^`]+)`/g)].map(([, line = ""]) => ({ path, words: wordsOf(line) }))
  );
  return [...blocks, ...inline].filter(({ words }) => words.length > 0);
}

/** What the command gives to the server; undefined when it starts something else. */
export function serverArguments({ words }: Command): readonly string[] | undefined {
  const task = taskOf({ words });
  if (task !== undefined) return task.name === "start" ? task.args : undefined;
  const at = words.findIndex((word) => /(^|\/)main\.ts$|(^|\/)esxi-mcp-server$/.test(word));
  const isProgram = words[at]?.endsWith("main.ts") === true ? words.includes("run") : at === 0;
  return isProgram ? words.slice(at + 1) : undefined;
}

/** The task of deno.json that the command runs. */
export function taskOf(
  { words }: Pick<Command, "words">,
): { readonly name: string; readonly args: readonly string[] } | undefined {
  const [program, , deno, verb, name, ...args] = words;
  if (program !== "npx" || deno?.startsWith("deno@") !== true || verb !== "task" || name === undefined) {
    return undefined;
  }
  return { name, args };
}

/** The words of a line as a shell reads them, without comments. */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/#.*$|(?:'[^']*'|"[^"]*"|[^\s'"#])+/g)].map(([word]) => word);
  return words.filter((word) => !word.startsWith("#")).map((word) => word.replaceAll(/['"]/g, ""));
}
