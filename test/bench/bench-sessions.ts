// Sessions of many snapshots, through the web host as the window sees it.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Client } from '../../src/contract/client';
import type { Bench, Context } from './bench';
import { alternate, peakOf, spreadOf } from './measure';
import type { Row } from './result';
import { startBackend, type RunningBackend } from './web-backend';

const MB = 2 ** 20;

function capturesOf(workspace: string): string[] {
  const sessions = join(workspace, 'sessions');
  return readdirSync(sessions, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pb.gz'))
    .map((name) => join(sessions, name));
}

function forgetDerived(workspace: string): void {
  for (const session of readdirSync(join(workspace, 'sessions')))
    rmSync(join(workspace, 'sessions', session, '.index'), { recursive: true, force: true });
}

async function withBackend<T>(
  context: Context,
  workspace: string,
  use: (backend: RunningBackend, client: Client) => Promise<T>,
): Promise<T> {
  const backend = await startBackend(context.cli, workspace, context.home);
  try {
    return await use(backend, backend.connect());
  } finally {
    await backend.stop();
  }
}

async function onlySession(client: Client): Promise<string> {
  const [session] = await client.call('sessions.list', {});
  if (session === undefined) throw new Error('a workspace without its session');
  return session.id;
}

/** Milliseconds from the question to the findings of an opened session. */
function timeFindings(context: Context, workspace: string): Promise<number> {
  return withBackend(context, workspace, async (_, client) => {
    const sessionId = await onlySession(client);
    const began = performance.now();
    const { basis } = await client.call('findings.get', { sessionId });
    const elapsed = performance.now() - began;
    if (basis[0]?.snapshots !== context.inputs.sizes.series) throw new Error('snapshots are missing');
    return elapsed;
  });
}

export const growthBench: Bench = {
  name: 'growth',
  why: () => null,
  async run(context) {
    const workspace = await context.inputs.seriesWorkspace();
    const files = capturesOf(workspace);
    const { cold, gunzip, warm } = await alternate(context.rounds(5), {
      cold: () => {
        forgetDerived(workspace);
        return timeFindings(context, workspace);
      },
      gunzip: () => {
        const began = performance.now();
        for (const file of files) gunzipSync(readFileSync(file));
        return performance.now() - began;
      },
      warm: () => timeFindings(context, workspace),
    });
    const bench = 'growth';
    const { series, stacks } = context.inputs.sizes;
    return [
      {
        bench,
        what: `findings of ${series.toLocaleString('en-US')} goroutine profiles of ${stacks} stacks, nothing derived yet`,
        ours: cold,
        theirs: { what: 'reading and gunzip of all files, in one process', spread: gunzip },
        unit: 'ms',
        limit: 5,
      },
      {
        bench,
        what: 'the same with the index there, no answer kept',
        ours: warm,
        theirs: null,
        unit: 'ms',
        limit: 1000,
      },
    ];
  },
};

export const sessionBench: Bench = {
  name: 'session',
  why: () => null,
  async run(context) {
    const workspace = await context.inputs.longWorkspace();
    const usable: number[] = [];
    const settled: number[] = [];
    const peaks: number[] = [];
    for (let round = 0; round < context.rounds(7); round++) {
      await withBackend(context, workspace, async (backend, client) => {
        const sessionId = await onlySession(client);
        const timeline = await client.call('timeline.get', { sessionId });
        usable.push(performance.now() - backend.startedMs);
        if (timeline.timeMs.length !== context.inputs.sizes.snapshots)
          throw new Error('snapshots are missing');
        await client.call('timeline.get', { sessionId, settled: true });
        settled.push(performance.now() - backend.startedMs);
        const peak = peakOf(backend.pid);
        if (peak !== null) peaks.push(peak / MB);
      });
    }
    const row = (what: string, values: number[], unit: Row['unit'], limit: number | null): Row[] =>
      values.length === 0
        ? []
        : [{ bench: 'session', what, ours: spreadOf(values), theirs: null, unit, limit }];
    return [
      ...row(
        `from the start of plumbline serve to the timeline of ${context.inputs.sizes.snapshots.toLocaleString('en-US')} snapshots`,
        usable,
        'ms',
        1500,
      ),
      ...row('the same to process lives told apart', settled, 'ms', null),
      ...row('peak memory of that process', peaks, 'MB', 300),
    ];
  },
};
