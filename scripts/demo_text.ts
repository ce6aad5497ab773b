/** Characters that steer a terminal or hide text: what the server says is data. */
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const WIDE = /[\p{Emoji_Presentation}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\uFF01-\uFF60]/u;
const COMBINING = /\p{M}/u;
const BLOCKS = "▁▂▃▄▅▆▇█";

/** The text as one line without characters that could do anything but be seen. */
export function plain(text: string): string {
  return text.replace(STEERING, "");
}

/** Columns that a text takes on a terminal. */
export function columnsOf(text: string): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0);
}

/** The text, or as much of it as the columns hold. */
export function cut(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = "";
  for (const character of text) {
    if (columnsOf(kept + character) > columns - 3) break;
    kept += character;
  }
  return `${kept}...`;
}

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  readonly align?: "left" | "right";
  readonly maxColumns?: number;
}

/** A table in aligned lines: its head, then a line for each row. */
export function tableLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): readonly string[] {
  const cells = columns.map(({ title, value, align = "left", maxColumns = 40 }) => {
    const texts = [title, ...rows.map((row) => cut(plain(value(row)), maxColumns))];
    const width = Math.max(...texts.map(columnsOf));
    return texts.map((text) => {
      const space = " ".repeat(width - columnsOf(text));
      return align === "right" ? space + text : text + space;
    });
  });
  return [-1, ...rows.keys()].map((at) => cells.map((column) => column[at + 1] ?? "").join("  ").trimEnd());
}

/** A block that is as high as the value beside `highest`. */
export function block(value: number, highest: number): string {
  const at = highest <= 0 ? 0 : Math.floor(value / highest * BLOCKS.length);
  return BLOCKS[Math.max(0, Math.min(BLOCKS.length - 1, at))] ?? "";
}

function widthOf(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}
