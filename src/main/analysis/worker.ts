// The worker thread's side of the pool: one message, one job, one outcome.
import { JOBS } from './jobs';
import { runToOutcome, type JobMessage, type JobOutcome } from './outcome';

export default function work({ job, args }: JobMessage): Promise<JobOutcome> {
  const run = JOBS[job] as (args: unknown) => Promise<unknown>;
  return runToOutcome(() => run(args));
}
