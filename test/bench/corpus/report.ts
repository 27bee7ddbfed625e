// The score in plain text.
import { VERDICTS } from '../../../src/core/growth/verdict';
import type { Estimate } from '../growth/statistics';
import type { Score } from './score';

const percent = (x: number): string => `${(100 * x).toFixed(1)} %`;
const estimate = ({ value, low, high }: Estimate): string =>
  Number.isNaN(value) ? 'none' : `${percent(value)} (${percent(low)} to ${percent(high)})`;

// Goroutines of one stack are in one state: no interval, which would take them for independent.
const ofAll = ({ agreed, of }: Score['states']): string =>
  of === 0 ? 'none' : `${((100 * agreed) / of).toFixed(2)} % of ${of.toLocaleString('en')} goroutines`;

export function formatScore(title: string, score: Score): string {
  const parts = [
    `## ${title}: ${score.runs} sessions`,
    table([
      ['recall of leaks', estimate(score.recall)],
      ['precision of accusations', estimate(score.precision)],
      ['first suspect right', estimate(score.firstSuspect)],
      ['innocents judged right', estimate(score.innocentRight)],
      ['innocents accused', estimate(score.falseAlarms)],
      ['states told by frames as by a dump', ofAll(score.states)],
    ]),
    formatVerdicts(score),
    'truth (rows), verdict (columns)',
    formatConfusion(score),
  ];
  return `${parts.join('\n')}\n`;
}

function formatVerdicts({ byVerdict }: Score): string {
  const rows = [...byVerdict].filter(
    ([, { recall, precision }]) => !(Number.isNaN(recall.value) && Number.isNaN(precision.value)),
  );
  return table([
    ['', 'recall', 'precision'],
    ...rows.map(([word, { recall, precision }]) => [word, estimate(recall), estimate(precision)]),
  ]);
}

function formatConfusion({ confusion }: Score): string {
  const given = VERDICTS.filter((word) => [...confusion.values()].some((row) => row.has(word)));
  return table([
    ['', ...given],
    ...[...confusion].map(([truth, row]) => [truth, ...given.map((word) => String(row.get(word) ?? '·'))]),
  ]);
}

export function formatFailures({ failures }: Score): string {
  if (failures.length === 0) return 'No failures.\n';
  const lines = failures.map(
    ({ scenario, seed, heldOut, what, expected, said, sentence }) =>
      `${scenario}, seed ${seed}${heldOut ? ', held out' : ''}: ${what} ${said}, not ${expected}\n    ${sentence}`,
  );
  return `Failures:\n${lines.join('\n')}\n`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
