import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import Tinypool from 'tinypool';
import { failed, PlumblineError } from '../../contract/errors';
import { progressSchema, type OnProgress } from '../../contract/progress';
import type { JobArgs, JobName, JobResult } from './jobs';
import type { JobMessage, JobOutcome } from './outcome';

/** Runs typed jobs off the caller's thread. */
export interface JobRunner {
  run<J extends JobName>(
    job: J,
    args: JobArgs<J>,
    signal?: AbortSignal,
    report?: OnProgress,
  ): Promise<JobResult<J>>;
  close(): Promise<void>;
}

/** Longer than a usual plan's interval: what a thread keeps of a session in memory is there when its next snapshot comes. */
const IDLE_MS = 15 * 60_000;

/**
 * Worker threads running the bundled worker at `workerPath`. Aborting a job ends its thread. Two threads at least:
 * a long analysis must not hold up the look into a capture that just came.
 */
export function createWorkerPool(workerPath: string): JobRunner {
  const pool = new Tinypool({
    filename: workerPath,
    runtime: 'worker_threads',
    minThreads: 0,
    maxThreads: Math.max(2, Math.min(4, availableParallelism() - 1)),
    idleTimeout: IDLE_MS,
    isolateWorkers: false,
  });
  return {
    async run(job, args, signal, report) {
      let outcome: JobOutcome;
      const channel = report === undefined ? null : new MessageChannel();
      channel?.port1.on('message', (made: unknown) => report?.(progressSchema.parse(made)));
      try {
        const progress = channel === null ? {} : { progress: channel.port2 };
        const message: JobMessage = { job, args, ...progress };
        outcome = (await pool.run(message, {
          ...(signal === undefined ? {} : { signal }),
          ...(channel === null ? {} : { transferList: [channel.port2] }),
        })) as JobOutcome;
      } catch (error) {
        if (signal?.aborted === true) throw failed('cancelled');
        throw error;
      } finally {
        channel?.port1.close();
      }
      if (!outcome.ok) throw new PlumblineError(outcome.error);
      return outcome.value as JobResult<typeof job>;
    },
    close: () => pool.destroy(),
  };
}
