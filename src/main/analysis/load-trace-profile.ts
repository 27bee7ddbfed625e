import type { OnProgress } from '../../contract/progress';
import { lanesOf } from '../../core/trace/lanes';
import type { Profile } from '../../core/pprof/profile';
import { traceProfileOfAll } from '../../core/trace/trace-profile';
import { loadTrace, type LoadTraceOptions } from './load-trace';

/** All profiles of a trace, of one that is broken as far as it goes. */
export async function loadTraceProfile(
  path: string,
  options: LoadTraceOptions = {},
  tell: OnProgress = () => undefined,
): Promise<Profile> {
  const trace = await loadTrace(path, options, tell);
  tell({ step: 'judge', done: 0, all: null });
  return traceProfileOfAll(trace, lanesOf(trace));
}
