// When a plan is due. Times lie on a grid of whole intervals since 1970, so that nothing drifts and a restart of the
// program changes nothing; each is moved by a little jitter that depends on target, seed and slot alone, so that many
// targets are not asked in the same instant.

/** At most a twentieth of the interval, and five seconds. */
export const maxJitterMs = (everyMs: number): number => Math.min(everyMs / 20, 5_000);

/** Deterministic, uniform in [0, maxJitterMs). */
export function jitterMs(targetId: string, slot: number, everyMs: number, seed: number): number {
  return Math.floor(maxJitterMs(everyMs) * unitHash(`${seed}/${targetId}/${slot}`));
}

/** FNV-1a with a finaliser; in [0, 1). */
function unitHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

const slotTime = (slot: number, targetId: string, everyMs: number, seed: number): number =>
  slot * everyMs + jitterMs(targetId, slot, everyMs, seed);

/** The first due time after `afterMs`. */
export function nextDue(afterMs: number, targetId: string, everyMs: number, seed: number): number {
  for (let slot = Math.floor(afterMs / everyMs); ; slot++) {
    const at = slotTime(slot, targetId, everyMs, seed);
    if (at > afterMs) return at;
  }
}

const BACK_OFF_CAP_MS = 5 * 60_000;

/**
 * How long to wait after `failures` failed captures in a row: the interval doubled each time, up to five minutes
 * or eight intervals, whichever is less, and never less than the interval. A target that returns is so noticed soon.
 */
export function backOffMs(failures: number, everyMs: number): number {
  const doubled = everyMs * 2 ** Math.min(3, Math.max(0, failures - 1));
  return Math.max(everyMs, Math.min(doubled, BACK_OFF_CAP_MS));
}
