import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { PLATFORMS } from "../../scripts/product.ts";
import { type ReleaseFiles, serveRelease } from "./release_server.ts";

const SCRIPT = fileURLToPath(new URL("../../install.sh", import.meta.url));
/** What a release's program does when it is installed: it says its version. */
const PROGRAM = "#!/bin/sh\necho esxi-mcp-server 9.8.7\n";
const EARLIER = "#!/bin/sh\necho the one before\n";
const NAMES = PLATFORMS.map((file) => `esxi-mcp-server-${file}`).filter((name) => !name.endsWith(".exe"));

/** A machine of this kind with a program that was installed before. */
interface Machine {
  readonly system?: string;
  readonly cpu?: string;
  /** What comes before the machine's own programs in PATH. */
  readonly tools?: Readonly<Record<string, string>>;
  /** The only programs of the machine that are there. */
  readonly only?: readonly string[];
  readonly args?: readonly string[];
  readonly releases?: string;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The installed program afterwards. */
  readonly program: string;
  /** Everything in the folder it was installed to, and in the folder for temporary files. */
  readonly files: readonly string[];
}

async function install(
  files: ReleaseFiles,
  machine: Machine = {},
): Promise<Outcome & { readonly asked: readonly string[] }> {
  const folder = await Deno.makeTempDir();
  await using server = await serveRelease(files);
  try {
    for (const name of ["tools", "bin", "tmp"]) Deno.mkdirSync(`${folder}/${name}`);
    const { args = [], releases = server.url } = machine;
    furnish(`${folder}/tools`, machine);
    const others = machine.only === undefined ? `:${Deno.env.get("PATH")}` : "";
    Deno.writeTextFileSync(`${folder}/bin/esxi-mcp-server`, EARLIER, { mode: 0o755 });
    const { code, stdout, stderr } = await new Deno.Command("/bin/sh", {
      args: [SCRIPT, "--to", `${folder}/bin`, ...args],
      clearEnv: true,
      env: {
        PATH: `${folder}/tools${others}`,
        TMPDIR: `${folder}/tmp`,
        ...(releases === "" ? {} : { ESXI_MCP_RELEASES: releases }),
      },
    }).output();
    const [out = "", err = ""] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    return {
      code,
      stdout: out,
      stderr: err,
      program: Deno.readTextFileSync(`${folder}/bin/esxi-mcp-server`),
      files: ["bin", "tmp"].flatMap((name) => [...Deno.readDirSync(`${folder}/${name}`)]).map(({ name }) =>
        name
      ),
      asked: server.asked,
    };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Makes the programs that this machine has instead of ours. */
function furnish(folder: string, { system = "Linux", cpu = "x86_64", tools = {}, only = [] }: Machine): void {
  const uname = `#!/bin/sh\n[ "$1" = -s ] && echo ${system} || echo ${cpu}\n`;
  const passed = Object.fromEntries(
    only.map((name) => [name, `#!/bin/sh\nexec ${whereIs(name)} "$@"\n`] as const),
  );
  for (const [name, text] of Object.entries({ uname, ...passed, ...tools })) {
    Deno.writeTextFileSync(`${folder}/${name}`, text, { mode: 0o755 });
  }
}

/** The path of a program of this machine; empty when it has none. */
function whereIs(name: string): string {
  const { stdout } = new Deno.Command("/bin/sh", { args: ["-c", `command -v ${name}`] }).outputSync();
  return new TextDecoder().decode(stdout).trim();
}

/** A release with the same program for every platform. */
function release(changes: ReleaseFiles = {}): ReleaseFiles {
  const hash = createHash("sha256").update(PROGRAM).digest("hex");
  const sums = NAMES.map((name) => `${hash}  ${name}\n`).join("");
  return { SHA256SUMS: sums, ...Object.fromEntries(NAMES.map((name) => [name, PROGRAM])), ...changes };
}

const LINUX = "esxi-mcp-server-linux-x64";

for (
  const [system, cpu, file] of [
    ["Linux", "x86_64", LINUX],
    ["Linux", "aarch64", "esxi-mcp-server-linux-arm64"],
    ["Darwin", "x86_64", "esxi-mcp-server-macos-x64"],
    ["Darwin", "arm64", "esxi-mcp-server-macos-arm64"],
  ] as const
) {
  Deno.test(`install.sh installs ${file} on ${system} ${cpu} and leaves nothing else`, async () => {
    const { code, stdout, stderr, program, files, asked } = await install(release(), { system, cpu });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Installed esxi-mcp-server 9\.8\.7 as \S+\/bin\/esxi-mcp-server\n/);
    assert.equal(program, PROGRAM);
    assert.deepEqual(files, ["esxi-mcp-server"]);
    assert.deepEqual(asked, ["/latest/download/SHA256SUMS", `/latest/download/${file}`]);
  });
}

Deno.test("install.sh takes the version it is told, with and without v", async () => {
  for (const version of ["1.2.3", "v1.2.3"]) {
    const { code, stderr, asked } = await install(release(), { args: ["--version", version] });
    assert.equal(code, 0, stderr);
    assert.deepEqual(asked, ["/download/v1.2.3/SHA256SUMS", `/download/v1.2.3/${LINUX}`]);
  }
});

const BASICS = ["awk", "chmod", "cp", "cut", "grep", "mkdir", "mktemp", "mv", "rm", "sed"];

for (
  const [fetcher, hasher] of [["curl", "openssl"], ["curl", "shasum"], ["wget", "sha256sum"], [
    "wget",
    "openssl",
  ]] as const
) {
  Deno.test({
    name: `install.sh makes do with ${fetcher} and ${hasher}`,
    ignore: [fetcher, hasher].some((name) => whereIs(name) === ""),
    async fn() {
      const only = [...BASICS, fetcher, hasher];
      const right = await install(release(), { only });
      assert.equal(right.code, 0, right.stderr);
      assert.equal(right.program, PROGRAM);
      const wrong = await install(release({ [LINUX]: `${PROGRAM}# changed\n` }), { only });
      assert.equal(wrong.code, 1, wrong.stdout);
      assert.match(wrong.stderr, /its checksum is/);
      assert.equal(wrong.program, EARLIER);
    },
  });
}

Deno.test("install.sh installs nothing where it can fetch or verify nothing", async () => {
  for (
    const [only, reason] of [[[], /neither curl nor wget/], [["curl"], /Cannot verify a checksum/]] as const
  ) {
    const { code, stderr, program } = await install(release(), { only: [...BASICS, ...only] });
    assert.equal(code, 1);
    assert.match(stderr, reason);
    assert.equal(program, EARLIER);
  }
});

const failures: readonly [string, ReleaseFiles, Machine, RegExp][] = [
  [
    "a wrong checksum",
    release({ [LINUX]: `${PROGRAM}# changed\n` }),
    {},
    /its checksum is [0-9a-f]{64} and not/,
  ],
  ["a download that breaks off", release({ [LINUX]: { text: PROGRAM, sent: 20 } }), {}, /Cannot fetch/],
  [
    "a download that is cut and looks whole",
    release({ [LINUX]: PROGRAM.slice(0, 20) }),
    {},
    /its checksum is/,
  ],
  ["a program that the release lacks", release({ [LINUX]: undefined }), {}, /Cannot fetch/],
  ["checksums that the release lacks", release({ SHA256SUMS: undefined }), {}, /Cannot fetch/],
  ["checksums without this platform", release({ SHA256SUMS: "" }), {}, /has not one checksum of it/],
  ["checksums that are a page", release({ SHA256SUMS: `<html> ${LINUX}` }), {}, /has not one checksum of it/],
  [
    "two checksums of one file",
    release({ SHA256SUMS: `${"a".repeat(64)}  ${LINUX}\n${"b".repeat(64)}  ${LINUX}\n` }),
    {},
    /has not one checksum of it/,
  ],
  ["a system without a release", release(), { system: "FreeBSD" }, /Cannot install on FreeBSD/],
  ["a processor without a release", release(), { cpu: "riscv64" }, /Cannot install on riscv64/],
  ["an unknown option", release(), { args: ["--force", "yes"] }, /no such option/],
  ["an option without its value", release(), { args: ["--version"] }, /a value is missing/],
  ["an address without TLS", release(), { releases: "http://releases.invalid" }, /begins with https/],
  ["a copy that belongs to no release", release(), { releases: "" }, /belongs to none/],
];

for (const [what, files, machine, reason] of failures) {
  Deno.test(`install.sh refuses ${what} and leaves what was installed`, async () => {
    const outcome = await install(files, machine);
    assert.equal(outcome.code, 1, outcome.stdout);
    assert.match(outcome.stderr, reason);
    assert.equal(outcome.stdout, "");
    assert.equal(outcome.program, EARLIER);
    assert.deepEqual(outcome.files, ["esxi-mcp-server"]);
  });
}

Deno.test("install.sh refuses a program that does not run, and leaves what was installed", async () => {
  const broken = "#!/bin/sh\nexit 3\n";
  const sums = `${createHash("sha256").update(broken).digest("hex")}  ${LINUX}\n`;
  const outcome = await install(release({ [LINUX]: broken, SHA256SUMS: sums }));
  assert.equal(outcome.code, 1);
  assert.match(outcome.stderr, /does not run on this system/);
  assert.equal(outcome.program, EARLIER);
  assert.deepEqual(outcome.files, ["esxi-mcp-server"]);
});

Deno.test("install.sh runs nothing of a release before its checksum is right", async () => {
  const witness = await Deno.makeTempFile();
  try {
    const { code } = await install(release({ [LINUX]: `#!/bin/sh\necho ran >${witness}\n` }));
    assert.equal(code, 1);
    assert.equal(Deno.readTextFileSync(witness), "");
  } finally {
    Deno.removeSync(witness);
  }
});

Deno.test("install.sh leaves what was installed when the place cannot be written", async () => {
  const outcome = await install(release(), { tools: { mv: "#!/bin/sh\nexit 1\n" } });
  assert.notEqual(outcome.code, 0);
  assert.equal(outcome.program, EARLIER);
  assert.deepEqual(outcome.files, ["esxi-mcp-server"]);
});
