// The worker thread's side of the pool: one message, one job, one outcome.
import type { OnProgress } from '../../contract/progress';
import { JOBS } from './jobs';
import { paced } from '../paced';
import { runToOutcome, type JobMessage, type JobOutcome } from './outcome';

export default function work({ job, args, progress }: JobMessage): Promise<JobOutcome> {
  const run = JOBS[job] as (args: unknown, report: OnProgress) => Promise<unknown>;
  const report = paced((made) => progress?.postMessage(made));
  return runToOutcome(() => run(args, report));
}
