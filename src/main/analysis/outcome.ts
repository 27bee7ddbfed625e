import type { MessagePort } from 'node:worker_threads';
import type { WireError } from '../../contract/errors';
import { toWireError } from '../serve';
import type { JobName } from './jobs';

export interface JobMessage {
  readonly job: JobName;
  readonly args: unknown;
  /** Where the job says how far it is. Absent: nobody listens. */
  readonly progress?: MessagePort;
}

/** Class identity does not survive a thread boundary, so an expected failure crosses it as a value. */
export type JobOutcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

export async function runToOutcome(run: () => Promise<unknown>): Promise<JobOutcome> {
  try {
    return { ok: true, value: await run() };
  } catch (error) {
    return { ok: false, error: toWireError(error) };
  }
}
