// While a dump of 64 MiB is parsed, the thread that schedules captures and answers windows goes on as if nothing were:
// the parse is a job in a worker. The control does the same work on this thread, and stalls it.
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { JOBS } from '../../src/main/analysis/jobs';
import { createWorkerPool } from '../../src/main/analysis/pool';
import { dumpBytes } from '../support/make-dump';
import { temporaryFolder } from '../support/temporary-folder';

const WORKER = resolve(import.meta.dirname, '../../out/main/analysis-worker.js');
const BYTES = 64 * 1024 * 1024;

/** The longest that the event loop was held while `work` ran, as a share of the time it ran. */
async function longestStall(work: () => Promise<unknown>): Promise<{ share: number; elapsedMs: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // The histogram's own timer counts from its first turn on, and counts a stall when it next fires.
  const twoTurns = async (): Promise<void> => {
    const counted = delay.count;
    while (delay.count < counted + 2) await new Promise((done) => setTimeout(done, 1));
  };
  await twoTurns();
  const began = performance.now();
  await work();
  const elapsedMs = performance.now() - began;
  await twoTurns();
  delay.disable();
  return { share: delay.max / 1e6 / elapsedMs, elapsedMs };
}

describe('a dump of 64 MiB', () => {
  const folder = temporaryFolder('responsive');

  it('is parsed without holding the thread that asked', async () => {
    // Gzipped, as most targets send it: a plain one is read in pieces, and stalls nobody for long.
    const path = join(folder, 'dump.txt.gz');
    await writeFile(path, gzipSync(dumpBytes(BYTES), { level: 1 }));
    const pool = createWorkerPool(WORKER);
    try {
      await pool.run('inspect', { bytes: new Uint8Array([0]) }); // the thread is up
      const inWorker = await longestStall(async () => {
        const grouped = await pool.run('goroutines', { path, by: 'stack' });
        expect(grouped.total).toBeGreaterThan(100_000);
      });
      const onThisThread = await longestStall(() => JOBS.goroutines({ path, by: 'stack' }));
      expect(onThisThread.share).toBeGreaterThan(0.5);
      expect(inWorker.share).toBeLessThan(onThisThread.share / 2);
    } finally {
      await pool.close();
    }
  });
});
