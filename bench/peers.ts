/** Servers and clients of others, installed once into .cache/bench. */
import { fileURLToPath } from "node:url";
import { cleanEnvironment, type Command, root } from "./line_process.ts";
import type { Place } from "./servers.ts";
import { preparePyvmomi } from "../tests/clients/pyvmomi_env.ts";

const REQUIREMENTS = ["esxi-mcp-server==0.2.0", "mcp<2"];

/** The older server in Python, which speaks stdio and TLS only. */
export async function pypiCommand({ url, user, password }: Omit<Place, "thumbprint">): Promise<Command> {
  const folder = await preparePypi();
  return {
    command: fileURLToPath(new URL("bin/python", folder)),
    args: [fileURLToPath(new URL("bin/esxi-mcp-server", folder))],
    env: {
      ...cleanEnvironment(),
      VCENTER_HOST: new URL(url).host,
      VCENTER_USER: user,
      VCENTER_PASSWORD: password,
      VCENTER_INSECURE: "true",
      MCP_LOG_LEVEL: "ERROR",
    },
  };
}

/** A script with pyVmomi 9.1 that answers lines with lines. */
export async function pyvmomiCommand({ url, user, password }: Omit<Place, "thumbprint">): Promise<Command> {
  return {
    command: await preparePyvmomi(),
    args: [fileURLToPath(new URL("pyvmomi_peer.py", import.meta.url))],
    env: {
      ...cleanEnvironment(),
      VSPHERE_URL: url,
      VSPHERE_USER: user,
      VSPHERE_PASSWORD: password,
      PYTHONPATH: fileURLToPath(new URL("../tests/clients/pyvmomi", import.meta.url)),
      PYTHONPYCACHEPREFIX: fileURLToPath(new URL(".cache/pyvmomi/compiled", root)),
    },
  };
}

async function preparePypi(): Promise<URL> {
  const folder = new URL(".cache/bench/pypi/", root);
  const mark = new URL("complete", folder);
  if (exists(mark)) return folder;
  await python("python3", ["-m", "venv", "--clear", fileURLToPath(folder)]);
  const executable = fileURLToPath(new URL("bin/python", folder));
  await python(executable, [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--disable-pip-version-check",
    ...REQUIREMENTS,
  ]);
  await Deno.writeTextFile(mark, "");
  return folder;
}

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

async function python(command: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  if (!success) throw new Error(`Cannot run python ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
