/** Name under which the server presents itself to MCP clients and in vSphere's session list. */
export const NAME = "esxi-mcp-server";
/** Release of this server, semantic versioning. */
export const VERSION = "0.1.0";
