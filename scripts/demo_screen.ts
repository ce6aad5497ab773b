import { type Column, columnsOf, cut, plain, tableLines } from "./demo_text.ts";

const WIDTH = 100;
const INDENT = "   ";
const BAR = 24;

/** How a line looks on a terminal. */
export type Look = "plain" | "bold" | "dim" | "good" | "bad" | "warning";

const CODES = { plain: "0", bold: "1", dim: "2", good: "32", bad: "1;31", warning: "1;33" } as const;

/** Where the tour is written: plain lines of at most 100 columns; colours and redrawn lines on a terminal only. */
export class Screen {
  readonly #isTerminal = Deno.stdout.isTerminal();
  readonly #hasColours = this.#isTerminal && !Deno.noColor;
  readonly #width = this.#isTerminal ? Math.min(WIDTH, terminalColumns() - 1) : WIDTH;

  /** A title; an empty line stands above it. */
  title(text: string): void {
    this.#write(`\n${this.#painted(cut(plain(text), this.#width), "bold")}\n`);
  }

  /** Text below a title, wrapped at spaces. */
  text(text: string, look: Look = "plain"): void {
    for (const line of wrapped(text, this.#width - INDENT.length)) this.line(line, look);
  }

  /** One line below a title, cut where it is too long. */
  line(text: string, look: Look = "plain"): void {
    this.#write(`${this.#painted(INDENT + cut(plain(text), this.#width - INDENT.length), look)}\n`);
  }

  /** A table, a line for each row. */
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], lookOf?: (row: Row) => Look): void {
    const [head = "", ...lines] = tableLines(columns, rows);
    this.line(head, "dim");
    for (const [at, row] of rows.entries()) this.line(lines[at] ?? "", lookOf?.(row));
  }

  /** Text as it is, such as what is to be copied. */
  raw(text: string): void {
    this.#write(text);
  }

  /** How far something is: redrawn on a terminal, and written when `isOver` only where it cannot be. */
  progress(text: string, { percent, isOver }: { readonly percent: number; readonly isOver: boolean }): void {
    if (!this.#isTerminal && !isOver) return;
    const full = Math.round(percent / 100 * BAR);
    const bar = "█".repeat(full) + "▁".repeat(BAR - full);
    const line = cut(
      `${INDENT}${bar} ${String(Math.round(percent)).padStart(3)} %  ${plain(text)}`,
      this.#width,
    );
    this.#write(`${this.#isTerminal ? CLEARED : ""}${line}${isOver ? "\n" : ""}`);
  }

  /** Something that vanishes with the next line of progress or `clear`; on a terminal only. */
  passing(text: string): void {
    if (this.#isTerminal) this.#write(`${CLEARED}${cut(INDENT + plain(text), this.#width)}`);
  }

  /** Takes a half-drawn line away. */
  clear(): void {
    if (this.#isTerminal) this.#write(CLEARED);
  }

  #painted(text: string, look: Look): string {
    return this.#hasColours && look !== "plain" ? `\x1b[${CODES[look]}m${text}\x1b[0m` : text;
  }

  #write(text: string): void {
    try {
      let rest = new TextEncoder().encode(text);
      while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
    } catch (error) {
      // Nobody reads any more, such as behind `| head`; how the tour ends still counts.
      if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
    }
  }
}

/** Back to the first column of an empty line. */
const CLEARED = "\r\x1b[2K";

/** Some terminals do not tell how wide they are. */
function terminalColumns(): number {
  const { columns } = Deno.consoleSize();
  return columns > 0 ? columns : WIDTH;
}

/** The text in lines; those of a list item stand below its first word. */
function wrapped(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => {
    const hang = paragraph.startsWith("- ") ? "  " : "";
    const lines: string[] = [];
    for (const word of paragraph.split(" ")) {
      const last = lines.at(-1);
      const longer = last === undefined ? word : `${last} ${word}`;
      if (last === undefined || columnsOf(longer) > width) {
        lines.push(last === undefined ? word : hang + word);
      } else lines[lines.length - 1] = longer;
    }
    return lines;
  });
}
