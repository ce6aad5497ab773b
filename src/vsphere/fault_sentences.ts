import type { ErrorKind } from "../errors.ts";
import { child, type XmlElement } from "../soap/xml.ts";
import { FAULT_FAMILIES, type FaultRow, FAULTS } from "./fault_table.ts";
import { decodeName } from "./names.ts";

/** A fault before it is explained; `message` is what the server itself says, possibly "". */
export interface FaultFacts {
  readonly fault: string;
  readonly fields: XmlElement | undefined;
  readonly message: string;
}

/** What a fault means to the caller: `<state>; <next step>`. */
export interface Explanation {
  readonly kind: ErrorKind;
  readonly sentence: string;
}

/** Most that is repeated of the server's own words: hostile and broken ones say megabytes. */
const MAX_WORDS = 500;

/** Foreign words fit for one line: no control or invisible characters, and cut to length. */
export function cleanWords(text: string): string {
  // Cut first: what is thrown away need not be searched.
  const words = text.slice(0, 4 * MAX_WORDS).replace(/[\p{Cf}\p{Cs}\p{Co}]/gu, "").replace(
    /[\s\p{Cc}]+/gu,
    " ",
  ).trim();
  return words.length > MAX_WORDS ? words.slice(0, MAX_WORDS).replace(/[\s\p{Cs}]+$/u, "") + "…" : words;
}

/** Says what a fault means and what to do; an unknown one is named together with the server's own words. */
export function explainFault(facts: FaultFacts): Explanation {
  const row = Object.hasOwn(FAULTS, facts.fault) ? FAULTS[facts.fault] : familyOf(facts.fault);
  if (row === undefined) {
    const said = facts.message === "" ? "" : `: ${facts.message}`;
    return {
      kind: "conflict",
      sentence: `the server answered ${facts.fault}${said}; look at the events of the object`,
    };
  }
  const [kind, state, next] = row;
  const filled = fillState(state, facts.fields);
  const said = facts.message === "" || filled.includes(facts.message) ? "" : ` (${facts.message})`;
  return { kind, sentence: `${filled}${said}; ${next}` };
}

/** Puts the fault's fields into their places; a part in brackets stands or falls with its own. */
function fillState(state: string, fields: XmlElement | undefined): string {
  return state.replace(/\[([^\]]*)\]|\{(\w+)\}/g, (_, part?: string, name?: string) => {
    if (part === undefined) return valueOf(fields, name ?? "");
    const isKnown = [...part.matchAll(/\{(\w+)\}/g)].every(([, name = ""]) => valueOf(fields, name) !== "");
    return isKnown ? fillState(part, fields) : "";
  });
}

function valueOf(fields: XmlElement | undefined, name: string): string {
  const text = cleanWords(fields === undefined ? "" : child(fields, name)?.text ?? "");
  if (text === "") return "";
  if (/^-?\d+$/.test(text)) return ` ${text}`;
  return ` "${name === "name" ? decodeName(text) : text}"`;
}

function familyOf(fault: string): FaultRow | undefined {
  return FAULT_FAMILIES.find(([pattern]) => pattern.test(fault))?.[1];
}
