import { fileURLToPath } from "node:url";
import { connectClient } from "../support/mcp_clients.ts";
import { RUN, spawn } from "../support/product.ts";
import type { ClientSet, NpmClients } from "./npm_clients.ts";

/** A program of others that speaks MCP and needs no model. */
export interface Program {
  /** Its package. */
  readonly name: string;
  /** Where it is installed. */
  readonly set: ClientSet;
  readonly way: string;
  /** Calls `list_vms` for one row at this address of the product; gives all that it printed. */
  readonly listOne: (clients: NpmClients, url: string) => Promise<string>;
}

const CALL = ["--method", "tools/call", "--tool-name", "list_vms", "--tool-arg", "limit=1"];
const INSPECTOR = "@modelcontextprotocol/inspector/clients/launcher/build/index.js";

/** Each with the way in which it reaches the product. */
export const PROGRAMS: readonly Program[] = [
  {
    name: "@modelcontextprotocol/inspector",
    set: "tested",
    way: "Streamable HTTP",
    listOne: (clients, url) => inspect(clients, [url, "--transport", "http"]),
  },
  {
    name: "mcporter",
    set: "others",
    way: "Streamable HTTP",
    listOne: (clients, url) =>
      print(clients, [
        ...clients.run("mcporter/dist/cli.js"),
        ...["call", "--http-url", url, "--allow-http", "--name", "esxi", "list_vms", "limit=1"],
      ]),
  },
  {
    name: "@ai-sdk/mcp",
    set: "tested",
    way: "Streamable HTTP",
    listOne: (clients, url) =>
      evaluate(
        clients,
        `import { createMCPClient } from "@ai-sdk/mcp";
        const client = await createMCPClient({ transport: { type: "http", url: "${url}" } });
        const { list_vms } = await client.tools();
        console.log(JSON.stringify(await list_vms.execute({ limit: 1 }, { toolCallId: "1", messages: [] })));
        await client.close();`,
      ),
  },
  {
    name: "@langchain/mcp-adapters",
    set: "others",
    way: "Streamable HTTP",
    listOne: (clients, url) =>
      evaluate(
        clients,
        `import { MultiServerMCPClient } from "@langchain/mcp-adapters";
        const client = new MultiServerMCPClient({ mcpServers: { esxi: { transport: "http", url: "${url}" } } });
        const tools = await client.getTools();
        const listVms = tools.find(({ name }) => name.endsWith("list_vms"));
        console.log(JSON.stringify(await listVms.invoke({ limit: 1 })));
        // Closed, it still holds the process.
        Deno.exit(0);`,
      ),
  },
  {
    name: "mcp-remote",
    set: "others",
    way: "stdio on its side, Streamable HTTP on ours",
    listOne: listThroughBridge,
  },
  {
    name: "supergateway",
    set: "tested",
    way: "Streamable HTTP on its side, stdio on ours",
    listOne: listThroughGateway,
  },
];

function inspect(clients: NpmClients, server: readonly string[]): Promise<string> {
  return print(clients, [...clients.run(INSPECTOR), "--cli", ...server, ...CALL, "--format", "json"]);
}

function evaluate(clients: NpmClients, code: string): Promise<string> {
  return print(clients, ["eval", "--quiet", "--no-lock", code]);
}

async function listThroughBridge(clients: NpmClients, url: string): Promise<string> {
  const args = [...clients.run("mcp-remote/dist/proxy.js"), url, "--allow-http", "--silent"];
  const env = { ...Deno.env.toObject(), ...homeOf(clients) };
  await using client = await connectClient("v2 2025-11-25", { command: Deno.execPath(), args, env });
  return JSON.stringify(await client.call("list_vms", { limit: 1 }));
}

async function listThroughGateway(clients: NpmClients): Promise<string> {
  const port = String(freePort());
  const product = [Deno.execPath(), ...RUN, "--demo", "-t", "stdio"].join(" ");
  const options = ["--stdio", product, "--outputTransport", "streamableHttp", "--port", port];
  const env = Deno.env.toObject();
  const gateway = spawn([...clients.run("supergateway/dist/index.js"), ...options], { env });
  try {
    await gateway.says(/Listening on port/);
    return await inspect(clients, [`http://127.0.0.1:${port}/mcp`, "--transport", "http"]);
  } finally {
    await gateway.stop();
  }
}

/** The gateway takes no 0. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

/** What programs keep for their user goes where they are. */
function homeOf({ folder }: NpmClients): Record<string, string> {
  const path = fileURLToPath(folder);
  return { MCP_REMOTE_CONFIG_DIR: path, XDG_CONFIG_HOME: path, XDG_CACHE_HOME: path };
}

/** In the folder of the packages, so that their names resolve. */
async function print(clients: NpmClients, args: readonly string[]): Promise<string> {
  const cwd = fileURLToPath(clients.folder);
  const options = { cwd, env: homeOf(clients), stdin: "null", signal: AbortSignal.timeout(60_000) } as const;
  const command = new Deno.Command(Deno.execPath(), { args: [...args], ...options });
  const { code, stdout, stderr } = await command.output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0) throw new Error(`It ended with ${code}: ${said}${complained}`);
  return said ?? "";
}
