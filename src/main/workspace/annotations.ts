// The annotations of one session, as the journal's entries say them in their order: one that is written stands as it was
// last written, one that is removed is remembered, so that it can come back as what it was. History is never
// rewritten: undoing is writing again.
import { randomInt } from 'node:crypto';
import { MAX_ANNOTATIONS, annotationSchema, type Annotation } from '../../contract/annotations';
import { failed, type PlumblineError } from '../../contract/errors';
import type { JournalEntry, NewEntry } from './journal-entry';

export interface AnnotationChange extends Pick<Annotation, 'on' | 'text' | 'tags' | 'flag'> {
  /** Absent: a new one. */
  readonly id?: string | undefined;
  /** `changedMs` of the version that the change began from; null: whatever is there, removed or not. */
  readonly basedOnMs: number | null;
}

/** Writes of the session, one after the other; `append` is durable on return and has been taken in by then. */
export type Write = <T>(operation: (append: (entry: NewEntry) => Promise<void>) => Promise<T>) => Promise<T>;

export class Annotations {
  readonly #all = new Map<string, Annotation>();
  /** As they were when they were removed. */
  readonly #removed = new Map<string, Annotation>();
  #list: readonly Annotation[] | null = null;

  constructor(
    private readonly write: Write,
    private readonly now: () => number,
  ) {}

  /** Oldest first; a new array after each change. */
  list(): readonly Annotation[] {
    return (this.#list ??= Object.freeze([...this.#all.values()].sort((a, b) => a.createdMs - b.createdMs)));
  }

  /**
   * Durable on return. Rejects with `not-found` for an id that never was, `conflict` where another window has changed
   * or removed it since `basedOnMs`, `bad-request` where the session is full of them.
   */
  async put(change: AnnotationChange): Promise<Annotation> {
    return this.write(async (append) => {
      const before = this.#before(change);
      if (!this.#all.has(before?.id ?? '') && this.#all.size >= MAX_ANNOTATIONS) {
        throw failed('annotations-full', { most: MAX_ANNOTATIONS });
      }
      // Never the same twice, however coarse the clock is or wherever it was set.
      const changedMs = Math.max(Math.floor(this.now()), (before?.changedMs ?? -1) + 1);
      const { on, text, tags, flag } = change;
      const written: Annotation = {
        ...{ id: before?.id ?? this.#freeId(), on, text, tags, flag },
        ...{ createdMs: before?.createdMs ?? changedMs, changedMs },
      };
      await append({ type: 'annotation-written', annotation: written });
      return written;
    });
  }

  /** Durable on return. Rejects with `not-found`, and with `conflict` as `put` does. */
  async remove(id: string, basedOnMs: number | null): Promise<void> {
    await this.write(async (append) => {
      const before = this.#all.get(id);
      if (before === undefined) throw unknown(id);
      if (basedOnMs !== null && before.changedMs !== basedOnMs) throw failed('annotation-changed');
      await append({ type: 'annotation-removed', id });
    });
  }

  /** Takes what the journal says; what is not about annotations is passed over. */
  take(entry: JournalEntry): void {
    if (entry.type === 'annotation-written') {
      // The file may be anybody's: its texts are cleaned as those of the bridge are.
      const { success, data } = annotationSchema.safeParse(entry.annotation);
      if (!success) return;
      this.#all.set(data.id, Object.freeze(data));
      this.#removed.delete(data.id);
    } else if (entry.type === 'annotation-removed') {
      const before = this.#all.get(entry.id);
      if (before === undefined) return;
      this.#all.delete(entry.id);
      this.#removed.set(entry.id, before);
    } else {
      return;
    }
    this.#list = null;
  }

  forget(): void {
    this.#all.clear();
    this.#removed.clear();
    this.#list = null;
  }

  #before({ id, basedOnMs }: AnnotationChange): Annotation | null {
    if (id === undefined) return null;
    const there = this.#all.get(id);
    const before = there ?? this.#removed.get(id);
    if (before === undefined) throw unknown(id);
    if (basedOnMs === null) return before;
    if (there === undefined) throw failed('annotation-deleted');
    if (there.changedMs !== basedOnMs) throw failed('annotation-changed');
    return before;
  }

  #freeId(): string {
    for (;;) {
      const id = Array.from({ length: 12 }, () => randomInt(36).toString(36)).join('');
      if (!this.#all.has(id) && !this.#removed.has(id)) return id;
    }
  }
}

const unknown = (id: string): PlumblineError =>
  failed('no-annotation', { id: JSON.stringify(id.slice(0, 32)) });
