import { fileURLToPath } from "node:url";
import { RUN, spawn } from "../support/product.ts";
import type { NpmClients } from "./npm_clients.ts";

/** A program of others that speaks MCP and needs no model. */
export interface Program {
  /** Its package. */
  readonly name: string;
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
    way: "Streamable HTTP",
    listOne: (clients, url) => inspect(clients, [url, "--transport", "http"]),
  },
  {
    name: "mcporter",
    way: "Streamable HTTP",
    listOne: (clients, url) =>
      print(clients, [
        ...clients.run("mcporter/dist/cli.js"),
        ...["call", "--http-url", url, "--allow-http", "--name", "esxi", "list_vms", "limit=1"],
      ]),
  },
  {
    name: "@ai-sdk/mcp",
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
    way: "stdio on its side, Streamable HTTP on ours",
    listOne: (clients, url) =>
      inspect(clients, [
        Deno.execPath(),
        ...clients.run("mcp-remote/dist/proxy.js"),
        ...[url, "--allow-http"],
      ]),
  },
  {
    name: "supergateway",
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

/** In the folder of the packages, so that their names resolve; what they keep for their user goes there too. */
async function print({ folder }: NpmClients, args: readonly string[]): Promise<string> {
  const cwd = fileURLToPath(folder);
  const env = { MCP_REMOTE_CONFIG_DIR: cwd, XDG_CONFIG_HOME: cwd, XDG_CACHE_HOME: cwd };
  const signal = AbortSignal.timeout(60_000);
  const command = new Deno.Command(Deno.execPath(), { args: [...args], cwd, env, stdin: "null", signal });
  const { code, stdout, stderr } = await command.output();
  const [said, complained] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (code !== 0) throw new Error(`It ended with ${code}: ${said}${complained}`);
  return said ?? "";
}
