import { UserError } from "../errors.ts";
import { NotSoapError, openAnswer } from "./envelope.ts";
import type { XmlElement, XmlTaker } from "./xml.ts";

/** Where an answer came from. */
export interface AnswerSource {
  readonly url: URL;
  readonly status: number;
  /** What was asked changes nothing. */
  readonly isRead: boolean;
}

/** An answer that has arrived and is not read yet. */
export class SoapAnswer {
  readonly #text: string;
  readonly #source: AnswerSource;

  constructor(text: string, source: AnswerSource) {
    this.#text = text;
    this.#source = source;
  }

  /** The HTTP status: other than 200 means a fault. */
  get status(): number {
    return this.#source.status;
  }

  /**
   * A glimpse of the text in the first element of this name, for what has to be known before a large answer is read.
   * Undefined where there is none, or none without prefix and attributes.
   */
  firstText(name: string): string | undefined {
    return this.#textAt(this.#text.indexOf(`<${name}>`), name);
  }

  /** The same of the last element of this name. */
  lastText(name: string): string | undefined {
    return this.#textAt(this.#text.lastIndexOf(`<${name}>`), name);
  }

  /**
   * Reads it: the `returnval` elements, without those that `taker` takes as they come. Throws SoapFault for a fault and
   * UserError for what is no SOAP; something may have been taken before that shows.
   */
  open(taker?: XmlTaker): readonly XmlElement[] {
    const { url, status, isRead } = this.#source;
    try {
      return openAnswer(this.#text, taker);
    } catch (error) {
      if (!(error instanceof NotSoapError)) throw error;
      const next = isRead
        ? "check that vcenter_host names an ESXi host or vCenter Server and its web services port"
        : "what was asked may have been carried out, so look before you repeat it";
      throw new UserError(
        "unavailable",
        `Cannot understand "${url.host}": status ${status} at ${url.pathname} with something that is no SOAP answer; ${next}`,
        { cause: error },
      );
    }
  }

  #textAt(at: number, name: string): string | undefined {
    if (at === -1) return undefined;
    const start = at + name.length + 2;
    const end = this.#text.indexOf("<", start);
    return end === -1 ? undefined : this.#text.slice(start, end);
  }
}
