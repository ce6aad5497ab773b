import { characterOf, isNameCharacter } from "./xml_characters.ts";
import type { XmlElement } from "./xml_element.ts";
import { XmlError } from "./xml_error.ts";

export { escapeAttribute, escapeText } from "./xml_characters.ts";
export { child, childrenNamed, type XmlElement } from "./xml_element.ts";
export { XmlError } from "./xml_error.ts";

/** Takes elements of one name as soon as they are read: the tree is then without them, and never whole in memory. */
export interface XmlTaker {
  readonly name: string;
  readonly take: (element: XmlElement) => void;
}

/** How a document is read. */
export interface XmlOptions {
  readonly maxLength?: number;
  readonly maxDepth?: number;
  readonly taker?: XmlTaker | undefined;
}

/**
 * The root element of a document.
 * Throws XmlError for what is malformed, cut off, longer than `maxLength` characters or deeper than `maxDepth`.
 */
export function parseXml(text: string, options: XmlOptions = {}): XmlElement {
  const { maxLength = 100_000_000, maxDepth = 1_000, taker } = options;
  if (text.length > maxLength) {
    throw new XmlError(`more than ${maxLength} characters`, { source: text, offset: maxLength });
  }
  return new Scanner(text, maxDepth, taker).root();
}

type OpenElement = { -readonly [Key in keyof XmlElement]: XmlElement[Key] } & { children: XmlElement[] };

/** Shared by all elements without children; never pushed to. */
const NO_CHILDREN: XmlElement[] = [];

/**
 * One pass over a document. Lenient where nothing is lost: raw characters that are illegal in XML pass, for one
 * VM name with such a character must not hide all the others; so do odd names and repeated attributes.
 */
class Scanner {
  readonly #source: string;
  readonly #maxDepth: number;
  readonly #taker: XmlTaker | undefined;
  readonly #hasCr: boolean;
  /** The open elements outside the current one, and the qualified names of all. */
  readonly #outer: OpenElement[] = [];
  readonly #names: string[] = [];
  /** The element whose content is read; at first one that stands for the document. */
  #current = newElement("");
  #at = 0;
  /** The next "<" and the next "&" from here on. */
  #less = 0;
  #ampersand = -1;

  constructor(source: string, maxDepth: number, taker: XmlTaker | undefined) {
    this.#source = source;
    this.#maxDepth = maxDepth;
    this.#taker = taker;
    this.#hasCr = source.includes("\r");
  }

  root(): XmlElement {
    const source = this.#source;
    if (source[0] === "\uFEFF") this.#at = 1;
    this.#less = this.#find("<", this.#at);
    while (this.#at < source.length) {
      if (this.#less > this.#at) this.#addText(this.#at, this.#less);
      if (this.#less === source.length) break;
      const character = source[this.#less + 1];
      if (character === "/") this.#closeTag();
      else if (character === "!" || character === "?") this.#markup();
      else this.#openTag();
    }
    const root = this.#current.children[0];
    if (this.#outer.length > 0 || root === undefined) throw this.#error("a document cut off", source.length);
    return root;
  }

  #addText(from: number, to: number): void {
    if (this.#outer.length === 0) {
      if (this.#skipSpace(from) < to) throw this.#error("text outside the root element", from);
      return;
    }
    this.#current.text += this.#decode(from, to);
  }

  #openTag(): void {
    const start = this.#less + 1;
    this.#less = this.#find("<", start); // no part of the tag may lie behind it
    const end = this.#nameEnd(start);
    const qualified = this.#source.slice(start, end);
    const element = newElement(localPart(qualified));
    const greater = this.#source[end] === ">" ? end : this.#readAttributes(element, end);
    const parent = this.#current;
    if (this.#outer.length === 0 && parent.children.length > 0) {
      throw this.#error("a second root", start - 1);
    }
    if (this.#outer.length === this.#maxDepth) {
      throw this.#error(`more than ${this.#maxDepth} elements inside each other`, start - 1);
    }
    // Most elements have one child or two, and push() makes room for seventeen.
    const first = parent.children[0];
    if (first === undefined) parent.children = [element];
    else if (parent.children.length === 1) parent.children = [first, element];
    else parent.children.push(element);
    this.#at = greater + 1;
    if (this.#source[greater - 1] === "/") return;
    this.#outer.push(parent);
    this.#names.push(qualified);
    this.#current = element;
  }

  #closeTag(): void {
    const start = this.#less + 2;
    const qualified = this.#names.pop();
    const parent = this.#outer.pop();
    if (qualified === undefined || parent === undefined || !this.#source.startsWith(qualified, start)) {
      throw this.#error("a closing tag that fits no open element", this.#less);
    }
    const end = this.#skipSpace(start + qualified.length);
    if (this.#source[end] !== ">") throw this.#error("a malformed closing tag", this.#less);
    const element = this.#current;
    const { name, children, text } = element;
    if (text !== "" && children.length > 0 && !/[^ \t\n\r]/.test(text)) element.text = "";
    this.#current = parent;
    if (name === this.#taker?.name) {
      parent.children.pop();
      this.#taker.take(element);
    }
    this.#at = end + 1;
    this.#less = this.#find("<", this.#at);
  }

  /** Reads up to the end of the tag and gives the offset of its ">". */
  #readAttributes(element: OpenElement, from: number): number {
    const source = this.#source;
    for (let at = from;;) {
      const start = this.#skipSpace(at);
      const character = source[start];
      if (character === ">") return start;
      if (character === "/" && source[start + 1] === ">") return start + 1;
      if (start === at) throw this.#error("a malformed tag", at);
      const end = this.#nameEnd(start);
      const equals = this.#skipSpace(end);
      if (source[equals] !== "=") throw this.#error("an attribute without value", start);
      const open = this.#skipSpace(equals + 1);
      const quote = source[open];
      if (quote !== '"' && quote !== "'") throw this.#error("an attribute without quotes", start);
      const close = this.#find(quote, open + 1);
      if (close >= this.#less) throw this.#error('an attribute that runs into a "<"', start);
      const name = source.slice(start, end);
      if (name === "type") element.type = this.#decode(open + 1, close);
      else if (name.endsWith(":type") && name !== "xmlns:type") {
        element.xsiType = localPart(this.#decode(open + 1, close).trim());
      }
      at = close + 1;
    }
  }

  /** Comments, CDATA and processing instructions. */
  #markup(): void {
    const source = this.#source;
    const start = this.#less;
    if (source.startsWith("<![CDATA[", start)) {
      if (this.#outer.length === 0) throw this.#error("text outside the root element", start);
      const end = this.#endOf("]]>", start + 9);
      this.#current.text += this.#literal(start + 9, end);
      this.#at = end + 3;
    } else if (source.startsWith("<!--", start)) this.#at = this.#endOf("-->", start + 4) + 3;
    else if (source.startsWith("<?", start)) this.#at = this.#endOf("?>", start + 2) + 2;
    else throw this.#error("a document type or other declaration, which SOAP forbids", start);
    this.#less = this.#find("<", this.#at);
  }

  #literal(from: number, to: number): string {
    const text = this.#source.slice(from, to);
    return this.#hasCr ? text.replace(/\r\n?/g, "\n") : text;
  }

  #decode(from: number, to: number): string {
    if (this.#ampersand < from) this.#ampersand = this.#find("&", from);
    let text = "";
    let at = from;
    while (this.#ampersand < to) {
      const semicolon = this.#find(";", this.#ampersand);
      const character = characterOf(this.#source.slice(this.#ampersand + 1, semicolon));
      if (character === undefined) throw this.#error("an unknown entity", this.#ampersand);
      text += this.#literal(at, this.#ampersand) + character;
      at = semicolon + 1;
      this.#ampersand = this.#find("&", at);
    }
    return text + this.#literal(at, to);
  }

  #find(what: string, from: number): number {
    const found = this.#source.indexOf(what, from);
    return found === -1 ? this.#source.length : found;
  }

  #endOf(what: string, from: number): number {
    const found = this.#source.indexOf(what, from);
    if (found === -1) throw this.#error("a document cut off", this.#less);
    return found;
  }

  #nameEnd(start: number): number {
    const source = this.#source;
    let at = start;
    while (isNameCharacter(source.charCodeAt(at))) at++;
    if (at === start || source[at - 1] === ":") throw this.#error("a malformed name", start);
    return at;
  }

  #skipSpace(from: number): number {
    const source = this.#source;
    for (let at = from;; at++) {
      const character = source[at];
      if (character !== " " && character !== "\n" && character !== "\t" && character !== "\r") return at;
    }
  }

  #error(state: string, offset: number): XmlError {
    return new XmlError(state, { source: this.#source, offset });
  }
}

/** Of one shape always, which makes reading fast. */
function newElement(name: string): OpenElement {
  return { name, xsiType: undefined, type: undefined, children: NO_CHILDREN, text: "" };
}

function localPart(qualified: string): string {
  return qualified.slice(qualified.indexOf(":") + 1);
}
