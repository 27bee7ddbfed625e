// What the palette offers for what was typed. Pure, so that it can be tested without a page.
import fuzzysort from 'fuzzysort';

export interface PaletteEntry {
  /** The same from one start to the next: what was used is remembered by it. */
  readonly id: string;
  readonly words: string;
  /** Another name that it is found by: the English one, which guides and colleagues use. */
  readonly alias?: string;
  /** What kind of thing it is, where that is not plain. */
  readonly hint: string;
  readonly key: string | null;
  /** Why it cannot run now; null: it can. */
  readonly why: string | null;
  readonly run: () => void;
}

export interface FoundEntry {
  readonly entry: PaletteEntry;
  /** Its words, in parts that match and parts that do not; none does where it was found by its alias. */
  readonly parts: readonly { readonly text: string; readonly hit: boolean }[];
}

/** More than one reads; the next letter narrows it down. */
const MOST = 60;
const MOST_RECENT = 8;

/**
 * Whether a text can be meant by what was typed: each typed word has its letters in order, the first at the beginning of a
 * word, and each other one further on in the same word or at the beginning of another. Letters from anywhere are an accident.
 */
export function isMeant(text: string, typed: string): boolean {
  const letters = [...text.toLowerCase()];
  const isLetter = (letter: string): boolean =>
    /[\p{L}\p{N}]/u.test(letter) && !/\p{Script=Han}/u.test(letter);
  let word = 0;
  const wordOf = letters.map((letter, i) => {
    if (i > 0 && !(isLetter(letter) && isLetter(letters[i - 1] ?? ''))) word++;
    return word;
  });
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((wanted) => isIn(letters, wordOf, [...wanted]));
}

function isIn(letters: readonly string[], wordOf: readonly number[], wanted: readonly string[]): boolean {
  let reached: number[] | null = null;
  for (const letter of wanted) {
    const first: number = reached?.[0] ?? -1;
    const words = new Map<number, number>();
    for (const at of reached ?? []) words.set(wordOf[at] ?? 0, words.get(wordOf[at] ?? 0) ?? at);
    reached = letters.flatMap((one, at) => {
      if (one !== letter || at <= first) return [];
      const begins = at === 0 || wordOf[at - 1] !== wordOf[at];
      return begins || (words.get(wordOf[at] ?? 0) ?? Infinity) < at ? [at] : [];
    });
    if (reached.length === 0) return false;
  }
  return true;
}

/**
 * Without a query what was used last comes first, then all as given; with one the best match first. Of equal matches the
 * one used last, then what can run. `onQuery` are those too many to be listed unasked.
 */
export function findEntries(
  query: string,
  entries: readonly PaletteEntry[],
  onQuery: readonly PaletteEntry[],
  recent: readonly string[],
): FoundEntry[] {
  const wanted = query.trim();
  const rank = (entry: PaletteEntry): number => {
    const at = recent.indexOf(entry.id);
    return at < 0 ? recent.length : at;
  };
  const plain = (entry: PaletteEntry): FoundEntry => ({ entry, parts: [{ text: entry.words, hit: false }] });
  if (wanted === '') {
    return entries
      .map((entry, i) => ({ entry, i }))
      .sort((x, y) => rank(x.entry) - rank(y.entry) || x.i - y.i)
      .map(({ entry }) => plain(entry));
  }
  const all = [...entries, ...onQuery];
  const order = new Map(all.map((entry, i) => [entry, i]));
  return fuzzysort
    .go(wanted, all, { keys: ['words', 'alias'], threshold: 0.2 })
    .filter(({ obj }) => isMeant(obj.words, wanted) || isMeant(obj.alias ?? '', wanted))
    .map((match) => ({ match, entry: match.obj, at: order.get(match.obj) ?? 0 }))
    .sort(
      (x, y) =>
        y.match.score - x.match.score ||
        rank(x.entry) - rank(y.entry) ||
        Number(x.entry.why !== null) - Number(y.entry.why !== null) ||
        x.at - y.at,
    )
    .slice(0, MOST)
    .map(({ match, entry }) => ({ entry, parts: partsOf(entry.words, match[0]?.indexes ?? []) }));
}

/** Characters at `hits` apart from the others, in runs. */
function partsOf(text: string, hits: readonly number[]): { text: string; hit: boolean }[] {
  const at = new Set(hits);
  const parts: { text: string; hit: boolean }[] = [];
  for (let i = 0; i < text.length; i++) {
    const hit = at.has(i);
    const last = parts.at(-1);
    if (last?.hit === hit) last.text += text.charAt(i);
    else parts.push({ text: text.charAt(i), hit });
  }
  return parts;
}

/** `id` as the newest of what was used. */
export const used = (recent: readonly string[], id: string): string[] =>
  [id, ...recent.filter((other) => other !== id)].slice(0, MOST_RECENT);

const KEY = 'plumbline.recent';

export function readRecent(storage: Pick<Storage, 'getItem'>): string[] {
  const text = storage.getItem(KEY);
  if (text === null) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((id) => typeof id === 'string').slice(0, MOST_RECENT) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return []; // of a newer version, or changed by hand: only an order is lost
    throw error;
  }
}
export const keepRecent = (storage: Pick<Storage, 'setItem'>, recent: readonly string[]): void =>
  storage.setItem(KEY, JSON.stringify(recent));
