import process from "node:process";
import type { Config } from "../config/schema.ts";
import { cleanText } from "../mcp/clean.ts";
import type { Service } from "../mcp/service.ts";
import type { CheckLine, CheckStatus } from "./check_lines.ts";
import { type CheckOptions, checkTarget } from "./check_target.ts";
import { enabledToolsets } from "./enabled.ts";

/** Prints line by line what works and what does not; gives the exit code: 1 when something needed does not work. */
export async function checkCommand(
  config: Config,
  service: Service,
  options: Pick<CheckOptions, "signal" | "isSimulated">,
): Promise<number> {
  const { stdout, env } = process;
  const isColoured = stdout.isTTY && !env.NO_COLOR;
  let code = 0;
  const { vsphere } = await service.load();
  const toolsets = await enabledToolsets(service);
  for await (const line of checkTarget(config, vsphere, { env, toolsets, ...options })) {
    if (line.status === "fail") code = 1;
    stdout.write(formatLine(line, isColoured));
  }
  return code;
}

/** One line of the report; what the target says about itself cannot add lines or control a terminal. */
export function formatLine({ status, subject, text }: CheckLine, isColoured: boolean): string {
  const label = LABELS[status].padEnd(LABEL_WIDTH);
  const painted = isColoured ? `\x1b[${COLOURS[status]}m${label}\x1b[0m` : label;
  return `${painted}${subject.padEnd(SUBJECT_WIDTH)}${cleanText(text).replace(/\s+/g, " ")}\n`;
}

const LABEL_WIDTH = 6;
const SUBJECT_WIDTH = 19;
const LABELS: Readonly<Record<CheckStatus, string>> = { ok: "ok", warn: "warn", fail: "FAIL", untested: "-" };
/** Green, yellow, red, dim. */
const COLOURS: Readonly<Record<CheckStatus, number>> = { ok: 32, warn: 33, fail: 31, untested: 2 };
