import { child, parseXml, type XmlElement, XmlError } from "../soap/xml.ts";
import type { Moref } from "../soap/encode.ts";
import { lookUp } from "./collector/select.ts";
import {
  faultData,
  invalidRequest,
  noPermission,
  notAuthenticated,
  objectNotFound,
  SimFault,
} from "./core/fault.ts";
import { readParameters } from "./core/read.ts";
import { writeFault, writeReturned } from "./core/write.ts";
import { type Answer, Call, type Method, Xml } from "./methods/method.ts";
import { METHOD_TABLE } from "./methods/registry.ts";
import type { Sessions } from "./methods/sessions.ts";
import { holds, type SimSession } from "./world/session.ts";
import type { World } from "./world/world.ts";
import { isManagedA } from "./wire/schema.ts";
import { escapeText } from "../soap/xml.ts";

/** A call, as far as its envelope tells. */
export interface Envelope {
  readonly method: string;
  readonly target: Moref;
  readonly parameters: readonly XmlElement[];
}

/** What a call comes with beside its envelope. */
export interface Surroundings {
  readonly world: World;
  readonly sessions: Sessions;
  readonly session: SimSession | undefined;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly userAgent: string;
}

/** Opens the envelope of a request. Throws InvalidRequest. */
export function openEnvelope(text: string): Envelope {
  const root = parse(text);
  const body = root.name === "Envelope" ? child(root, "Body") : undefined;
  const [call, ...more] = body?.children ?? [];
  if (call === undefined || more.length > 0) throw invalidRequest("The SOAP body holds not exactly one call");
  const [self, ...parameters] = call.children;
  if (self?.name !== "_this" || self.type === undefined) {
    throw invalidRequest(`Missing parameter _this\n\nwhile parsing call information for method ${call.name}`);
  }
  return { method: call.name, target: { type: self.type, value: self.text }, parameters };
}

/** Carries a call out; `opened` is the session of a login. Throws SimFault. */
export async function carryOut(
  envelope: Envelope,
  surroundings: Surroundings,
): Promise<{ readonly answer: Answer; readonly opened: SimSession | undefined }> {
  const { world, session, version } = surroundings;
  const target = lookUp({ world, session }, envelope.target);
  const method = findMethod(envelope);
  if (session === undefined && method.access !== "public") throw notAuthenticated(envelope.target);
  const args = readParameters(envelope.method, envelope.parameters, version);
  if (target === undefined) throw objectNotFound(envelope.target);
  const call = new Call({ ...surroundings, method: envelope.method, target, args });
  if (method.access === "write") refuseWrite(method, call);
  const answer = await method.run(call);
  return { answer, opened: call.opened };
}

/** The envelope of an answer. */
export function wrapAnswer(method: string, answer: Answer, version: string): string {
  const body = answer instanceof Xml ? answer.text : writeReturned(answer, version);
  return OPEN + `<${method}Response xmlns="urn:vim25">${body}</${method}Response>` + CLOSE;
}

/** The envelope of a fault. */
export function wrapFault(fault: SimFault, version: string): string {
  const detail = writeFault(`${fault.fault}Fault`, faultData(fault), version)
    .replace(`<${fault.fault}Fault `, `<${fault.fault}Fault xmlns="urn:vim25" `);
  return OPEN + "<soapenv:Fault><faultcode>ServerFaultCode</faultcode>" +
    `<faultstring>${escapeText(fault.message)}</faultstring><detail>${detail}</detail></soapenv:Fault>` +
    CLOSE;
}

const OPEN = '<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope ' +
  'xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" ' +
  'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n' +
  "<soapenv:Body>\n";
const CLOSE = "\n</soapenv:Body>\n</soapenv:Envelope>";

function parse(text: string): XmlElement {
  try {
    return parseXml(text);
  } catch (error) {
    if (error instanceof XmlError) throw invalidRequest("The request is no XML document");
    throw error;
  }
}

function findMethod({ method: name, target }: Envelope): Method {
  const entry = Object.hasOwn(METHOD_TABLE, name) ? METHOD_TABLE[name] : undefined;
  const found = [entry ?? []].flat().find(({ on }) => on === "*" || isManagedA(target.type, on));
  if (found !== undefined) return found;
  throw new SimFault("MethodNotFound", `The method '${name}' is not found on '${target.type}'`, {
    receiver: target,
    method: name,
  });
}

/** An account needs privileges, and under the free licence nobody may write. */
function refuseWrite(method: Method, call: Call): void {
  const { target, world, session } = call;
  const needs = method.needs?.(call) ?? [{ privilege: method.privilege ?? "System.Modify", on: target.ref }];
  for (const { privilege, on } of needs) {
    if (!holds(session.account, privilege)) throw noPermission(on, privilege);
  }
  if (world.licence === "free") {
    throw new SimFault(
      "RestrictedVersion",
      "Current license or ESXi version prohibits execution of the requested operation.",
    );
  }
}
