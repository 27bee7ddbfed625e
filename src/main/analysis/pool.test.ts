// The pool as it runs: threads of the bundled worker, on a recorded session's files and on a dump made large.
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Progress } from '../../contract/progress';
import { bundle } from '../../../test/support/bundle';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { makeGrowthLife } from '../../../test/support/lives';
import type { GrowthCapture } from './growth-data';
import { packGrowth, type PackedGrowthInput } from './pack-captures';
import { createWorkerPool, type JobRunner } from './pool';

const FIXTURE = resolve(import.meta.dirname, '../../../test/fixtures/pprof/go1.26/goroutine-1.pb.gz');
const folder = temporaryFolder('pool');
let workerPath = '';
let pool: JobRunner;
beforeAll(async () => {
  workerPath = await bundle(join(import.meta.dirname, 'worker.ts'));
  pool = createWorkerPool(workerPath);
});
afterAll(async () => {
  await pool.close();
  await rm(workerPath, { force: true });
});

const captures = (count: number): GrowthCapture[] =>
  Array.from({ length: count }, (_, i) => ({
    captureId: `c${i}`,
    snapshotId: null,
    path: FIXTURE,
    sha256: String(i),
    kind: 'goroutine',
    encoding: 'proto',
    isDelta: false,
    ofAnother: null,
    timeMs: i * 60_000,
    numGc: null,
  }));
const growth = (count: number): PackedGrowthInput =>
  packGrowth({
    indexFolder: null,
    keepIndex: false,
    noLinks: true,
    timeScale: 1,
    nowMs: 0,
    lives: [makeGrowthLife(captures(count))],
    several: [],
  });

describe('worker pool', () => {
  it('hears from the worker how far a job is, in order, and what it then judges', async () => {
    const told: Progress[] = [];
    await pool.run('growth', growth(400), undefined, (progress) => told.push(progress));
    expect(told[0]).toEqual({ step: 'index', done: 0, all: 400 });
    const done = told.filter(({ step }) => step === 'index').map((progress) => progress.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(told.every(({ step }) => step === 'index' || step === 'judge')).toBe(true);
  });

  it('stops the work of a job that is given up: the thread is free for the next', async () => {
    const abort = new AbortController();
    // Longer than a test may take: it ends by the abort or not at all.
    const endless = pool.run('growth', growth(30_000), abort.signal, () => abort.abort());
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' });
    const path = join(folder, 'counts.txt');
    await writeFile(path, 'goroutine profile: total 1\n1 @ 0x1\n#\t0x1\tmain.wait+0x1\t/srv/main.go:7\n\n');
    const small = await Promise.all([1, 2, 3, 4].map(() => pool.run('inspectFile', { path })));
    expect(small.every((result) => result.ok)).toBe(true);
  });
});
