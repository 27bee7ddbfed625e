// When capturing ran and by which plan, as the journal tells it, and how the clock stood when it last spoke of it.
import type { CapturePlan } from '../../contract/domain';
import type { ClockAnchor, JournalEntry, NewEntry, SnapshotEntry } from './journal-entry';
import type { RetimedEntry } from './snapshot-list';

/** What the journal is told of capturing beside its snapshots. */
export type CapturingChange = Extract<
  NewEntry,
  { type: 'capturing-started' | 'capturing-stopped' | 'clock-stepped' }
>;
export type StopReason = Extract<JournalEntry, { type: 'capturing-stopped' }>['reason'];
/** When capturing ran and by which plan: what gaps are measured against. */
export type HistoryEntry = { readonly atMs: number } & (
  | { readonly type: 'capturing-started' }
  | { readonly type: 'capturing-stopped'; readonly reason: StopReason }
  | { readonly type: 'plan-changed'; readonly plan: CapturePlan }
  /** `atMs` in the time of the session's snapshots. */
  | { readonly type: 'clock-stepped'; readonly stepMs: number; readonly measured: boolean }
);

export class CapturingHistory {
  readonly #entries: HistoryEntry[] = [];
  #clock: ClockAnchor | null = null;

  entries(): readonly HistoryEntry[] {
    return this.#entries;
  }
  /** null: the journal never spoke of it. */
  get lastClock(): ClockAnchor | null {
    return this.#clock;
  }

  take(entry: Exclude<JournalEntry, SnapshotEntry | RetimedEntry>): void {
    const atMs = Date.parse(entry.at);
    switch (entry.type) {
      case 'capturing-started':
        this.#entries.push({ atMs, type: entry.type });
        this.#clock = entry.clock ?? this.#clock;
        break;
      case 'clock-stepped': {
        const { type, stepMs, measured, clock } = entry;
        this.#entries.push({ atMs: atMs + clock.correctionMs, type, stepMs, measured });
        this.#clock = clock;
        break;
      }
      case 'capturing-stopped':
        this.#entries.push({ atMs, type: entry.type, reason: entry.reason });
        break;
      case 'plan-changed':
        this.#entries.push({ atMs, type: entry.type, plan: entry.plan });
        break;
      case 'session-created':
      case 'targets-changed':
      case 'renamed':
      case 'annotation-written':
      case 'annotation-removed':
      case 'notes-saved':
      case 'verdict-changed':
        break;
    }
  }

  forget(): void {
    this.#entries.length = 0;
    this.#clock = null;
  }
}
