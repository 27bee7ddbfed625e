import type { TraceReport } from '../../contract/analysis';
import type { Frame } from '../../core/base/frame';
import { summariseTrace } from '../../main/analysis/job-trace';
import type { TraceOptions } from '../options';
import { formatCount, formatTable, formatTime, print, printJson, progressLine, warnOfBreak } from '../print';

export async function trace(file: string, options: TraceOptions): Promise<void> {
  const progress = progressLine('MiB');
  const report = await summariseTrace({ path: file, other: options.compare ?? null }, progress.onProgress);
  progress.end();
  warnOfBreak(file, report.broken);
  if (options.compare !== undefined) warnOfBreak(options.compare, report.other?.broken ?? null);
  if (options.json === true) {
    printJson('trace', report);
    return;
  }
  if (report.compare === null || report.other === null) {
    print([factsLine('', report), '', ...censusTable(report), ...noteOfUnknown(report.census)]);
    return;
  }
  print([
    factsLine('A: ', report),
    factsLine('B: ', report.other),
    '',
    ...comparedTable(report.compare),
    ...noteOfUnknown(report.compare),
  ]);
}

/** Their stacks came into traces with Go 1.23. */
function noteOfUnknown(rows: readonly { readonly site: Frame | null }[]): string[] {
  if (rows.every(({ site }) => site !== null)) return [];
  return ['', 'Before Go 1.23 a trace does not say where goroutines are that waited before it began.'];
}

function factsLine(
  label: string,
  facts: Omit<TraceReport, 'census' | 'compare' | 'other' | 'formatVersion'>,
): string {
  const from = facts.startMs === null ? '' : `, from ${formatTime(facts.startMs)}`;
  const seconds = Number((facts.durationNs / 1e9).toPrecision(3));
  return `${label}go ${facts.version} trace of ${seconds} s${from}: ${formatCount(facts.events)} events, ${formatCount(facts.goroutines)} goroutines seen`;
}

function censusTable({ census }: TraceReport): string[] {
  const total = census.reduce((sum, { count }) => sum + count, 0);
  return [
    `${formatCount(total)} goroutines at its end`,
    ...formatTable(
      [{ head: 'count', align: 'right' }, { head: 'state' }, { head: 'site' }, { head: 'began in' }],
      census.map((row) => [
        formatCount(row.count),
        row.state ?? '–',
        placeOf(row.site),
        row.startFunction ?? '–',
      ]),
    ),
  ];
}

function comparedTable(rows: NonNullable<TraceReport['compare']>): string[] {
  const signed = (n: number): string => `${n > 0 ? '+' : n < 0 ? '−' : ''}${formatCount(Math.abs(n))}`;
  const sum = (side: 'a' | 'b'): string => formatCount(rows.reduce((all, row) => all + row[side], 0));
  return [
    `goroutines at the end: ${sum('a')} in A, ${sum('b')} in B`,
    ...formatTable(
      [
        { head: 'B − A', align: 'right' },
        { head: 'A', align: 'right' },
        { head: 'B', align: 'right' },
        { head: 'site' },
        { head: 'began in' },
      ],
      rows.map((row) => [
        signed(row.b - row.a),
        formatCount(row.a),
        formatCount(row.b),
        placeOf(row.site),
        row.startFunction ?? '–',
      ]),
    ),
  ];
}

const placeOf = (site: Frame | null): string =>
  site === null ? '–' : `${site.function} ${site.file.slice(site.file.lastIndexOf('/') + 1)}:${site.line}`;
