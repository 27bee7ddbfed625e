import { useSession } from './session.store';
import { needSeconds } from './times';

/**
 * How moments of the open session are written: with seconds where the whole session is so short that minutes would
 * not tell its snapshots apart. Goes into `formatTime`.
 */
export function useMomentStyle(): () => { nowMs: number; seconds: boolean } {
  const open = useSession();
  return () => {
    const times = open.timeline?.timeMs ?? [];
    return { nowMs: Date.now(), seconds: needSeconds(times[0] ?? 0, times.at(-1) ?? 0) };
  };
}
