import assert from "node:assert/strict";
import { parse, refusal } from "./command_line.ts";

Deno.test("parseCommandLine() serves without a command", () => {
  assert.deepEqual(parse(""), { command: "serve", configFile: undefined, flags: {} });
});

Deno.test("parseCommandLine() reads the seed's flags, short and long", () => {
  const expected = { command: "serve", configFile: "c.yaml", flags: { transport: "stdio" } };
  assert.deepEqual(parse("-c c.yaml -t stdio"), expected);
  assert.deepEqual(parse("--config c.yaml --transport stdio"), expected);
  assert.deepEqual(parse("--config=c.yaml --transport=stdio"), expected);
  assert.deepEqual(parse("-cc.yaml -tstdio"), expected);
});

Deno.test("parseCommandLine() gives flags by configuration key", () => {
  assert.deepEqual(
    parse("check --http-host ::1 --http-port 0 --log-level debug --log-file a.log --vcenter-host h"),
    {
      command: "check",
      configFile: undefined,
      flags: { http_host: "::1", http_port: "0", log_level: "debug", log_file: "a.log", vcenter_host: "h" },
    },
  );
});

Deno.test("parseCommandLine() reads switches with and without a value", () => {
  const { flags } = { flags: {}, ...parse("--insecure --allow-unauthenticated=false") };
  assert.deepEqual(flags, { insecure: "true", allow_unauthenticated: "false" });
});

Deno.test("parseCommandLine() takes a value with a leading dash behind =", () => {
  assert.deepEqual(parse("--datacenter=-x"), {
    command: "serve",
    configFile: undefined,
    flags: { datacenter: "-x" },
  });
});

Deno.test("parseCommandLine() answers --help and --version beside everything else", () => {
  for (const line of ["-h", "--help", "check --help", "call create_vm --name a -h", "--version -h"]) {
    assert.deepEqual(parse(line), { command: "help" }, line);
  }
  assert.deepEqual(parse("--version"), { command: "version" });
});

Deno.test("parseCommandLine() lists tools", () => {
  assert.deepEqual(parse("tools"), { command: "tools" });
});

Deno.test("parseCommandLine() keeps the server's flags before the tool apart from the tool's behind it", () => {
  assert.deepEqual(
    parse("-c c.yaml --datastore ssd call --network a create_vm --name web-1 --datastore hdd --json"),
    {
      command: "call",
      tool: "create_vm",
      args: { name: "web-1", datastore: "hdd" },
      jsonArgs: undefined,
      isJson: true,
      isAgreed: false,
      configFile: "c.yaml",
      flags: { datastore: "ssd", network: "a" },
    },
  );
});

Deno.test("parseCommandLine() takes -c behind the tool too", () => {
  assert.deepEqual(parse("-c a.yaml call list_vms -c b.yaml"), {
    command: "call",
    tool: "list_vms",
    args: {},
    jsonArgs: undefined,
    isJson: false,
    isAgreed: false,
    configFile: "b.yaml",
    flags: {},
  });
});

for (
  const [line, message] of [
    [
      "--http-prot 1",
      'Cannot use "--http-prot": there is no such flag; --help lists all (closest: "--http-port")',
    ],
    ["--colour", 'Cannot use "--colour": there is no such flag; --help lists all'],
    ["--constructor", 'Cannot use "--constructor": there is no such flag; --help lists all'],
    ["-x", 'Cannot use "-x": there is no such flag; --help lists all'],
    ["chek", 'Cannot use "chek": there is no such command; --help lists all (closest: "check")'],
    ["check now", 'Cannot use "now": check takes no argument; remove it'],
    ["--role", 'Cannot use "--role" here: only check prints a role; write check --role'],
    ["tools --role", 'Cannot use "--role" here: only check prints a role; write check --role'],
    ["check --role=host", 'Cannot use "host" for --role: it is neither vcenter nor esxi; write one of them'],
    ["check --role esxi", 'Cannot use "esxi": check takes no argument; remove it'],
    ["call", "Cannot call a tool: none is named; `tools` lists them"],
    [
      "-c",
      'Cannot read flag "-c": its value is missing; write --config VALUE, or --config=VALUE if it starts with a dash',
    ],
    [
      "--http-port --insecure",
      'Cannot read flag "--http-port": its value is missing; write --http-port VALUE, or --http-port=VALUE if it starts with a dash',
    ],
  ] as const
) {
  Deno.test(`parseCommandLine() refuses "${line}"`, () => {
    assert.equal(refusal(line), message);
  });
}

Deno.test("parseCommandLine() refuses a flag that stands there twice, before one rule replaces another", () => {
  for (
    const [line, message] of [
      [
        "--protected a --protected b",
        /"--protected" twice: only one could count; write all values behind one/,
      ],
      [
        "--log-level DEBUG check --log-level=INFO",
        /"--log-level" twice: only one could count; keep one of them/,
      ],
      ["--read-only --read-only=false", /"--read-only" twice/],
      ["-c a.yaml --config b.yaml", /"--config" twice/],
    ] as const
  ) assert.match(refusal(line), message);
});

Deno.test("parseCommandLine() reads for which kind of target a role is wanted", () => {
  const roleOf = (line: string) => {
    const command = parse(line);
    return command.command === "check" ? command.role : "no check";
  };
  assert.deepEqual(
    ["check", "check --role", "check --role=esxi", "--role=vcenter check"].map(roleOf),
    [undefined, "target", "esxi", "vcenter"],
  );
});

Deno.test("parseCommandLine() refuses secrets as flags and says where they belong", () => {
  assert.equal(
    refusal("check --vcenter-password hunter2"),
    'Cannot take "--vcenter-password" on the command line: other users of this machine could read it in the process list; ' +
      "set VCENTER_PASSWORD or VCENTER_PASSWORD_FILE, or vcenter_password in the configuration file",
  );
  assert.match(refusal("--api_key=hunter2"), /set MCP_API_KEY or MCP_API_KEY_FILE/);
});

Deno.test("parseCommandLine() never repeats what may be a secret", () => {
  for (
    const line of [
      "--vcenter-password=hunter2",
      "--vcenter-password hunter2",
      "--api-key hunter2",
      "--pasword hunter2",
      "--pasword=hunter2",
      "-p hunter2",
      "-phunter2",
    ]
  ) {
    assert.doesNotMatch(refusal(line), /hunter2|accepted/, line);
  }
});
