import { child, parseXml, type XmlElement, XmlError, type XmlTaker } from "./xml.ts";

/** A fault as it came over the wire, not yet interpreted. */
export class SoapFault extends Error {
  override readonly name = "SoapFault";
  /** The first element inside `detail`; its `xsi:type` names the fault. */
  readonly detail: XmlElement | undefined;

  constructor(faultstring: string, detail: XmlElement | undefined) {
    super(faultstring);
    this.detail = detail;
  }
}

/** An answer that no SOAP service gave: a web page, a proxy's error, a document cut off. */
export class NotSoapError extends Error {
  override readonly name = "NotSoapError";
}

const OPEN = '<?xml version="1.0" encoding="UTF-8"?>' +
  '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"' +
  ' xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
  "<soapenv:Body>";
const CLOSE = "</soapenv:Body></soapenv:Envelope>";

/** A SOAP 1.1 envelope around one encoded call. */
export function wrapCall(call: string): string {
  return OPEN + call + CLOSE;
}

/**
 * The `returnval` elements of an answer: none for void and null, one or several else.
 * Throws SoapFault for a fault and NotSoapError for what is no envelope. What `taker` takes is not in them.
 */
export function openAnswer(envelope: string, taker?: XmlTaker): readonly XmlElement[] {
  const root = parseAnswer(envelope, taker);
  const body = root.name === "Envelope" ? child(root, "Body") : undefined;
  const answer = body?.children[0];
  if (answer === undefined) throw new NotSoapError("The answer is no SOAP envelope");
  if (answer.name !== "Fault") return answer.children;
  throw new SoapFault(child(answer, "faultstring")?.text ?? "", child(answer, "detail")?.children[0]);
}

function parseAnswer(text: string, taker: XmlTaker | undefined): XmlElement {
  try {
    return parseXml(text, { taker });
  } catch (error) {
    if (error instanceof XmlError) throw new NotSoapError("The answer is no XML", { cause: error });
    throw error;
  }
}
