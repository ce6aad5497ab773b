/** The text without characters that nobody sees; tabs and line feeds stay. */
export function shownText(text: string): string {
  return PLAIN.test(text) ? text : text.replace(hidden(), "$1");
}

/** Most texts need no second look. */
const PLAIN = /^[\t\n -~]*$/;

/** Letters between which a joiner, or its opposite, changes what is seen; Persian and Indic words have them. */
const JOINING = String.raw`[[\p{scx=Arabic}\p{scx=Syriac}\p{scx=Nko}\p{scx=Devanagari}\p{scx=Bengali}` +
  String.raw`\p{scx=Gurmukhi}\p{scx=Gujarati}\p{scx=Oriya}\p{scx=Tamil}\p{scx=Telugu}\p{scx=Kannada}` +
  String.raw`\p{scx=Malayalam}\p{scx=Sinhala}]&&[\p{L}\p{M}]]`;
const VIRAMA = String.raw`[\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA]`;
const PICTURE = String.raw`\p{Extended_Pictographic}`;

/**
 * The invisible characters that show in what is beside them, each in the one place where it does. There they stay: a
 * name is found by what is shown of it. Elsewhere, or two in a row, they could carry a text of their own.
 */
const SHOWN = [
  String.raw`(?<=${PICTURE}[\uFE0F\u{1F3FB}-\u{1F3FF}]?)\u200D(?=${PICTURE})`,
  String.raw`(?<=${JOINING})[\u200C\u200D](?=${JOINING})`,
  String.raw`(?<=${VIRAMA})[\u200C\u200D]`,
  // Picture or text; the choice between forms of an ideograph (U+FE00, U+E0100 and on) is left out: it reads the same.
  String.raw`(?<=${PICTURE})[\uFE0E\uFE0F]`,
  String.raw`(?<=[0-9#*])\uFE0F(?=\u20E3)`,
  // Mongolian vowels and variants.
  String.raw`(?<=[\u1820-\u18AA])[\u180B-\u180F]`,
].join("|");

/**
 * Names, notes and guest output come from strangers. Control characters, and all of which Unicode says that nothing is
 * shown: tags, bidirectional marks, zero-width spaces, fillers, selectors, also those to come. A flag of England,
 * Scotland or Wales, which is spelt in tags, becomes a black one. Blanks that take room, as in Braille, hide nothing.
 */
const HIDDEN = String
  .raw`(${SHOWN})|[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u2028-\u202E\uFFF9-\uFFFB\p{DI}]`;

let hiddenPattern: RegExp | undefined;

/** Made with the first text that needs it: that takes longer than the rest of this module. */
function hidden(): RegExp {
  return hiddenPattern ??= new RegExp(HIDDEN, "gv");
}
