import { ROLES } from "../role.ts";
import { infos } from "./key_info.ts";
import { list, oneOf, text, wholeNumber, yesOrNo } from "./values.ts";

const MAX_COUNT = 999_999_999;

/** What the server allows, whoever asks. */
export const policyKeys = {
  read_only: yesOrNo.default(false).register(infos, {
    variable: "MCP_READ_ONLY",
    path: ["policy", "read_only"],
    description: "Offer only tools that change nothing; wins over everything else.",
    example: "true",
  }),
  disable_destructive: yesOrNo.default(false).register(infos, {
    variable: "MCP_DISABLE_DESTRUCTIVE",
    path: ["policy", "disable_destructive"],
    description: "Offer no tool that destroys, such as delete_vm or power_off_vm.",
    example: "true",
  }),
  toolsets: list.optional().register(infos, {
    variable: "MCP_TOOLSETS",
    isList: true,
    placeholder: "NAMES",
    path: ["policy", "toolsets"],
    description: "Offer the tools of these toolsets, and those that `tools` names, only.",
    example: "vm,task",
    otherwise: "all",
  }),
  tools: list.optional().register(infos, {
    variable: "MCP_TOOLS",
    isList: true,
    placeholder: "NAMES",
    path: ["policy", "tools"],
    description: "Offer these tools, and those of `toolsets`, only.",
    example: "list_vms,get_vm",
    otherwise: "all",
  }),
  exclude_tools: list.default([]).register(infos, {
    variable: "MCP_EXCLUDE_TOOLS",
    isList: true,
    placeholder: "NAMES",
    path: ["policy", "exclude_tools"],
    description: "Do not offer these tools.",
    example: "delete_vm,cancel_task",
    otherwise: "none",
  }),
  protected: list.default([]).register(infos, {
    variable: "MCP_PROTECTED",
    isList: true,
    placeholder: "PATTERNS",
    path: ["policy", "protected"],
    description:
      "What no write may touch: names (prod-*), paths with all that is below them (/DC/vm/Production), UUIDs, or tags " +
      "(tag:critical, tag:Category/critical).",
    example: "prod-*,/DC0/vm/Production",
    otherwise: "the machines of vCenter Server and of this server",
  }),
  unprotect: list.default([]).register(infos, {
    variable: "MCP_UNPROTECT",
    isList: true,
    placeholder: "PATTERNS",
    path: ["policy", "unprotect"],
    description:
      "Exceptions from what is always protected: the machines of vCenter Server and of this server.",
    example: "vcenter-lab",
    otherwise: "none",
  }),
  stdio_role: oneOf(ROLES).default("admin").register(infos, {
    variable: "MCP_STDIO_ROLE",
    placeholder: ROLES.join("|"),
    path: ["policy", "stdio_role"],
    description:
      "What the client at the other end of stdio may: read, operate (no destructive tools) or admin.",
    example: "operate",
  }),
  confirm: oneOf(["auto", "human", "never"]).default("auto").register(infos, {
    variable: "MCP_CONFIRM",
    placeholder: "auto|human|never",
    path: ["policy", "confirm"],
    description:
      "How destructive calls are confirmed. auto: the human where the client can ask, else a second call with the token of " +
      "the first answer. human: only the human. never: not at all.",
    example: "human",
  }),
  confirmation_secret: text.optional().register(infos, {
    variable: "MCP_CONFIRMATION_SECRET",
    path: ["policy", "confirmation_secret"],
    description: "Signs confirmation tokens; several servers with the same accept each other's.",
    example: "32-or-more-random-characters-please",
    otherwise: "a random one for each start",
    isSecret: true,
  }),
  confirmation_secret_file: text.optional().register(infos, {
    variable: "MCP_CONFIRMATION_SECRET_FILE",
    placeholder: "FILE",
    path: ["policy", "confirmation_secret_file"],
    description: "File that holds it, in place of confirmation_secret.",
    example: "/run/secrets/mcp_confirmation_secret",
  }),
  max_objects: wholeNumber(1, 1000).default(10).register(infos, {
    variable: "MCP_MAX_OBJECTS",
    placeholder: "COUNT",
    path: ["policy", "max_objects"],
    description: "So many objects at most that one call may write to.",
    example: "3",
  }),
  limit_cpus: wholeNumber(1, MAX_COUNT).optional().register(infos, {
    variable: "MCP_LIMIT_CPUS",
    placeholder: "COUNT",
    path: ["policy", "limits", "cpus"],
    description: "CPUs that a new machine may have.",
    example: "16",
  }),
  limit_memory_mb: wholeNumber(1, MAX_COUNT).optional().register(infos, {
    variable: "MCP_LIMIT_MEMORY_MB",
    placeholder: "MB",
    path: ["policy", "limits", "memory_mb"],
    description: "Memory that a new machine may have.",
    example: "65536",
  }),
  limit_disk_gb: wholeNumber(1, MAX_COUNT).optional().register(infos, {
    variable: "MCP_LIMIT_DISK_GB",
    placeholder: "GB",
    path: ["policy", "limits", "disk_gb"],
    description: "Disk space, provisioned, that a new machine may have.",
    example: "500",
  }),
  limit_vms_per_hour: wholeNumber(0, MAX_COUNT).optional().register(infos, {
    variable: "MCP_LIMIT_VMS_PER_HOUR",
    placeholder: "COUNT",
    path: ["policy", "limits", "vms_per_hour"],
    description: "Machines that each key may create or clone in an hour.",
    example: "20",
  }),
  limit_concurrent_calls: wholeNumber(1, 10_000).default(64).register(infos, {
    variable: "MCP_LIMIT_CONCURRENT_CALLS",
    placeholder: "COUNT",
    path: ["policy", "limits", "concurrent_calls"],
    description: "Calls of one key that may run at the same time; a few more wait for a moment.",
    example: "16",
  }),
} as const;
