import { JOBS, type JobArgs, type JobName, type JobResult } from '../../src/main/analysis/jobs';
import type { JobRunner } from '../../src/main/analysis/pool';

/** Jobs on the thread of the test. */
export const jobsHere: JobRunner = {
  run: async <J extends JobName>(job: J, args: JobArgs<J>) =>
    (await (JOBS[job] as (args: JobArgs<J>) => unknown)(args)) as JobResult<J>,
  close: () => Promise.resolve(),
};
