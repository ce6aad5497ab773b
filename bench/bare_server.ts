/** The least that a server of the SDK costs: it has no tool. */
import { Server, serveStdio } from "../src/deps/mcp_server.ts";

serveStdio(() => {
  const server = new Server({ name: "bare", version: "1.0.0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({ tools: [] }));
  return server;
});
