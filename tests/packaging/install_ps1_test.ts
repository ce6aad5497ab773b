import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { type ReleaseFiles, serveRelease } from "./release_server.ts";

const SCRIPT = fileURLToPath(new URL("../../install.ps1", import.meta.url));
const FILE = "esxi-mcp-server-windows-x64.exe";
const EARLIER = "the one before";

const shells = ["pwsh", "powershell"].filter((shell) => {
  try {
    return new Deno.Command(shell, { args: ["-NoProfile", "-Command", "exit 0"] }).outputSync().success;
  } catch {
    return false;
  }
});

const failures: readonly [string, ReleaseFiles, RegExp][] = [
  ["a wrong checksum", { SHA256SUMS: `${"a".repeat(64)}  ${FILE}\n`, [FILE]: "anything" }, /its checksum is/],
  ["checksums without it", { SHA256SUMS: "", [FILE]: "anything" }, /has not one checksum of it/],
  ["a program that the release lacks", { SHA256SUMS: `${"a".repeat(64)}  ${FILE}\n` }, /404/],
];

for (const shell of ["pwsh", "powershell"]) {
  for (const [what, files, reason] of failures) {
    Deno.test({
      name: `install.ps1 in ${shell} refuses ${what} and leaves what was installed`,
      ignore: !shells.includes(shell),
      async fn() {
        const folder = await Deno.makeTempDir();
        await using server = await serveRelease(files);
        try {
          Deno.writeTextFileSync(`${folder}/esxi-mcp-server.exe`, EARLIER);
          const { code, stderr } = await new Deno.Command(shell, {
            args: ["-NoProfile", "-ExecutionPolicy", "Bypass", "-File", SCRIPT, "-To", folder],
            env: { ESXI_MCP_RELEASES: server.url, PROCESSOR_ARCHITECTURE: "AMD64" },
          }).output();
          assert.notEqual(code, 0);
          // PowerShell breaks what it says into lines of the terminal's width.
          assert.match(new TextDecoder().decode(stderr).replace(/\s+/g, " "), reason);
          assert.equal(Deno.readTextFileSync(`${folder}/esxi-mcp-server.exe`), EARLIER);
          assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["esxi-mcp-server.exe"]);
        } finally {
          await Deno.remove(folder, { recursive: true });
        }
      },
    });
  }
}
