import { type ErrorKind, UserError } from "../errors.ts";
import type { SoapFault } from "../soap/envelope.ts";
import { child, childrenNamed, type XmlElement } from "../soap/xml.ts";
import { cleanWords, explainFault } from "./fault_sentences.ts";

/** A fault of vSphere, said as a sentence with a next step; the raw fault is in `cause` for the log only. */
export class VimFault extends UserError {
  override readonly name = "VimFault";
  /** The fault's type, such as `InvalidPowerState`. */
  readonly fault: string;
  /** The fault's own fields. */
  readonly fields: XmlElement | undefined;

  constructor(kind: ErrorKind, message: string, options: {
    readonly fault: string;
    readonly fields?: XmlElement | undefined;
    readonly cause?: unknown;
  }) {
    super(kind, message, { cause: options.cause, details: { fault: options.fault } });
    this.fault = options.fault;
    this.fields = options.fields;
  }
}

/** True when `error` is one of the named faults; never look at the text. */
export function isFault(error: unknown, ...names: readonly string[]): error is VimFault {
  return error instanceof VimFault && names.includes(error.fault);
}

/** The fault of a method that answered with one. `action` continues "Cannot ...". */
export function faultOfMethod(fault: SoapFault, action: string): VimFault {
  return createFault(fault.detail, { action, message: fault.message, cause: fault });
}

/** The fault of whatever needs a session that the server no longer knows. */
export function sessionLost(action: string): VimFault {
  const facts = { fault: "NotAuthenticated", fields: undefined, message: "" };
  const { kind, sentence } = explainFault(facts);
  return new VimFault(kind, `Cannot ${action}: ${sentence}`, facts);
}

/** The fault inside a LocalizedMethodFault: of a task, a lease or a missing property. */
export function faultOfTask(localized: XmlElement, action: string): VimFault {
  return createFault(child(localized, "fault"), {
    action,
    message: child(localized, "localizedMessage")?.text ?? "",
    cause: undefined,
  });
}

/** The name of the fault inside a LocalizedMethodFault. */
export function faultName(localized: XmlElement): string {
  return nameOf(child(localized, "fault"));
}

function createFault(
  detail: XmlElement | undefined,
  said: { readonly action: string; readonly message: string; readonly cause: unknown },
): VimFault {
  const fault = nameOf(detail);
  const { kind, sentence } = explainFault({
    fault,
    fields: detail,
    message: bestMessage(detail, said.message),
  });
  return new VimFault(kind, `Cannot ${said.action}: ${sentence}`, {
    fault,
    fields: detail,
    cause: said.cause,
  });
}

function nameOf(detail: XmlElement | undefined): string {
  if (detail === undefined) return "SystemError";
  const name = detail.xsiType || detail.name.replace(/Fault$/, "");
  // Inside a LocalizedMethodFault the element is `fault`, and only its type says which.
  return /^\w+$/.test(name) && name !== "fault" ? name : "MethodFault";
}

/** `faultMessage` explains VmConfigFaults best; simulators put a Go type name where the text belongs. */
function bestMessage(detail: XmlElement | undefined, message: string): string {
  const details = detail === undefined ? [] : childrenNamed(detail, "faultMessage");
  const texts = [message, ...details.map((item) => child(item, "message")?.text ?? "")]
    .filter((text) => !text.startsWith("*types."))
    .map((text) => cleanWords(text).replace(/[\s.;:]+$/, ""))
    .filter((text) => text !== "");
  return cleanWords([...new Set(texts)].join(". "));
}
