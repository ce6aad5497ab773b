import process from "node:process";
import { parseArgs } from "node:util";
import { closest } from "../closest.ts";
import { messageOf, UserError } from "../errors.ts";

/** What `simulate` serves and where. */
export interface SimulateFlags {
  readonly model: "vcenter" | "esxi";
  readonly vms: number | undefined;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly isTls: boolean;
}

const OPTIONS = {
  model: { type: "string" },
  vms: { type: "string" },
  listen: { type: "string" },
  tls: { type: "boolean" },
} as const;

/** Reads what stands behind `simulate`; throws UserError "invalid" for what it does not know. */
export function readSimulateFlags(words: readonly string[]): SimulateFlags {
  const { tokens } = parseArgs({ args: [...words], options: OPTIONS, strict: false, tokens: true });
  const values = new Map<string, string>();
  for (const token of tokens) {
    if (token.kind !== "option" || !Object.hasOwn(OPTIONS, token.name)) {
      throw unknownWord(token.kind === "option" ? token.rawName : words[token.index] ?? "");
    }
    if (token.name !== "tls" && token.value === undefined) {
      throw new UserError(
        "invalid",
        `Cannot read flag "--${token.name}": its value is missing; write --${token.name} VALUE`,
      );
    }
    values.set(token.name, token.value ?? "");
  }
  return {
    model: readModel(values.get("model") ?? "vcenter", "--model"),
    vms: values.has("vms") ? readCount(values.get("vms") ?? "", "--vms") : undefined,
    ...readListen(values.get("listen") ?? "127.0.0.1:0"),
    isTls: values.has("tls"),
  };
}

/** "vcenter" or "esxi"; throws UserError "invalid". */
export function readModel(text: string, flag: string): "vcenter" | "esxi" {
  if (text === "vcenter" || text === "esxi") return text;
  throw new UserError(
    "invalid",
    `Cannot use "${text}" for ${flag}: it is neither vcenter nor esxi; write one of them`,
  );
}

/** A number of machines; throws UserError "invalid". */
export function readCount(text: string, flag: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : NaN;
  if (count <= MAX_VMS) return count;
  throw new UserError(
    "invalid",
    `Cannot use "${text}" for ${flag}: it is no number of machines; write 0 to ${MAX_VMS}`,
  );
}

const MAX_VMS = 100_000;

function readListen(text: string): { readonly host: string; readonly port: number } {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host, port };
  throw new UserError(
    "invalid",
    `Cannot listen on "${text}": it is no address with a port; write 127.0.0.1:8989, or port 0 for a free one`,
  );
}

function unknownWord(word: string): UserError {
  const near = closest(word, Object.keys(OPTIONS).map((name) => `--${name}`));
  const hint = near === undefined ? "" : ` (closest: "${near}")`;
  return new UserError(
    "invalid",
    `Cannot use "${word}": simulate has no such flag; it takes --model, --vms, --listen and --tls${hint}`,
  );
}

/** Serves a simulated vSphere until the signal is aborted; says in one line where it is. */
export async function simulateCommand(flags: SimulateFlags, signal: AbortSignal): Promise<void> {
  const { createSimulator } = await import("../simulator/simulator.ts");
  const { serveSimulator } = await import("../simulator/serve.ts");
  const { model, vms, host, port, isTls } = flags;
  using simulator = createSimulator({ model, ...(vms === undefined ? {} : { vms }) });
  const certificate = isTls ? await makeServerCertificate(host) : undefined;
  await using served = await serveSimulator(simulator, { host, port, certificate }).catch((cause) => {
    const text = `Cannot listen on "${host}:${port}": ${
      messageOf(cause)
    }; give --listen a free address, or port 0`;
    throw new UserError("unavailable", text, { cause });
  });
  const { user, password } = simulator.admin;
  const thumbprint = certificate === undefined ? "" : ` thumbprint=${certificate.sha256}`;
  process.stdout.write(`${served.url} user=${user} password=${password}${thumbprint}\n`);
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
}

async function makeServerCertificate(host: string) {
  const { makeCertificate } = await import("../simulator/certificate.ts");
  return await makeCertificate(host);
}
