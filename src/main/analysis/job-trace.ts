import type { TraceReport } from '../../contract/analysis';
import type { OnProgress } from '../../contract/progress';
import { censusAtEnd } from '../../core/trace/census';
import { censusRows, compareCensus, type CensusRow } from '../../core/trace/census-rows';
import { lanesOf } from '../../core/trace/lanes';
import { durationOf, startMsOf, type Trace } from '../../core/trace/trace';
import { loadTrace } from './load-trace';

/** A trace in short, and what is more in another one. */
export async function summariseTrace(
  input: { path: string; other: string | null },
  tell: OnProgress = () => undefined,
): Promise<TraceReport> {
  const trace = await loadTrace(input.path, {}, tell);
  const census = rowsAtEnd(trace);
  // What is left of the first are its rows, before the second takes as much memory.
  const report = reportOf(trace, census);
  if (input.other === null) return report;
  const other = await loadTrace(input.other, {}, tell);
  return { ...report, compare: compareCensus(census, rowsAtEnd(other)), other: factsOf(other) };
}

function rowsAtEnd(trace: Trace): CensusRow[] {
  const lanes = lanesOf(trace);
  return censusRows(trace, lanes, censusAtEnd(trace, lanes));
}

function reportOf(trace: Trace, census: readonly CensusRow[]): TraceReport {
  return { formatVersion: 1, ...factsOf(trace), census: [...census], compare: null, other: null };
}

function factsOf(
  trace: Trace,
): Pick<TraceReport, 'version' | 'events' | 'durationNs' | 'startMs' | 'goroutines' | 'broken'> {
  return {
    version: `1.${trace.version}`,
    events: trace.events.length,
    durationNs: durationOf(trace),
    startMs: startMsOf(trace),
    goroutines: trace.goroutines.length,
    broken: trace.broken?.message ?? null,
  };
}
