import type { OnProgress } from '../../contract/progress';
import type { Goroutines } from '../../core/goroutine/goroutines';
import { isTrace } from './is-trace';
import { goroutinesOf, loadFile, type LoadOptions } from './load';

export interface LoadedGoroutines {
  readonly goroutines: Goroutines;
  readonly delta: { readonly seconds: number | null } | null;
}

/** The goroutines of a profile, of its text, of a dump, or of the end of an execution trace. */
export async function loadGoroutines(
  path: string,
  options: LoadOptions = {},
  tell: OnProgress = () => undefined,
): Promise<LoadedGoroutines> {
  if (await isTrace(path, options)) {
    // Not loaded for all that are none, since commands are measured in milliseconds.
    const [{ loadTrace }, { censusAtEnd }] = await Promise.all([
      import('./load-trace'),
      import('../../core/trace/census'),
    ]);
    const { goroutines } = censusAtEnd(await loadTrace(path, options, tell));
    return { goroutines, delta: null };
  }
  const file = await loadFile(path, options);
  return { goroutines: goroutinesOf(file, path), delta: file.facts.delta };
}
