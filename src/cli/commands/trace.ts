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
    print([
      factsLine('', report),
      '',
      ...censusTable(report),
      ...noteOfUnknown(report.census.some(hasNoSite) ? [report.version] : []),
    ]);
    return;
  }
  const unknown = report.compare.filter(hasNoSite);
  print([
    factsLine('A: ', report),
    factsLine('B: ', report.other),
    '',
    ...comparedTable(report.compare),
    ...noteOfUnknown([
      ...(unknown.some(({ a }) => a > 0) ? [report.version] : []),
      ...(unknown.some(({ b }) => b > 0) ? [report.other.version] : []),
    ]),
  ]);
}

const hasNoSite = ({ site }: { readonly site: Frame | null }): boolean => site === null;

/** Of the versions of traces with goroutines that are nowhere: with Go 1.23 stacks came of those that waited already. */
function noteOfUnknown(versions: readonly string[]): string[] {
  if (versions.length === 0) return [];
  return versions.some((version) => Number(version.slice('1.'.length)) < 23)
    ? ['', 'Before Go 1.23 a trace does not say where goroutines are that waited before it began.']
    : ['', 'Of some goroutines the trace does not say where they are.'];
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
