// How one target does, of what its status says.
import type { TargetStatus } from '../../contract/domain';

/** Its last attempt failed: a success after it clears it. */
export const isFailing = (status: TargetStatus): boolean =>
  status.lastFailure !== null && status.lastFailure.timeMs > (status.lastOkMs ?? -Infinity);

/**
 * `resting`: it answered once, and nothing asks it now, so that nobody knows whether it would again. `answers` is said only
 * where it is asked by a plan, and did since this process began.
 */
export type TargetHealth = 'failing' | 'answers' | 'resting' | 'unasked';

export function targetHealth(status: TargetStatus | null): TargetHealth {
  if (status === null) return 'unasked';
  if (isFailing(status)) return 'failing';
  if (status.lastOkMs === null) return 'unasked';
  const isAsked = status.state !== 'paused' && status.state !== 'stopped';
  return isAsked && status.latencyMs !== null ? 'answers' : 'resting';
}
