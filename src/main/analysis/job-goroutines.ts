import type { Findings, GoroutineGroup } from '../../contract/analysis';
import type { OnProgress } from '../../contract/progress';
import type { Grouping } from '../../core/goroutine/groupings';
import { ownCodeOf } from '../../core/goroutine/goroutines';
import { groupGoroutines } from '../../core/goroutine/group';
import { concentrations, siteRows } from '../../core/goroutine/sites';
import { goroutinesOf, loadFile } from './load';

export interface GroupedGoroutines {
  readonly total: number;
  readonly truncated: boolean;
  readonly statesInferred: boolean;
  /** Only a dump says who created each goroutine. */
  readonly saysCreators: boolean;
  /** A dump holds labels only where the process was told to write them (GODEBUG=tracebacklabels=1; Go 1.27 does): with none, none are known. */
  readonly saysLabels: boolean;
  readonly delta: { readonly seconds: number | null } | null;
  readonly groups: GoroutineGroup[];
}

/** `stacks: false`, for who shows none of them: a dump's are not read, and stacks, sites and creators mean nothing. */
export async function groupCapture(
  input: { path: string; by: Grouping; stacks?: boolean },
  tell: OnProgress = () => undefined,
): Promise<GroupedGoroutines> {
  tell({ step: 'read', done: 0, all: 1 });
  const file = await loadFile(input.path, { stacks: input.stacks ?? true });
  const goroutines = goroutinesOf(file, input.path);
  tell({ step: 'judge', done: 0, all: null });
  return {
    total: goroutines.total,
    truncated: goroutines.truncated,
    statesInferred: goroutines.statesInferred,
    saysCreators: goroutines.source === 'dump',
    saysLabels: goroutines.source !== 'dump' || goroutines.labelSets.length > 0,
    delta: file.facts.delta,
    groups: groupGoroutines(goroutines, input.by, ownCodeOf(goroutines)),
  };
}

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
