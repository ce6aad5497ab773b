/** Makes a Python environment with the pyVmomi of ./pyvmomi/requirements.txt, once. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { isComplete, markComplete } from "./complete.ts";

/** Whether such an environment can be made here. */
export const hasPython: boolean = detectPython();

const requirements = new URL("pyvmomi/requirements.txt", import.meta.url);
const cache = new URL("../../.cache/pyvmomi/", import.meta.url);

/** The path of the environment's Python; it is made first when there is none for these requirements yet. */
export async function preparePyvmomi(): Promise<string> {
  const hash = createHash("sha256").update(await python(["-VV"])).update(Deno.readTextFileSync(requirements));
  const folder = new URL(`env-${hash.digest("hex").slice(0, 16)}/`, cache);
  if (isComplete(folder)) return executableOf(folder);

  await Deno.mkdir(cache, { recursive: true });
  using lock = await Deno.open(new URL("lock", cache), { create: true, write: true });
  await lock.lock(true);
  if (!isComplete(folder)) await make(folder);
  return executableOf(folder);
}

function detectPython(): boolean {
  // Some distributions leave venv out of what they call Python, and pyVmomi needs 3.10.
  const probe = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";
  try {
    return new Deno.Command("python3", { args: ["-c", probe] }).outputSync().success;
  } catch {
    return false;
  }
}

function executableOf(folder: URL): string {
  return fileURLToPath(new URL("bin/python", folder));
}

/** Under the lock only. */
async function make(folder: URL): Promise<void> {
  await python(["-m", "venv", "--clear", fileURLToPath(folder)]);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  await python([...install, "--require-hashes", "-r", fileURLToPath(requirements)], executableOf(folder));
  await markComplete(folder);
}

async function python(args: readonly string[], executable = "python3"): Promise<string> {
  const output = await new Deno.Command(executable, { args: [...args] }).output();
  if (!output.success) {
    throw new Error(`Cannot run python ${args.join(" ")}: ${new TextDecoder().decode(output.stderr)}`);
  }
  return new TextDecoder().decode(output.stdout);
}
