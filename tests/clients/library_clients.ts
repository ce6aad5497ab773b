import { print } from "./command.ts";
import type { NpmClients } from "./npm_clients.ts";
import type { Stage } from "./stage.ts";
import { Said, type Trial } from "./trial.ts";

const AI_SDK = { client: "@ai-sdk/mcp", set: "tested" } as const;
const LANGCHAIN = { client: "@langchain/mcp-adapters", set: "others" } as const;

/** What other programs build on. */
export const LIBRARIES: readonly Trial[] = [
  {
    ...AI_SDK,
    transport: "stdio",
    run: (clients, stage) =>
      useAiSdk(`new Experimental_StdioMCPTransport(${started(stage)})`, { clients, stage }),
  },
  {
    ...AI_SDK,
    transport: "http",
    run: (clients, stage) =>
      useAiSdk(JSON.stringify({ type: "http", ...reached(stage) }), { clients, stage }),
  },
  {
    ...LANGCHAIN,
    transport: "stdio",
    run: (clients, stage) => useLangchain(started(stage), { clients, stage }),
  },
  {
    ...LANGCHAIN,
    transport: "http",
    run: (clients, stage) => useLangchain(JSON.stringify(reached(stage)), { clients, stage }),
  },
];

interface Options {
  readonly clients: NpmClients;
  readonly stage: Stage;
}

function useAiSdk(transport: string, options: Options): Promise<Said> {
  return evaluate(
    `import { createMCPClient } from "@ai-sdk/mcp";
    import { Experimental_StdioMCPTransport } from "@ai-sdk/mcp/mcp-stdio";
    const client = await createMCPClient({ transport: ${transport} });
    const tools = await client.tools();
    const said = {
      list: Object.keys(tools),
      call: await tools.list_vms.execute({ limit: 1 }, { toolCallId: "1", messages: [] }),
      resource: await client.readResource({ uri: "vm://db-01" }),
      prompt: await client.getPrompt({ name: "diagnose_vm", arguments: { vm_name: "db-01" } }),
    };
    await client.close();`,
    options,
  );
}

/** It knows no prompts. */
function useLangchain(connection: string, options: Options): Promise<Said> {
  return evaluate(
    `import { MultiServerMCPClient } from "@langchain/mcp-adapters";
    const client = new MultiServerMCPClient({ mcpServers: { esxi: ${connection} } });
    const tools = await client.getTools();
    const said = {
      list: tools.map(({ name }) => name),
      call: await tools.find(({ name }) => name === "list_vms").invoke({ limit: 1 }),
      resource: await client.readResource("esxi", "vm://db-01"),
    };
    await client.close();`,
    options,
  );
}

function started({ command: [command, ...args], env }: Stage): string {
  return JSON.stringify({ command, args, env });
}

function reached({ url, key }: Stage): object {
  return { url, headers: { Authorization: `Bearer ${key}` } };
}

/** Runs code that leaves what it heard in `said`. */
async function evaluate(code: string, options: Options): Promise<Said> {
  const rest = `
    const texts = Object.entries(said).map(([name, value]) => [name, JSON.stringify(value)]);
    console.log(JSON.stringify(Object.fromEntries(texts)));
    // Closed, some still hold the process.
    Deno.exit(0);`;
  return Said.parse(JSON.parse(await print(["eval", "--quiet", "--no-lock", code + rest], options)));
}
