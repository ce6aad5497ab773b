import { TOOLS } from "../tools/registry.ts";

/** All tools, a line each: name, effect and the first sentence of the description. */
export function toolLines(): string {
  const width = Math.max(...TOOLS.map(({ name }) => name.length));
  return TOOLS.map(({ name, effect, description }) =>
    `${name.padEnd(width)}  ${effect.padEnd(7)}  ${description.split(/(?<=\.) /, 1)[0]}\n`
  ).join("");
}
