import assert from "node:assert/strict";
import { callsOf } from "../tools/every_tool.ts";
import type { RunningSimulator } from "../support/simulator.ts";
import type { Outcome } from "./cases.ts";
import type { Door, Reply } from "./doors.ts";
import { TOOLS } from "./table.ts";
import type { Witness } from "./witness.ts";

/** Where a case is played. */
export interface Stage {
  readonly simulator: RunningSimulator;
  readonly witness: Witness;
  readonly door: Door;
  /** As the audit trail names the caller: `name/role/transport`. */
  readonly caller: string;
}

/** One tool, and what is expected of it. */
export interface Case {
  readonly tool: string;
  readonly outcome: Outcome;
  readonly stage: Stage;
}

/** Plays a case; throws where anything is not as expected. */
export async function play(one: Case): Promise<void> {
  const [args = {}] = callsOf(one.tool, one.stage.simulator);
  // What the example needs was asked for, or made, without the product.
  one.stage.witness.writes();
  await PLAYS[one.outcome](one, args);
}

type Arguments = Readonly<Record<string, unknown>>;

const PLAYS: Readonly<Record<Outcome, (one: Case, args: Arguments) => Promise<void>>> = {
  async ok(one, args) {
    await runs(
      one,
      await one.stage.door.call(one.tool, { args }),
      {
        read: undefined,
        write: "not needed",
        destroy: "operator",
      }[effectOf(one)],
    );
  },
  async asked(one, args) {
    const { door } = one.stage;
    const no = await door.call(one.tool, { args, answer: "no" });
    assert.match(no.questions?.[0] ?? "", /^This will /);
    await stays(one, no, { kind: "denied" });
    const yes = await door.call(one.tool, { args, answer: "yes" });
    await runs(one, yes, "human");
  },
  async token(one, args) {
    const { door } = one.stage;
    const plan = await door.call(one.tool, { args });
    await stays(one, plan, { kind: "confirmation_required" });
    assert.ok(plan.token !== undefined && plan.text.includes(plan.token), plan.text);
    assert.ok(
      !(await one.stage.witness.trail()).includes(plan.token),
      "the trail holds a token that is good",
    );
    const forged = await door.call(one.tool, { args: { ...args, confirmation: `${plan.token}x` } });
    await stays(one, forged, { kind: "confirmation_required" });
    const confirmed = await door.call(one.tool, { args: { ...args, confirmation: plan.token } });
    await runs(one, confirmed, "token");
  },
  async denied(one, args) {
    const reply = await one.stage.door.call(one.tool, { args });
    assert.equal(reply.token, undefined);
    await stays(one, reply, { kind: "denied" });
  },
  async flag(one, args) {
    const { door } = one.stage;
    await stays(one, await door.call(one.tool, { args }), { kind: "confirmation_required" });
    await runs(one, await door.call(one.tool, { args, answer: "yes" }), "--yes");
  },
  async unanswered(one, args) {
    await stays(one, await one.stage.door.call(one.tool, { args }), { kind: "confirmation_required" });
  },
  async "not offered"(one, args) {
    const reply = await one.stage.door.call(one.tool, { args });
    assert.match(reply.text, /^Cannot call tool "\w+": it is (not for the role|switched off)/);
    await stays(one, reply, { kind: "denied" });
  },
};

/** It has run: vSphere was told to do it, and the trail says who agreed. */
async function runs(one: Case, reply: Reply, confirmedBy: string | undefined): Promise<void> {
  const { tool, stage: { witness, caller } } = one;
  assert.equal(reply.kind, "ok", reply.text);
  assert.deepEqual(witness.writes(), TOOLS[tool]?.writes);
  const how = `${tool} ${caller} ${confirmedBy}`;
  const expected = confirmedBy === undefined ? [] : [`begin ${how}`, `end ${how} done`];
  const asked = ["human", "--yes"].includes(confirmedBy ?? "")
    ? [`asked ${tool} ${caller} nobody asked`]
    : [];
  assert.deepEqual(await witness.notes(), [...asked, ...expected]);
  if (confirmedBy !== undefined) assert.match((await witness.trail()).split("\n").at(-2) ?? "", OBJECTS);
}

/** The last line names what was changed as it can be found again. */
const OBJECTS = /"objects":\[\{"name":"[^"]+","moref":"[^"]+"/;

/** Nothing has happened, and the trail says what somebody wanted. */
async function stays(one: Case, reply: Reply, { kind }: { readonly kind: Reply["kind"] }): Promise<void> {
  const { tool, outcome, stage: { witness, caller } } = one;
  assert.equal(reply.kind, kind, reply.text);
  assert.deepEqual(witness.writes(), []);
  const asked = `asked ${tool} ${caller} nobody asked`;
  const refused = `refused ${tool} ${caller} nobody refused`;
  const notes = {
    ok: [],
    asked: [asked, refused],
    token: [asked],
    flag: [asked],
    unanswered: [asked],
    denied: [refused],
    "not offered": [refused],
  }[outcome];
  assert.deepEqual(await witness.notes(), effectOf(one) === "read" ? [] : notes);
}

function effectOf({ tool }: Case): "read" | "write" | "destroy" {
  const facts = TOOLS[tool];
  assert.ok(facts !== undefined, `${tool} is not in the table; add it`);
  return facts.effect;
}
