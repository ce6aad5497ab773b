import { LOG_LEVELS } from "../log.ts";
import { infos } from "./key_info.ts";
import { logLevel, text, wholeNumber } from "./values.ts";

/** How long the server waits, and what it writes down. */
export const runKeys = {
  request_timeout_seconds: wholeNumber(1, 600).default(30).register(infos, {
    variable: "MCP_REQUEST_TIMEOUT_SECONDS",
    placeholder: "SECONDS",
    description: "Longest wait for one answer of vSphere.",
    example: "60",
  }),
  // Five minutes, since clients give up about then: an answer in time that names the running task beats a full wait.
  task_timeout_seconds: wholeNumber(1, 86400).default(300).register(infos, {
    variable: "MCP_TASK_TIMEOUT_SECONDS",
    placeholder: "SECONDS",
    description:
      "Longest wait for a task such as a clone; it keeps running, and the answer says how to follow it.",
    example: "900",
  }),
  log_file: text.optional().register(infos, {
    variable: "MCP_LOG_FILE",
    placeholder: "FILE",
    description: "File to append log lines to.",
    example: "./logs/esxi-mcp-server.log",
    otherwise: "standard error",
  }),
  log_level: logLevel.default("INFO").register(infos, {
    variable: "MCP_LOG_LEVEL",
    placeholder: "LEVEL",
    description: `How much to log: ${LOG_LEVELS.join(", ")}.`,
    example: "DEBUG",
  }),
  audit_file: text.optional().register(infos, {
    variable: "MCP_AUDIT_FILE",
    placeholder: "FILE",
    description: "File to append lines to for every write and every refused write, chained by hashes.",
    example: "/var/log/esxi-mcp-server/audit.jsonl",
  }),
} as const;
