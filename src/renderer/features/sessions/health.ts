// How the targets of a session do, in one line. Pure: statuses in, what to say out.
import type { Session, TargetStatus } from '../../../contract/domain';

export type Next =
  | { readonly kind: 'no-target' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'capturing' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'at'; readonly ms: number; readonly retry: boolean }
  | { readonly kind: 'unknown' };

/** What comes next, of all targets: what happens now before what is to come, the soonest first. */
export function nextCapture(session: Session, status: readonly TargetStatus[]): Next {
  if (session.targets.length === 0) return { kind: 'no-target' };
  if (status.some((target) => target.state === 'capturing')) return { kind: 'capturing' };
  if (!session.plan.enabled) return { kind: 'paused' };
  let soonest: TargetStatus | null = null;
  for (const target of status) {
    if (target.nextMs === null || target.state === 'stopped' || target.state === 'paused') continue;
    if (soonest?.nextMs == null || target.nextMs < soonest.nextMs) soonest = target;
  }
  if (soonest?.nextMs != null) {
    return { kind: 'at', ms: soonest.nextMs, retry: soonest.state === 'backing-off' };
  }
  if (status.length > 0 && status.every((target) => target.state === 'stopped')) return { kind: 'stopped' };
  return { kind: 'unknown' };
}

/**
 * ms until then. Never more than the plan's interval, even where the page's clock is behind the server's or has not
 * ticked since; a retry may wait longer than that.
 */
export const timeLeft = (next: Extract<Next, { kind: 'at' }>, everyMs: number, nowMs: number): number =>
  Math.min(next.ms - nowMs, next.retry ? Infinity : everyMs);

/** A target fails when its last attempt did: a success after it clears it. */
export const isFailing = (status: TargetStatus): boolean =>
  status.lastFailure !== null && status.lastFailure.timeMs > (status.lastOkMs ?? -Infinity);

export interface Health {
  readonly answering: number;
  readonly failing: readonly TargetStatus[];
  /** Never asked yet. */
  readonly silent: number;
}

export function healthOf(session: Session, status: readonly TargetStatus[]): Health {
  const failing = status.filter(isFailing);
  const answering = status.filter((target) => target.lastOkMs !== null && !isFailing(target)).length;
  return { answering, failing, silent: session.targets.length - answering - failing.length };
}
