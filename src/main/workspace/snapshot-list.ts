// The snapshots of one session as the journal tells of them, and their captures. Ordered by time; where times are the same,
// by the journal. A time that the user has given counts in place of the one a snapshot was taken with, which is kept.
import type { Capture, Snapshot } from '../../contract/domain';
import { toSnapshot, type JournalEntry, type SnapshotEntry } from './journal-entry';

export type RetimedEntry = Extract<JournalEntry, { type: 'snapshot-retimed' }>;

export class SnapshotList {
  #ordered: readonly Snapshot[] = [];
  /** In the order of the journal. */
  readonly #byId = new Map<string, Snapshot>();
  readonly #captures = new Map<string, Capture>();
  readonly #hashes = new Set<string>();
  readonly #lastTakenMs = new Map<string, number>();
  #captureBytes = 0;

  /** A new array after each change. */
  all(): readonly Snapshot[] {
    return this.#ordered;
  }
  get(id: string): Snapshot | undefined {
    return this.#byId.get(id);
  }
  capture(captureId: string): Capture | undefined {
    return this.#captures.get(captureId);
  }
  captures(): Iterable<Capture> {
    return this.#captures.values();
  }
  hasHash(sha256: string): boolean {
    return this.#hashes.has(sha256);
  }
  get captureBytes(): number {
    return this.#captureBytes;
  }
  /** When the last one was taken of a target (of any, without one), by the time it was taken with; null: none was. */
  lastTakenMs(targetId?: string): number | null {
    if (targetId !== undefined) return this.#lastTakenMs.get(targetId) ?? null;
    return this.#lastTakenMs.size === 0 ? null : Math.max(...this.#lastTakenMs.values());
  }

  /** Takes some lines of the journal; answers those snapshots that it names for a second time and are passed over. */
  take(entries: readonly (SnapshotEntry | RetimedEntry)[]): readonly string[] {
    const doubled: string[] = [];
    const added: Snapshot[] = [];
    let isRetimed = false;
    for (const entry of entries) {
      if (entry.type === 'snapshot-retimed') {
        isRetimed = this.#retime(entry) || isRetimed;
        continue;
      }
      const snapshot = toSnapshot(entry);
      if (this.#byId.has(snapshot.id) || snapshot.captures.some(({ id }) => this.#captures.has(id))) {
        doubled.push(snapshot.id);
        continue;
      }
      added.push(snapshot);
      this.#add(snapshot, entry.type !== 'snapshot-imported');
    }
    // The usual case, a newer one at the end, leaves the order as it is; sort() is stable and quick on sorted input.
    if (isRetimed) this.#ordered = [...this.#byId.values()].sort(byTime);
    else if (added.length > 0) this.#ordered = [...this.#ordered, ...added].sort(byTime);
    return doubled;
  }

  clear(): void {
    this.#ordered = [];
    this.#byId.clear();
    this.#captures.clear();
    this.#hashes.clear();
    this.#lastTakenMs.clear();
    this.#captureBytes = 0;
  }

  #add(snapshot: Snapshot, wasTaken: boolean): void {
    this.#byId.set(snapshot.id, snapshot);
    for (const capture of snapshot.captures) {
      this.#captures.set(capture.id, capture);
      this.#hashes.add(capture.sha256);
      this.#captureBytes += capture.sizeBytes;
    }
    const { targetId, timeMs } = snapshot;
    if (!wasTaken || targetId === null) return;
    this.#lastTakenMs.set(targetId, Math.max(timeMs, this.#lastTakenMs.get(targetId) ?? 0));
  }

  #retime({ snapshot: id, timeMs }: RetimedEntry): boolean {
    const before = this.#byId.get(id);
    if (before === undefined) return false; // of a line that cannot be read any more, which is reported
    const { retimedFrom = { timeMs: before.timeMs, timeSource: before.timeSource }, ...rest } = before;
    this.#byId.set(
      id,
      timeMs === null ? { ...rest, ...retimedFrom } : { ...rest, timeMs, timeSource: 'user', retimedFrom },
    );
    return true;
  }
}

const byTime = (a: Snapshot, b: Snapshot): number => a.timeMs - b.timeMs;
