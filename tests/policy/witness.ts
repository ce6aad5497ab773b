import assert from "node:assert/strict";
import { verifyAuditFile } from "../../src/audit/verify.ts";
import { record } from "../acceptance/answers.ts";
import type { RunningSimulator } from "../support/simulator.ts";
import { READING_METHODS } from "./table.ts";

/** One line of the audit file, as short as it can be compared: `end power_on_vm admin/admin/http not needed`. */
export type AuditNote = string;

/** Sees what vSphere was asked for and what was put down of it. */
export class Witness {
  readonly #simulator: RunningSimulator;
  readonly #auditFile: string;
  /** So many characters of the file. */
  #seen = 0;

  constructor(simulator: RunningSimulator, auditFile: string) {
    this.#simulator = simulator;
    this.#auditFile = auditFile;
  }

  /** The methods since the last look that are not known to change nothing. */
  writes(): readonly string[] {
    const { log } = this.#simulator.simulator;
    const methods = log.methods.filter((method) => !READING_METHODS.includes(method));
    log.clear();
    return methods;
  }

  /** The lines since the last look, without those that only name a task. */
  async notes(): Promise<readonly AuditNote[]> {
    const fresh = (await this.trail()).slice(this.#seen);
    this.#seen += fresh.length;
    const facts = fresh.split("\n").slice(0, -1).map((line) => record.parse(JSON.parse(line)));
    return facts.filter(({ event }) => event !== "task").map(noteOf);
  }

  /** All that is in the file. */
  trail(): Promise<string> {
    return Deno.readTextFile(this.#auditFile);
  }

  /** Throws unless the file is as it was written and nothing in it is open. */
  async verify(): Promise<void> {
    const { problem, open, torn } = await verifyAuditFile(this.#auditFile);
    assert.deepEqual({ problem, open, torn }, { problem: undefined, open: [], torn: [] });
  }
}

function noteOf(
  { event, tool, caller, confirmed_by: how = "nobody", outcome }: Readonly<Record<string, unknown>>,
): AuditNote {
  const { name, role, transport } = record.parse(caller);
  return [event, tool, `${name}/${role}/${transport}`, how, ...(outcome === undefined ? [] : [outcome])].join(
    " ",
  );
}
