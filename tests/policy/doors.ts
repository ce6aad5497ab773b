import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { record, textOf } from "../acceptance/answers.ts";
import { connectClient, type Place } from "../support/mcp_clients.ts";
import { productEnv, type ProductOptions, RUN, spawn } from "../support/product.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What a call came to. */
export interface Reply {
  readonly kind: "ok" | "denied" | "confirmation_required" | "unknown_tool";
  readonly text: string;
  /** Where the answer is a plan for which the token stands. */
  readonly token?: string | undefined;
  /** What the human was asked. */
  readonly questions?: readonly string[];
}

/** One way in, for one caller. */
export interface Door extends AsyncDisposable {
  readonly offered: () => Promise<readonly string[]>;
  /** Calls a tool; the human, where there is one, gives the answer. */
  readonly call: (
    tool: string,
    options: { readonly args: Arguments; readonly answer?: "yes" | "no" },
  ) => Promise<Reply>;
}

/** A client of MCP, with a human or without. */
export async function mcpDoor(
  era: "2026-07-28" | "2025-11-25",
  { place, canAsk }: { readonly place: Place; readonly canAsk: boolean },
): Promise<Door> {
  let questions: string[] = [];
  let isAgreed = false;
  const human = (question: string) => {
    questions.push(question);
    return Promise.resolve({ action: "accept", content: { confirm: isAgreed } } as const);
  };
  const client = await connectClient(`v2 ${era}`, place, canAsk ? human : undefined);
  return {
    offered: async () => (await client.listTools()).map(({ name }) => name),
    async call(tool, { args, answer = "no" }) {
      questions = [];
      isAgreed = answer === "yes";
      const result = await client.call(tool, { ...args });
      const text = textOf(result);
      if (result.isError !== true) return { kind: "ok", text, questions };
      const { kind, details = {} } = record.parse(record.parse(result._meta)["esxi-mcp-server/error"]);
      return { kind: refusalKind(kind, text), text, token: tokenOf(details), questions };
    },
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}

/** Plain HTTP. */
export function restDoor(place: Extract<Place, { readonly url: string }>): Door {
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { ...place.headers, "content-type": "application/json" };
    const response = await fetch(new URL(path, place.url), { ...init, headers });
    return { status: response.status, body: record.parse(await response.json()) };
  };
  return {
    async offered() {
      const { tools } = (await send("/api/tools")).body;
      assert.ok(Array.isArray(tools));
      return tools.map((tool) => String(record.parse(tool).name));
    },
    async call(tool, { args }) {
      const { status, body } = await send(`/api/tools/${tool}`, {
        method: "POST",
        body: JSON.stringify(args),
      });
      if (status === 200) return { kind: "ok", text: JSON.stringify(body) };
      const text = String(body.detail);
      const kind = refusalKind(body.kind, text);
      assert.equal(status, { denied: 403, confirmation_required: 409, unknown_tool: 404 }[kind], text);
      return { kind, text, token: tokenOf(body.details ?? {}) };
    },
    async [Symbol.asyncDispose]() {},
  };
}

/** The command line without a terminal: a yes is the flag. One process runs all, since each takes its time to start. */
export function cliDoor(options: ProductOptions): Door {
  const product = spawn([...RUN.slice(0, -1), COMMAND_LINES], { env: productEnv(options) });
  const input = product.stdin.getWriter();
  let ran = 0;
  let told = 0;
  return {
    offered: () => Promise.reject(new Error("the command line has no list that depends on the policy")),
    async call(tool, { args, answer }) {
      const words = ["call", tool, "--args", JSON.stringify(args), ...(answer === "yes" ? ["--yes"] : [])];
      await input.write(new TextEncoder().encode(JSON.stringify(words) + "\n"));
      ran++;
      const exits = new RegExp(`^(?:[^]*?\\nexit \\d\\n){${ran}}`);
      const code = Number((await product.says(exits)).at(-2));
      const stderr = (await product.says(exits, "stderr")).slice(told);
      told += stderr.length;
      if (code === 0) return { kind: "ok", text: stderr };
      assert.equal(code, 1, stderr);
      const isAsked = stderr.includes("\nNothing was done: there is no terminal to ask on; write call ");
      return { kind: isAsked ? "confirmation_required" : "denied", text: stderr };
    },
    async [Symbol.asyncDispose]() {
      await input.close();
      await product.ended;
      await product[Symbol.asyncDispose]();
    },
  };
}

const COMMAND_LINES = fileURLToPath(new URL("command_lines.ts", import.meta.url));

function refusalKind(kind: unknown, text: string): Exclude<Reply["kind"], "ok"> {
  const known = (["denied", "confirmation_required", "unknown_tool"] as const).find((one) => one === kind);
  assert.ok(known !== undefined, `${kind}: ${text}`);
  return known;
}

function tokenOf(details: unknown): string | undefined {
  const { confirmation } = record.parse(details);
  return typeof confirmation === "string" ? confirmation : undefined;
}
