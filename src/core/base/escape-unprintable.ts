/** Control characters, other line breaks, and what turns the direction of the text around it. */
export const UNPRINTABLE = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const hex = (character: string, digits: number): string =>
  character.charCodeAt(0).toString(16).padStart(digits, '0');
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** One line that shows all that is in it, and that a terminal does not obey: `main.\x1b[2J`. */
export const escapeUnprintable = (text: string): string =>
  text.replace(
    UNPRINTABLE,
    (one) => SHORT[one] ?? (one < '\u0100' ? `\\x${hex(one, 2)}` : escapedInJson(one)),
  );

/** As JSON has it too. */
export const escapedInJson = (character: string): string => `\\u${hex(character, 4)}`;
