import { freePort } from "../support/free_port.ts";
import { connectClient, type Place } from "../support/mcp_clients.ts";
import { spawn } from "../support/product.ts";
import type { NpmClients } from "./npm_clients.ts";
import { clientEnv, type Stage } from "./stage.ts";
import type { Said, Trial } from "./trial.ts";

/** What stands between a client of one transport and a server of the other. */
export const BRIDGES: readonly Trial[] = [
  {
    client: "mcp-remote",
    set: "others",
    transport: "http",
    bridge: "for clients of stdio",
    run: runBehindRemote,
  },
  {
    client: "supergateway",
    set: "tested",
    transport: "stdio",
    bridge: "for clients of HTTP",
    run: runBehindGateway,
  },
];

async function runBehindRemote(clients: NpmClients, stage: Stage): Promise<Said> {
  const key = ["--header", `Authorization: Bearer ${stage.key}`];
  const args = [...clients.run("mcp-remote/dist/proxy.js"), stage.url, "--allow-http", "--silent", ...key];
  return await runAll({ command: Deno.execPath(), args, env: clientEnv(stage) });
}

async function runBehindGateway(clients: NpmClients, stage: Stage): Promise<Said> {
  // The gateway takes no 0.
  const port = String(freePort());
  const options = ["--stdio", stage.command.join(" "), "--outputTransport", "streamableHttp", "--port", port];
  const gateway = spawn([...clients.run("supergateway/dist/index.js"), ...options], {
    env: clientEnv(stage),
  });
  try {
    await gateway.says(/Listening on port/);
    return await runAll({ url: `http://127.0.0.1:${port}/mcp` });
  } finally {
    await gateway.stop();
  }
}

/** What the SDK's client hears through the bridge. */
async function runAll(place: Place): Promise<Said> {
  await using client = await connectClient("v2 2025-11-25", place);
  return {
    list: JSON.stringify(await client.listTools()),
    call: JSON.stringify(await client.call("list_vms", { limit: 1 })),
    resource: JSON.stringify(await client.read("vm://db-01")),
    prompt: await client.getPrompt("diagnose_vm", { vm_name: "db-01" }),
  };
}
