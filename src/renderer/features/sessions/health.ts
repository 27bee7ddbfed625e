// How the targets of a session do, in one line. Pure: statuses in, what to say out.
import type { Session, TargetStatus } from '../../../contract/domain';
import { targetHealth, type TargetHealth } from '../../state/target-health';

export type Next =
  | { readonly kind: 'no-target' }
  | { readonly kind: 'paused' }
  /** The plan runs, and has nobody to ask. */
  | { readonly kind: 'all-paused' }
  | { readonly kind: 'capturing' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'at'; readonly ms: number; readonly retry: boolean }
  | { readonly kind: 'unknown' };

/** What comes next, of all targets: what happens now before what is to come, the soonest first. */
export function nextCapture(session: Session, status: readonly TargetStatus[]): Next {
  if (session.targets.length === 0) return { kind: 'no-target' };
  if (status.some((target) => target.state === 'capturing')) return { kind: 'capturing' };
  if (!session.plan.enabled) return { kind: 'paused' };
  if (session.targets.every(({ paused }) => paused)) return { kind: 'all-paused' };
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

export interface Health {
  readonly failing: readonly TargetStatus[];
  readonly answering: number;
  /** Asked by nothing now, or not yet since the start. */
  readonly resting: number;
  readonly unasked: number;
  /** The newest answer of any target; null: none answered. */
  readonly lastOkMs: number | null;
}

export function healthOf(session: Session, status: readonly TargetStatus[]): Health {
  const states = session.targets.map(({ id }) => {
    const own = status.find((one) => one.targetId === id) ?? null;
    return { own, health: targetHealth(own) };
  });
  const count = (health: TargetHealth): number => states.filter((one) => one.health === health).length;
  const times = states.flatMap(({ own }) => own?.lastOkMs ?? []);
  return {
    failing: states.flatMap(({ own, health }) => (own !== null && health === 'failing' ? [own] : [])),
    answering: count('answers'),
    resting: count('resting'),
    unasked: count('unasked'),
    lastOkMs: times.length === 0 ? null : Math.max(...times),
  };
}
