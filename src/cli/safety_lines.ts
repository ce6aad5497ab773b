import type { Config } from "../config/schema.ts";
import type { CheckLine } from "./check_lines.ts";

/** What stands between callers and the target. `isVcenter` is undefined where nobody could find out. */
export function safetyLines(
  config: Config,
  { isVcenter }: { readonly isVcenter: boolean | undefined },
): readonly CheckLine[] {
  return [confirmationLine(config), protectedLine(config, isVcenter), auditLine(config)];
}

const CONFIRMATIONS = {
  auto: "auto: the human where the client can ask, else a second call with the token of the plan",
  human: "human: calls that destroy are refused where the client cannot ask its human",
  never: "never: calls that destroy run at once; set confirm to auto or human unless that is meant",
} as const;

function confirmationLine({ confirm, read_only, disable_destructive }: Config): CheckLine {
  const subject = "confirmation";
  if (read_only || disable_destructive) {
    return { status: "ok", subject, text: "no tool that destroys is offered" };
  }
  return { status: confirm === "never" ? "warn" : "ok", subject, text: CONFIRMATIONS[confirm] };
}

function protectedLine({ protected: own, api_keys = [] }: Config, isVcenter: boolean | undefined): CheckLine {
  const subject = "protected";
  const patterns = [...own, ...api_keys.flatMap((key) => key.protected ?? [])];
  if (isVcenter === false && patterns.some((pattern) => /^tag:/i.test(pattern))) {
    const text =
      "tags exist on vCenter Server only: every write would be refused; protect by names or paths instead";
    return { status: "fail", subject, text };
  }
  const listed = own.length === 0 ? "" : `${own.map((pattern) => `"${pattern}"`).join(", ")}, and `;
  return { status: "ok", subject, text: `${listed}the machines of vCenter Server and of this server` };
}

function auditLine({ audit_file: file }: Config): CheckLine {
  const text = file === undefined ? "none: audit_file names a file for it" : `writes go to "${file}"`;
  return { status: "ok", subject: "audit", text };
}
