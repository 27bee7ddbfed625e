// What was said of a session, and when that changed: kept, since a verdict holds until the next snapshot and is withdrawn by
// it, and later versions judge by other rules.
import type { Sentence } from '../../contract/errors';
import type { Verdict } from '../../core/growth/verdict';
import type { Write } from './annotations';
import { MOST_PLACES, toSentenceEntry, type JournalEntry } from './journal-entry';

export interface SaidVerdict {
  /** The newest that it stands on. */
  readonly snapshotId: string;
  readonly verdict: Verdict;
  /** Functions of the first suspects, the leading one first; as many as there are. */
  readonly places: readonly string[];
  readonly sentence: Sentence;
}

/** More changes than that tell of a session that is judged in turns, and not of a process. */
export const MOST_VERDICTS = 1000;

export class VerdictLog {
  readonly #entries: SaidVerdict[] = [];

  constructor(private readonly write: Write) {}

  /** In the order in which they were said. */
  entries(): readonly SaidVerdict[] {
    return this.#entries;
  }

  /** Durable on return. Answers whether it is kept: not where the same was said before. */
  async record(said: SaidVerdict): Promise<boolean> {
    if (!this.#isNew(said)) return false;
    return this.write(async (append) => {
      // Another window may have been told the same meanwhile.
      if (!this.#isNew(said)) return false;
      const { snapshotId, verdict, places, sentence } = said;
      await append({
        type: 'verdict-changed',
        snapshot: snapshotId,
        verdict,
        places: places.slice(0, MOST_PLACES),
        sentence: toSentenceEntry(sentence),
      });
      return true;
    });
  }

  #isNew({ verdict, places }: SaidVerdict): boolean {
    if (this.#entries.length >= MOST_VERDICTS) return false;
    const last = this.#entries.at(-1);
    // Every session begins so.
    if (last === undefined) return verdict !== 'not-enough-data';
    if (last.verdict !== verdict) return true;
    const [first] = places;
    // Of two that grow as fast, each leads by turns.
    return first !== undefined && !last.places.includes(first);
  }

  take(entry: JournalEntry): void {
    if (entry.type !== 'verdict-changed') return;
    const { snapshot, verdict, places, sentence } = entry;
    this.#entries.push({ snapshotId: snapshot, verdict, places, sentence });
  }

  forget(): void {
    this.#entries.length = 0;
  }
}
