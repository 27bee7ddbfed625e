// What stands in the lines of a source view: the function's own costs, those of other functions in the same file, and what
// is folded away around the function.
import type { SourceFile } from '../../../contract/sources';

export interface CodeLine {
  readonly kind: 'line';
  readonly line: number;
  readonly text: string;
  /** Of the function that is looked at: its figures are those of `list`. */
  readonly isOwn: boolean;
  /** Among those that `list` shows of it. */
  readonly isInside: boolean;
  /** Whose figures these are; '' where the line has none. Of several other functions, the heaviest. */
  readonly function: string;
  readonly flat: number;
  readonly cum: number;
  readonly before: { readonly flat: number; readonly cum: number } | null;
}

export interface Fold {
  readonly kind: 'fold';
  readonly side: 'above' | 'below';
  readonly count: number;
}

export type CodeItem = CodeLine | Fold;

/** No line of code is read beyond this. */
const MAX_TEXT = 2_000;

/**
 * The lines that `list` shows, between what is folded; `whole`: all that came. Behind them those that have a cost and no
 * text: they are not in the file, or too far into it; without a source, all of them.
 */
export function codeItems(of: SourceFile, name: string, whole: boolean): CodeItem[] {
  const own = new Map(of.lines.map((cost) => [cost.line, cost]));
  const others = new Map<number, SourceFile['others'][number]>();
  for (const cost of of.others) {
    const had = others.get(cost.line);
    if (had === undefined || weightOf(cost) > weightOf(had)) others.set(cost.line, cost);
  }
  const { from, lineCount, text } = of.found ?? { from: 1, lineCount: 0, text: '' };
  const texts = lineCount === 0 ? [] : text.split('\n');
  const to = from + texts.length - 1;
  const first = whole ? from : Math.min(Math.max(from, of.first), to + 1);
  const last = whole ? to : Math.min(to, of.last);
  const items: CodeItem[] = [];
  const fold = (side: Fold['side'], count: number): void => {
    if (count > 0) items.push({ kind: 'fold', side, count });
  };
  if (!whole) fold('above', first - from);
  for (let line = first; line <= last; line++) {
    const cost = own.get(line) ?? others.get(line);
    items.push({
      kind: 'line',
      line,
      text: (texts[line - from] ?? '').slice(0, MAX_TEXT),
      isOwn: own.has(line),
      isInside: line >= of.first && line <= of.last,
      function: own.has(line) ? name : (others.get(line)?.function ?? ''),
      flat: cost?.flat ?? 0,
      cum: cost?.cum ?? 0,
      before: cost?.before ?? null,
    });
  }
  if (!whole) fold('below', to - Math.max(last, first - 1));
  const bare = { kind: 'line', text: '', isOwn: true, isInside: true, function: name } as const;
  const isShown = ({ line }: { readonly line: number }): boolean => line >= first && line <= last;
  return [...items, ...of.lines.filter((cost) => !isShown(cost)).map((cost) => ({ ...bare, ...cost }))];
}

const weightOf = ({ cum, before }: Pick<CodeLine, 'cum' | 'before'>): number =>
  Math.max(Math.abs(cum), Math.abs(before?.cum ?? 0));

/** What the shade of a line goes by: its cum, or of a comparison its change. */
export const heatOf = ({ cum, before }: Pick<CodeLine, 'cum' | 'before'>): number => cum - (before?.cum ?? 0);

const isHot = (item: CodeItem | undefined): boolean =>
  item?.kind === 'line' && item.isOwn && heatOf(item) !== 0;

/** The next item (or the one before) that the function spends something in, around the ends; −1 where there is none. */
export function nextHot(items: readonly CodeItem[], from: number, step: 1 | -1): number {
  const { length } = items;
  for (let i = 1; i <= length; i++) {
    const at = ((((from < 0 && step < 0 ? 0 : from) + step * i) % length) + length) % length;
    if (isHot(items[at])) return at;
  }
  return -1;
}

/** Where to begin: the line that was asked for, else the heaviest; −1 in an empty list. */
export function startAt(items: readonly CodeItem[], line: number | null): number {
  const asked = items.findIndex((item) => item.kind === 'line' && item.line === line);
  if (asked >= 0) return asked;
  let best = items.findIndex((item) => item.kind === 'line');
  for (const [i, item] of items.entries()) {
    const had = items[best];
    if (item.kind !== 'line' || !item.isOwn || had?.kind !== 'line') continue;
    if (!had.isOwn || Math.abs(heatOf(item)) > Math.abs(heatOf(had))) best = i;
  }
  return best;
}

/** The file here ends before lines that were built from it. */
export const isTooShort = ({ found, lines }: SourceFile): boolean =>
  found !== null && lines.some(({ line }) => line > found.lineCount);

/** Columns that a text takes, with tabs as wide as they are shown. */
export function widthOf(text: string, tab: number): number {
  let width = 0;
  for (const char of text) width += char === '\t' ? tab - (width % tab) : 1;
  return width;
}
