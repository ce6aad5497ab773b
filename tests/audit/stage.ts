import type { AuditRecord } from "../../src/audit/record.ts";
import { openAuditTrail } from "../../src/audit/trail.ts";

/** A write as the trail is told of it. */
export const RECORD: AuditRecord = {
  caller: { name: "night shift", role: "operate", transport: "http" },
  client: { name: "some client", version: "1.2.3" },
  tool: "delete_vm",
  effect: "destroy",
  arguments: { name: "web-1" },
  objects: [{ name: "web-1", moref: "vm-42", path: "/DC/vm/web-1" }],
  plan_digest: "3f2a",
  confirmed_by: "human",
};

/** Runs with the name of a file that does not exist yet, and removes all beside it in the end. */
export async function inFolder(run: (file: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(`${folder}/audit.jsonl`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes lines of every kind, a torn one among them: one write done, one failed, one refused, one open. */
export async function writeEveryKind(file: string): Promise<void> {
  {
    using trail = openAuditTrail(file);
    const done = await trail.begin(RECORD);
    await done.task("task-7");
    await done.end({ outcome: "done" });
    await trail.refuse(RECORD, "the role read may not do this");
  }
  await Deno.writeTextFile(file, '{"seq":5,"previous":"0f', { append: true });
  using trail = openAuditTrail(file);
  const failed = await trail.begin(RECORD);
  const open = await trail.begin({ ...RECORD, tool: "power_off_vm" });
  await open.task("task-8");
  await failed.end({ outcome: "failed", fault: "InvalidPowerState" });
}

/** The lines of a file without their line feeds. */
export async function linesIn(file: string): Promise<readonly string[]> {
  return (await Deno.readTextFile(file)).split("\n").slice(0, -1);
}

/** The lines of a file as what they say. */
export async function factsIn(file: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await linesIn(file)).map((line) => JSON.parse(line));
}

/** Replaces what is in a file. */
export async function writeLines(file: string, lines: readonly string[]): Promise<void> {
  await Deno.writeTextFile(file, lines.map((line) => `${line}\n`).join(""));
}
