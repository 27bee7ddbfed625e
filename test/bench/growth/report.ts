// The summary of a cell in plain text.
import { INTERVALS, METHODS, type Method } from './run-session';
import type { Estimate } from './statistics';
import type { CellSummary, LeakSummary } from './tally';

const SHOWN_TYPES: readonly Method[] = ['product', 'reference', 'MK+BH'];

const percent = (x: number): string => (100 * x).toFixed(x > 0 && x < 0.1 ? 1 : 0);
const share = ({ value, low, high }: Estimate): string =>
  `${percent(value)} (${percent(low)}–${percent(high)})`;
const figure = (x: number): string => (Math.abs(x) < 10 ? x.toFixed(2) : x.toFixed(0));
const count = ({ value, low, high }: Estimate): string => `${figure(value)} (${figure(low)}–${figure(high)})`;
const points = ({ value, low, high }: Estimate): string =>
  `${signed(100 * value)} (${signed(100 * low)} to ${signed(100 * high)})`;
const signed = (x: number): string => `${x > 0 ? '+' : ''}${x.toFixed(1)}`;

export function formatCell(summary: CellSummary): string {
  const { cell, sessions, ms, difference } = summary;
  const isPeeking = Object.keys(summary.leaks).length === 0;
  const parts = [
    `## ${cell}: ${sessions} sessions; one analysis: product ${ms.product.toFixed(0)} ms, reference ${ms.reference.toFixed(0)} ms`,
    `False suspects per session, settled innocents${isPeeking ? ': at any look, at the last one' : ''}`,
    table([
      ['', ...METHODS],
      [isPeeking ? 'ever' : '', ...METHODS.map((method) => count(summary.falseSuspects[method]))],
      ...(isPeeking ? [['last', ...METHODS.map((method) => count(summary.falseSuspectsLast[method]))]] : []),
    ]),
    `product − reference: ${count(difference)}`,
    formatTypes(summary, isPeeking),
  ];
  if (!isPeeking) parts.push(formatLeaks(summary.leaks));
  const intervals = isPeeking ? [] : formatIntervals(summary.leaks);
  if (intervals.length > 0)
    parts.push('Rate: coverage %, mean width as a multiple of the rate', table(intervals));
  return `${parts.join('\n')}\n`;
}

function formatTypes({ types }: CellSummary, isPeeking: boolean): string {
  const rows = Object.entries(types)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, { stacks, accused, accusedLast }]) => [
      type,
      String(stacks),
      ...SHOWN_TYPES.map(
        (method) => share(accused[method]) + (isPeeking ? `, ${percent(accusedLast[method].value)}` : ''),
      ),
    ]);
  return table([['% of stacks accused', 'stacks', ...SHOWN_TYPES], ...rows]);
}

function formatLeaks(leaks: CellSummary['leaks']): string {
  const rows = Object.entries(leaks).map(([name, { found, difference }]) => [
    name,
    share(found.product),
    share(found.reference),
    points(difference),
    percent(found['e-BH'].value),
    percent(found['sign+BH'].value),
    percent(found['MK+BH'].value),
  ]);
  const head = [
    '% of leaks found',
    'product',
    'reference',
    'product − reference',
    'e-BH',
    'sign+BH',
    'MK+BH',
  ];
  return table([head, ...rows]);
}

function formatIntervals(leaks: Readonly<Record<string, LeakSummary>>): string[][] {
  const rows = Object.entries(leaks).flatMap(([name, { intervals }]) =>
    Object.keys(intervals).length === 0
      ? []
      : [
          [
            name,
            ...INTERVALS.map((of) => {
              const known = intervals[of];
              return known === undefined ? '' : `${share(known.coverage)}, ${known.relativeWidth.toFixed(2)}`;
            }),
          ],
        ],
  );
  return rows.length === 0 ? [] : [['', ...INTERVALS], ...rows];
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => [...(row[c] ?? '')].length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => cell + ' '.repeat((widths[c] ?? 0) - [...cell].length))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
