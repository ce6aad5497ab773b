/** Compiles the bundle into executables with explicit permissions: `deno task compile`. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readConfig } from "../src/cli/configured.ts";
import { GENERAL_PERMISSIONS, permissionFlags, permissionsOf } from "../src/cli/permissions.ts";
import { variablesOf } from "../src/cli/variables.ts";
import { NAME } from "../src/version.ts";

const USAGE = `Usage: deno task compile [OPTIONS]

      --target=NAME    linux-x64, linux-arm64, macos-x64, macos-arm64, windows-x64 or all. [default: this machine's]
      --config=FILE    Allow no more than this configuration needs, as the command permissions prints it.
      --out=FOLDER     Where the executables and SHA256SUMS go. [default: dist]
      --deno=PATH      The Deno that compiles. [default: the one that runs this]
  -h, --help           Print this.

The base binary of the executable (denort) is downloaded by Deno; DENORT_BIN names one where it cannot be.
It has to be for the target, and of the version of the Deno that compiles.
`;

const TARGETS: ReadonlyMap<string, string> = new Map([
  ["linux-x64", "x86_64-unknown-linux-gnu"],
  ["linux-arm64", "aarch64-unknown-linux-gnu"],
  ["macos-x64", "x86_64-apple-darwin"],
  ["macos-arm64", "aarch64-apple-darwin"],
  ["windows-x64", "x86_64-pc-windows-msvc"],
]);

/**
 * The first look at a large inventory grows V8's young generation, which is kept for good: measured a quarter less
 * memory with 10,000 machines, and answers as quick as before.
 */
export const V8_FLAGS = "--v8-flags=--max-semi-space-size=4";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const ICON = fileURLToPath(new URL("icon.ico", import.meta.url));
const EXIT_USAGE = 2;
const BASE_REMEDY =
  "Deno downloads a base binary (denort) for each target; where it cannot, set DENORT_BIN to one of the same version";

interface Plan {
  readonly targets: readonly string[];
  readonly out: string;
  readonly deno: string;
  readonly config: string | undefined;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

async function main(args: readonly string[]): Promise<number> {
  const plan = readPlan(args);
  if (typeof plan === "string") {
    say(plan);
    return plan === USAGE ? 0 : EXIT_USAGE;
  }
  const bundle = await Deno.makeTempDir();
  try {
    const permissions = plan.config === undefined
      ? permissionFlags(GENERAL_PERMISSIONS)
      : await configuredFlags(plan.config);
    await deno(Deno.execPath(), [
      "run",
      "--allow-read",
      "--allow-write",
      "--allow-run",
      "scripts/bundle.ts",
      bundle,
    ]);
    await Deno.mkdir(plan.out, { recursive: true });
    const sums: string[] = [];
    for (const target of plan.targets) sums.push(await compile(target, { plan, bundle, permissions }));
    await Deno.writeTextFile(`${plan.out}/SHA256SUMS`, sums.join(""));
    return 0;
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n`);
    return 1;
  } finally {
    await Deno.remove(bundle, { recursive: true });
  }
}

/** Compiles for one target; gives its line of SHA256SUMS. */
async function compile(
  target: string,
  { plan: { deno: compiler, out }, bundle, permissions }: {
    readonly plan: Plan;
    readonly bundle: string;
    readonly permissions: readonly string[];
  },
): Promise<string> {
  const name = `${NAME}-${target}${target.startsWith("windows") ? ".exe" : ""}`;
  const file = `${out}/${name}`;
  const icon = target.startsWith("windows") ? ["--icon", ICON] : [];
  // What deno.json says is for the sources; the bundle stands alone.
  const options = [
    "--no-config",
    "--no-check",
    "--quiet",
    V8_FLAGS,
    "--target",
    TARGETS.get(target) ?? "",
    ...icon,
  ];
  await deno(compiler, ["compile", ...options, ...permissions, "--output", file, `${bundle}/main.js`]).catch(
    (cause) => {
      throw new Error(`Cannot compile for ${target}: ${cause.message}\n${BASE_REMEDY}`);
    },
  );
  // A base of another version compiles without complaint, and then does not run.
  if (target === hostTarget()) {
    await deno(file, ["--version"]).catch(async () => {
      await Deno.remove(file);
      throw new Error(
        `Cannot use ${file}: it does not start; DENORT_BIN has to be of the version of the Deno that compiles`,
      );
    });
  }
  const sum = createHash("sha256").update(await Deno.readFile(file)).digest("hex");
  say(`${file}  ${sum}\n`);
  return `${sum}  ${name}\n`;
}

/** What the command permissions prints for this file. */
async function configuredFlags(configFile: string): Promise<readonly string[]> {
  const env = variablesOf(Deno.env.toObject());
  const { config, files } = await readConfig({ flags: {}, configFile }, env);
  return permissionFlags(permissionsOf(config, { env, files, isSimulated: false }));
}

async function deno(program: string, args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, { args: [...args], cwd: ROOT }).output();
  if (success) return;
  const [said = ""] = new TextDecoder().decode(stderr).split(/\n\s*Stack backtrace:/);
  throw new Error(said.trim());
}

function hostTarget(): string {
  return [...TARGETS].find(([, triple]) => triple === Deno.build.target)?.[0] ?? "";
}

/** What is to be done, or what to print instead. */
function readPlan(args: readonly string[]): Plan | string {
  const text = { type: "string" } as const;
  const options = {
    target: text,
    config: text,
    out: text,
    deno: text,
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    const { values } = parseArgs({ args: [...args], options });
    if (values.help === true) return USAGE;
    const target = values.target ?? hostTarget();
    const targets = target === "all" ? [...TARGETS.keys()] : [target];
    if (!targets.every((name) => TARGETS.has(name))) {
      return `Cannot compile for "${target}": there is no such target; write ${
        [...TARGETS.keys()].join(", ")
      } or all\n`;
    }
    if (targets.length > 1 && Deno.env.get("DENORT_BIN")) {
      return "Cannot compile for all targets: DENORT_BIN names the base of one of them; name that target, or unset it\n";
    }
    return {
      targets,
      out: values.out ?? "dist",
      deno: values.deno ?? Deno.execPath(),
      config: values.config,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n\n${USAGE}`;
  }
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text));
}
