// What a session of many snapshots shows, in the process that watches it: the built worker, and the queries that every host asks.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../../src/contract/growth';
import { createLifeFinder } from '../../src/main/analysis/lives';
import { createWorkerPool } from '../../src/main/analysis/pool';
import { createQueries } from '../../src/main/analysis/queries';
import { Bulk } from '../../src/main/bulk';
import type { SessionStore } from '../../src/main/workspace/session-store';
import { openWorkspace } from '../../src/main/workspace/workspace';
import type { Bench, Context } from './bench';
import { snapshotAt, TEN_MINUTES } from './inputs';
import { spreadOf } from './measure';
import type { Row } from './result';

/** The newest profiles of the session ten minutes later: of the same process, and nothing in them has come down. */
async function addSnapshot(store: SessionStore): Promise<void> {
  const newest = store.snapshots().at(-1);
  if (newest === undefined) throw new Error('a session without snapshots');
  const timeMs = newest.timeMs + TEN_MINUTES;
  const profiles = newest.captures.map(({ id }) => ({ timeMs, bytes: readFileSync(join(store.folder, id)) }));
  await store.addSnapshot(snapshotAt(newest.targetId, timeMs, profiles));
}

async function measure(
  context: Context,
  workspacePath: string,
): Promise<{ warm: number[]; further: number[] }> {
  const workspace = await openWorkspace(workspacePath);
  const jobs = createWorkerPool(join(context.root, 'out/main/analysis-worker.js'));
  const lives = createLifeFinder({ jobs, keepIndex: true, onChange: () => undefined });
  const queries = createQueries({ jobs, lives, bulk: new Bulk(), keepIndex: true, now: Date.now });
  const { signal } = new AbortController();
  try {
    const [id] = workspace.sessions().map((session) => session.id);
    const store = await workspace.session(id ?? '');
    const ask = async (): Promise<number> => {
      const began = performance.now();
      const { basis }: Findings = await queries.findings(store, signal, () => undefined);
      const elapsed = performance.now() - began;
      if (basis[0]?.snapshots !== store.snapshots().length) throw new Error('snapshots are missing');
      return elapsed;
    };
    // The first of them derives what the others read.
    await ask();
    const [warm, further]: [number[], number[]] = [[], []];
    for (let round = 0; round <= context.rounds(7); round++) {
      const again = await ask();
      await addSnapshot(store);
      const later = await ask();
      if (round === 0) continue;
      warm.push(again);
      further.push(later);
    }
    return { warm, further };
  } finally {
    await jobs.close();
    await workspace.close();
  }
}

export const verdictBench: Bench = {
  name: 'verdict',
  why: () => null,
  async run(context) {
    const copy = join(context.home, 'watched-workspace');
    cpSync(await context.inputs.longWorkspace(), copy, { recursive: true });
    const { warm, further } = await measure(context, copy);
    const row = (what: string, values: readonly number[], limit: number): Row => ({
      ...{ bench: 'verdict', what, ours: spreadOf(values), theirs: null, unit: 'ms', limit },
    });
    return [
      row(
        `verdict of ${context.inputs.sizes.snapshots.toLocaleString('en-US')} snapshots, the index there`,
        warm,
        2000,
      ),
      row('the same after a further snapshot', further, 50),
    ];
  },
};
