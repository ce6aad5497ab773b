import { LISTING } from "../mcp/listing.ts";

/** All tools, a line each: name, effect and the first sentence of the description. */
export function toolLines(): string {
  const { tools } = LISTING;
  const width = Math.max(...tools.map(({ name }) => name.length));
  return tools.map(({ name, effect, description }) =>
    `${name.padEnd(width)}  ${effect.padEnd(7)}  ${description.split(/(?<=\.) /, 1)[0]}\n`
  ).join("");
}
