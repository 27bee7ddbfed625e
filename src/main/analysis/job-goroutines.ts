import type { GoroutineGroup } from '../../contract/analysis';
import type { Findings } from '../../contract/growth';
import type { OnProgress } from '../../contract/progress';
import { findGoroutines, type FoundGoroutine } from '../../core/goroutine/find-goroutines';
import type { Grouping } from '../../core/goroutine/groupings';
import { ownCodeOf, type Goroutines } from '../../core/goroutine/goroutines';
import { groupGoroutines } from '../../core/goroutine/group';
import { concentrations, siteRows } from '../../core/goroutine/sites';
import { isDamage } from './is-damage';
import { goroutinesOf, loadFile } from './load';
import { loadGoroutines } from './load-goroutines';

export interface GroupedGoroutines {
  readonly total: number;
  readonly truncated: boolean;
  readonly statesInferred: boolean;
  /**
   * A dump in which no goroutine has waited for a minute as far as it says: waits are counted from the collection on that first
   * finds a goroutine parked, so there was none since, or all are younger.
   */
  readonly waitsUnstamped: boolean;
  /** A dump says who created each goroutine; a trace, of those that it saw being created. */
  readonly saysCreators: boolean;
  /** A trace has none of goroutines. A dump holds labels only where the process was told to write them (GODEBUG=tracebacklabels=1; Go 1.27 does): with none, none are known. */
  readonly saysLabels: boolean;
  readonly delta: { readonly seconds: number | null } | null;
  readonly groups: GoroutineGroup[];
}

/** Of a dump; none at all is not one either. */
const isUnstamped = (g: Goroutines): boolean =>
  g.source === 'dump' && g.length > 0 && g.waitMinutes.every((minutes) => minutes <= 0);

/** `stacks: false`, for who shows none of them: a dump's are not read, and stacks, sites and creators mean nothing. */
export async function groupCapture(
  input: { path: string; by: Grouping; stacks?: boolean; processMinutes?: number | null },
  tell: OnProgress = () => undefined,
): Promise<GroupedGoroutines> {
  tell({ step: 'read', done: 0, all: 1 });
  const { goroutines, delta } = await loadGoroutines(input.path, { stacks: input.stacks ?? true }, tell);
  tell({ step: 'judge', done: 0, all: null });
  return {
    total: goroutines.total,
    truncated: goroutines.truncated,
    statesInferred: goroutines.statesInferred,
    waitsUnstamped: isUnstamped(goroutines),
    saysCreators: goroutines.source === 'dump' || goroutines.source === 'trace',
    saysLabels: !isSilentOfLabels(goroutines),
    delta,
    groups: groupGoroutines(goroutines, input.by, ownCodeOf(goroutines), input.processMinutes ?? null),
  };
}

const isSilentOfLabels = ({ source, labelSets }: Goroutines): boolean =>
  source === 'trace' || (source === 'dump' && labelSets.length === 0);

/** What one capture says by itself. */
export async function sitesOfCapture(input: {
  path: string;
}): Promise<Pick<Findings, 'goroutines' | 'concentrations' | 'sites'>> {
  const goroutines = goroutinesOf(await loadFile(input.path), input.path);
  const own = ownCodeOf(goroutines);
  return {
    goroutines: goroutines.total,
    concentrations: concentrations(goroutines, own),
    sites: siteRows(goroutines, own),
  };
}

/** Goroutines in dumps, one dump after the other, so that there is memory for one. `dumps` are numbered as in `paths`. */
export async function findInDumps(
  input: { paths: readonly string[]; goids: readonly number[] },
  tell: OnProgress = () => undefined,
): Promise<{ found: (FoundGoroutine & { dump: number })[]; unreadable: number }> {
  const goids = new Set(input.goids);
  const found: (FoundGoroutine & { dump: number })[] = [];
  let unreadable = 0;
  for (const [dump, path] of input.paths.entries()) {
    tell({ step: 'read', done: dump, all: input.paths.length });
    try {
      const goroutines = goroutinesOf(await loadFile(path), path);
      found.push(...findGoroutines(goroutines, goids).map((one) => ({ ...one, dump })));
    } catch (error) {
      if (!isDamage(error)) throw error;
      unreadable++;
    }
  }
  return { found, unreadable };
}
