import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldStdioTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as OldHttpTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema, ResourceUpdatedNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { type Pipes, PipeTransport } from "./pipe_transport.ts";

/** The clients that every transport is tested with: line of the SDK and era of the protocol. */
export const CLIENT_KINDS = ["v2 2026-07-28", "v2 2025-11-25", "v1 2025-11-25"] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** Where the server is: at a URL, at the other end of pipes, or started as a process. */
export type Place =
  | { readonly url: string; readonly headers?: Readonly<Record<string, string>> }
  | { readonly pipes: Pipes }
  | {
    readonly command: string;
    readonly args: readonly string[];
    /** All variables of the process; the test's own unless given. */
    readonly env?: Readonly<Record<string, string>>;
  };

/** One entry of `tools/list`. */
export interface ListedTool {
  readonly name: string;
  readonly description?: string | undefined;
  readonly inputSchema: unknown;
  readonly outputSchema?: unknown;
  readonly annotations?: unknown;
}

/** What `tools/call` answered. */
export interface ToolResult {
  readonly content?: unknown;
  readonly structuredContent?: unknown;
  readonly isError?: boolean | undefined;
  readonly _meta?: unknown;
}

/** How far a call is. */
export interface ProgressUpdate {
  readonly progress: number;
  readonly message?: string | undefined;
}

/** Options of one call. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (update: ProgressUpdate) => void;
}

/** What all clients can do, under one set of names. */
export interface TestClient extends AsyncDisposable {
  readonly instructions: string | undefined;
  readonly listTools: () => Promise<readonly ListedTool[]>;
  readonly call: (name: string, args?: Record<string, unknown>, options?: CallOptions) => Promise<ToolResult>;
  readonly listResources: () => Promise<readonly { readonly uri: string; readonly name: string }[]>;
  readonly listTemplates: () => Promise<readonly { readonly uriTemplate: string }[]>;
  readonly read: (uri: string) => Promise<unknown>;
  readonly complete: (
    template: string,
    argument: { name: string; value: string },
  ) => Promise<readonly string[]>;
  readonly listPrompts: () => Promise<readonly { readonly name: string }[]>;
  /** The text of its one message, which is the user's. */
  readonly getPrompt: (name: string, args?: Record<string, string>) => Promise<string>;
  readonly completePrompt: (
    prompt: string,
    argument: { name: string; value: string },
  ) => Promise<readonly string[]>;
  /** Calls `onUpdate` for each change until the returned function is called. */
  readonly subscribe: (uri: string, onUpdate: (uri: string) => void) => Promise<() => Promise<unknown>>;
}

/** A human who is asked: gets the question, gives what the client answers. */
export type Human = (question: string) => Promise<HumanAnswer>;
export interface HumanAnswer {
  readonly action: "accept" | "decline" | "cancel";
  readonly content?: Record<string, string | number | boolean>;
}

/** Connects a client of a kind; with a human it can ask. */
export async function connectClient(kind: ClientKind, place: Place, human?: Human): Promise<TestClient> {
  return kind === "v1 2025-11-25" ? await connectOld(place, human) : await connectNew(kind, place, human);
}

const ASKING = { capabilities: { elicitation: {} } } as const;

async function connectNew(
  kind: Exclude<ClientKind, "v1 2025-11-25">,
  place: Place,
  human: Human | undefined,
): Promise<TestClient> {
  const mode = kind === "v2 2026-07-28" ? { pin: "2026-07-28" } : "legacy";
  const client = new Client(
    { name: "test", version: "1.0.0" },
    { versionNegotiation: { mode }, ...(human === undefined ? {} : ASKING) },
  );
  if (human !== undefined) {
    client.setRequestHandler(
      "elicitation/create",
      async ({ params }) => ({ ...await human(params.message) }),
    );
  }
  await client.connect(
    "pipes" in place
      ? new PipeTransport(place.pipes)
      : "url" in place
      ? new StreamableHTTPClientTransport(new URL(place.url), {
        requestInit: { headers: { ...place.headers } },
      })
      : new StdioClientTransport({
        command: place.command,
        args: [...place.args],
        env: environmentOf(place),
      }),
  );
  return {
    instructions: client.getInstructions(),
    listTools: async () => (await client.listTools()).tools,
    call: (name, args = {}, options = {}) => client.callTool({ name, arguments: args }, options),
    listResources: async () => (await client.listResources()).resources,
    listTemplates: async () => (await client.listResourceTemplates()).resourceTemplates,
    read: async (uri) => parseContents((await client.readResource({ uri })).contents),
    complete: async (uri, argument) => {
      const { completion } = await client.complete({ ref: { type: "ref/resource", uri }, argument });
      return completion.values;
    },
    listPrompts: async () => (await client.listPrompts()).prompts,
    getPrompt: async (name, args = {}) => promptText(await client.getPrompt({ name, arguments: args })),
    completePrompt: async (name, argument) => {
      const { completion } = await client.complete({ ref: { type: "ref/prompt", name }, argument });
      return completion.values;
    },
    subscribe: async (uri, onUpdate) => {
      client.setNotificationHandler("notifications/resources/updated", ({ params }) => onUpdate(params.uri));
      if (mode !== "legacy") {
        const subscription = await client.listen({ resourceSubscriptions: [uri] });
        return () => subscription.close();
      }
      await client.subscribeResource({ uri });
      return () => client.unsubscribeResource({ uri });
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

async function connectOld(place: Place, human: Human | undefined): Promise<TestClient> {
  const client = new OldClient({ name: "test", version: "1.0.0" }, human === undefined ? {} : ASKING);
  if (human !== undefined) {
    client.setRequestHandler(
      ElicitRequestSchema,
      async ({ params }: Asked) => ({ ...await human(params.message) }),
    );
  }
  await client.connect(
    "pipes" in place
      ? new PipeTransport(place.pipes)
      : "url" in place
      ? new OldHttpTransport(new URL(place.url), { requestInit: { headers: { ...place.headers } } })
      : new OldStdioTransport({ command: place.command, args: [...place.args], env: environmentOf(place) }),
  );
  return {
    instructions: client.getInstructions(),
    listTools: async () => (await client.listTools()).tools,
    call: (name, args = {}, options = {}) => client.callTool({ name, arguments: args }, undefined, options),
    listResources: async () => (await client.listResources()).resources,
    listTemplates: async () => (await client.listResourceTemplates()).resourceTemplates,
    read: async (uri) => parseContents((await client.readResource({ uri })).contents),
    complete: async (uri, argument) => {
      const { completion } = await client.complete({ ref: { type: "ref/resource", uri }, argument });
      return completion.values;
    },
    listPrompts: async () => (await client.listPrompts()).prompts,
    getPrompt: async (name, args = {}) => promptText(await client.getPrompt({ name, arguments: args })),
    completePrompt: async (name, argument) => {
      const { completion } = await client.complete({ ref: { type: "ref/prompt", name }, argument });
      return completion.values;
    },
    subscribe: async (uri, onUpdate) => {
      client.setNotificationHandler(
        ResourceUpdatedNotificationSchema,
        (note: Updated) => onUpdate(note.params.uri),
      );
      await client.subscribeResource({ uri });
      return () => client.unsubscribeResource({ uri });
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}

function environmentOf(
  { env = Deno.env.toObject() }: Extract<Place, { command: string }>,
): Record<string, string> {
  return { ...env };
}

interface Asked {
  readonly params: { readonly message: string };
}

interface Updated {
  readonly params: { readonly uri: string };
}

function promptText({ messages }: { readonly messages: readonly PromptMessage[] }): string {
  const [message] = messages;
  if (messages.length !== 1 || message?.role !== "user" || message.content.type !== "text") {
    throw new Error("The prompt is not one text of the user");
  }
  return message.content.text ?? "";
}

interface PromptMessage {
  readonly role: string;
  readonly content: { readonly type: string; readonly text?: string | undefined };
}

function parseContents(contents: readonly { readonly mimeType?: string | undefined }[]): unknown {
  const [content] = contents;
  if (content === undefined || !("text" in content) || typeof content.text !== "string") return contents;
  return JSON.parse(content.text);
}
