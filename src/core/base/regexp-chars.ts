// Sets of characters in regular expressions, as tests of a code point.

export type CharTest = (code: number) => boolean;

export const oneChar =
  (code: number): CharTest =>
  (c) =>
    c === code;
export const range =
  (low: number, high: number): CharTest =>
  (c) =>
    c >= low && c <= high;
export const not =
  (test: CharTest): CharTest =>
  (c) =>
    !test(c);
export const either =
  (tests: readonly CharTest[]): CharTest =>
  (c) =>
    tests.some((test) => test(c));

const isDigit = range(48, 57);
const isUpper = range(65, 90);
const isLower = range(97, 122);
const isAlpha = either([isUpper, isLower]);
export const isAlphanumeric = either([isAlpha, isDigit]);
export const isWord = either([isAlphanumeric, oneChar(95)]);
/** Without the vertical tab, which only POSIX counts. */
const isSpace: CharTest = (c) => c === 32 || (c >= 9 && c <= 13 && c !== 11);

/** In capitals they are negated. */
export const CLASS_ESCAPES: Readonly<Record<string, CharTest>> = {
  d: isDigit,
  w: isWord,
  s: isSpace,
};

const isPunctuation = either([range(33, 47), range(58, 64), range(91, 96), range(123, 126)]);
export const POSIX_CLASSES: Readonly<Record<string, CharTest>> = {
  alnum: isAlphanumeric,
  alpha: isAlpha,
  ascii: range(0, 127),
  blank: (c) => c === 32 || c === 9,
  cntrl: (c) => c < 32 || c === 127,
  digit: isDigit,
  graph: range(33, 126),
  lower: isLower,
  print: range(32, 126),
  punct: isPunctuation,
  space: (c) => c === 32 || (c >= 9 && c <= 13),
  upper: isUpper,
  word: isWord,
  xdigit: either([isDigit, range(65, 70), range(97, 102)]),
};

/** `Uppercase_Letter` as `uppercase letter` too: capitals and what is between words do not count. */
function canonicalName(name: string): string {
  const plain = name.replaceAll(/[ _-]/g, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1).toLowerCase();
}

/** Names of categories that Unicode spells otherwise than `canonicalName`. */
const CATEGORIES = new Map(
  [
    ...['LC', 'cntrl', 'digit', 'punct', 'Cased_Letter', 'Close_Punctuation', 'Combining_Mark'],
    ...['Connector_Punctuation', 'Currency_Symbol', 'Dash_Punctuation', 'Decimal_Number', 'Enclosing_Mark'],
    ...['Final_Punctuation', 'Initial_Punctuation', 'Letter_Number', 'Line_Separator', 'Lowercase_Letter'],
    ...['Math_Symbol', 'Modifier_Letter', 'Modifier_Symbol', 'Nonspacing_Mark', 'Open_Punctuation'],
    ...['Other_Letter', 'Other_Number', 'Other_Punctuation', 'Other_Symbol', 'Paragraph_Separator'],
    ...['Private_Use', 'Space_Separator', 'Spacing_Mark', 'Titlecase_Letter', 'Uppercase_Letter'],
  ].map((name) => [canonicalName(name), name]),
);
/** Other names of four letters are short forms, which Go does not know. */
const SCRIPTS_OF_FOUR = ['Ahom', 'Cham', 'Kawi', 'Lisu', 'Miao', 'Modi', 'Newa', 'Thai', 'Toto'];

/** A general category (`L`, `Lu`, `Letter`) or a script (`Greek`) as Go 1.26 names it; null where there is none of the name. */
export function unicodeClass(name: string): CharTest | null {
  const canonical = canonicalName(name);
  if (canonical === 'Any') return () => true;
  if (canonical === 'Ascii') return range(0, 127);
  if (canonical === 'Assigned') return not(propertyTest('General_Category=Cn') ?? (() => false));
  const category = propertyTest(`General_Category=${CATEGORIES.get(canonical) ?? canonical}`);
  if (category !== null || (canonical.length === 4 && !SCRIPTS_OF_FOUR.includes(canonical))) return category;
  return propertyTest(`Script=${canonical}`);
}

function propertyTest(property: string): CharTest | null {
  if (!/^\w+=[A-Za-z_]+$/.test(property)) return null;
  try {
    const known = new RegExp(`^\\p{${property}}$`, 'u');
    return (c) => known.test(String.fromCodePoint(c));
  } catch {
    return null; // no such category or script
  }
}

/** Passes what passes the test in another case. */
export function folded(test: CharTest): CharTest {
  return (c) => {
    if (test(c)) return true;
    const char = String.fromCodePoint(c);
    const [lower, upper] = [char.toLowerCase(), char.toUpperCase()];
    for (const other of [
      lower,
      upper,
      lower.toUpperCase(),
      upper.toLowerCase(),
      ...(SAME_LETTER[lower] ?? ''),
    ]) {
      const code = other.codePointAt(0) ?? 0;
      // ß has no capital of one letter.
      if (String.fromCodePoint(code) === other && test(code)) return true;
    }
    return false;
  };
}

/** Letters that are one in any case besides their own two forms: Kelvin's sign and the long s. */
const SAME_LETTER: Readonly<Record<string, string>> = { k: '\u212a', s: '\u017f' };
