import { PassThrough } from "node:stream";
import { createService, openAudit } from "../../src/cli/service.ts";
import { configuredTarget } from "../../src/cli/target.ts";
import { loadConfig } from "../../src/config/load.ts";
import { StdioServerTransport } from "../../src/deps/mcp_server.ts";
import { serveStdio } from "../../src/transports/stdio.ts";
import { productEnv, type ProductOptions, stdioPlace } from "../support/product.ts";
import type { Role } from "./cases.ts";
import { type Door, mcpDoor } from "./doors.ts";

/** A client over stdio. */
export interface StdioClient {
  readonly era: "2026-07-28" | "2025-11-25";
  readonly canAsk: boolean;
  readonly role: Role;
}

/** The product as a process. */
export async function processDoor(
  { era, canAsk, role }: StdioClient,
  options: ProductOptions,
): Promise<Door> {
  const place = stdioPlace({ ...options, env: { ...options.env, MCP_STDIO_ROLE: role } });
  return await mcpDoor(era, { place, canAsk });
}

/** The same in this process, which starts in a fraction of the time. */
export async function pipedDoor({ era, canAsk, role }: StdioClient, options: ProductOptions): Promise<Door> {
  const env = productEnv(options);
  const config = loadConfig({
    flags: {},
    configFile: undefined,
    parseConfigFile: undefined,
    env,
    readTextFile: (path) => Deno.readTextFileSync(path),
  });
  const target = configuredTarget(config, { env });
  const audit = await openAudit(config);
  const [input, output] = [new PassThrough(), new PassThrough()];
  const served = serveStdio(createService(config, { ...target, audit }), {
    caller: { name: "stdio", role, transport: "stdio" },
    signal: new AbortController().signal,
    wire: new StdioServerTransport(input, output),
  });
  const door = await mcpDoor(era, { place: { pipes: { input, output } }, canAsk });
  return {
    ...door,
    async [Symbol.asyncDispose]() {
      await door[Symbol.asyncDispose]();
      await served;
      await target[Symbol.asyncDispose]();
      audit?.[Symbol.dispose]();
    },
  };
}
