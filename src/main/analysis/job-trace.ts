import type { TraceReport } from '../../contract/analysis';
import type { OnProgress } from '../../contract/progress';
import { censusAt } from '../../core/trace/census';
import { censusRows, compareCensus, type CensusRow } from '../../core/trace/census-rows';
import { lanesOf } from '../../core/trace/lanes';
import type { Trace } from '../../core/trace/trace';
import { loadTrace } from './load-trace';

/** A trace in short, and what is more in another one. */
export async function summariseTrace(
  input: { path: string; other: string | null },
  tell: OnProgress = () => undefined,
): Promise<TraceReport> {
  const trace = await loadTrace(input.path, {}, tell);
  const census = censusAtEnd(trace);
  // What is left of the first are its rows, before the second takes as much memory.
  const report = reportOf(trace, census);
  if (input.other === null) return report;
  const other = await loadTrace(input.other, {}, tell);
  return { ...report, compare: compareCensus(census, censusAtEnd(other)), other: factsOf(other) };
}

const timeOfEnd = ({ events }: Trace): number => events.time[events.length - 1] ?? 0;

function censusAtEnd(trace: Trace): CensusRow[] {
  const lanes = lanesOf(trace);
  return censusRows(trace, lanes, censusAt(trace, lanes, timeOfEnd(trace)));
}

function reportOf(trace: Trace, census: readonly CensusRow[]): TraceReport {
  return { formatVersion: 1, ...factsOf(trace), census: [...census], compare: null, other: null };
}

function factsOf(
  trace: Trace,
): Pick<TraceReport, 'version' | 'events' | 'durationNs' | 'startMs' | 'goroutines' | 'broken'> {
  const clocks = trace.syncs.find((known) => known !== null);
  return {
    version: `1.${trace.version}`,
    events: trace.events.length,
    durationNs: timeOfEnd(trace),
    startMs: clocks === undefined ? null : (Number(clocks.wallNs) - clocks.time) / 1e6,
    goroutines: trace.goroutines.length,
    broken: trace.broken?.message ?? null,
  };
}
