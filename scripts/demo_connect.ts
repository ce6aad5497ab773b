import { CHECKOUT_FLAGS } from "../src/cli/permissions.ts";

const WIDTH = 94;

/** How to connect a client to the demo, in lines to copy; `main` is the path of main.ts. */
export function connectLines({ main, version }: { readonly main: string; readonly version: string }): string {
  const deno = ["--yes", `deno@${version}`];
  const args = [...deno, "run", ...CHECKOUT_FLAGS, main, "--demo", "--transport", "stdio"];
  return [
    "Claude Desktop (claude_desktop_config.json) and Cursor (.cursor/mcp.json):",
    "",
    "{",
    '  "mcpServers": {',
    '    "esxi-demo": {',
    '      "command": "npx",',
    '      "args": [',
    ...filled(args.map((arg) => JSON.stringify(arg))).map((line) => `        ${line}`),
    "      ]",
    "    }",
    "  }",
    "}",
    "",
    "Claude Code:",
    "",
    `claude mcp add esxi-demo -- npx ${deno.join(" ")} run \\`,
    `  ${CHECKOUT_FLAGS.join(" ")} \\`,
    `  ${quoted(main)} --demo --transport stdio`,
    "",
    "Any client over HTTP, at http://127.0.0.1:8080/message; in this checkout, with Deno or without:",
    "",
    "deno task start --demo",
    `npx ${deno.join(" ")} task start --demo`,
  ].join("\n");
}

/** Elements of a JSON list, as many on a line as fit. */
function filled(elements: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const [at, element] of elements.entries()) {
    const text = at === elements.length - 1 ? element : `${element},`;
    const last = lines.at(-1);
    if (last === undefined || last.length + text.length >= WIDTH - 10) lines.push(text);
    else lines[lines.length - 1] = `${last} ${text}`;
  }
  return lines;
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `"${path}"`;
}
