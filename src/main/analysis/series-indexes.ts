// The series indexes of a session, each read once and written once. Those of the session that was judged last stay in the thread's
// memory, so that a further snapshot costs its own captures and nothing else: what is not worth saving yet would be read again.
import { join } from 'node:path';
import type { GrowthInput, Source } from './growth-data';
import { SeriesIndex } from './series-index';

/** Larger ones are read again. Every thread may keep some. */
const MOST_KEPT_BYTES = 32 * 1024 * 1024;

export class SeriesIndexes {
  private static kept: SeriesIndexes | null = null;
  private readonly loaded = new Map<string, SeriesIndex>();

  private constructor(
    private readonly folder: string | null,
    private readonly isWritten: boolean,
  ) {}

  static of({ indexFolder, keepIndex }: Pick<GrowthInput, 'indexFolder' | 'keepIndex'>): SeriesIndexes {
    const { kept } = SeriesIndexes;
    if (kept !== null && kept.folder === indexFolder && kept.isWritten === keepIndex) return kept;
    return new SeriesIndexes(indexFolder, keepIndex);
  }

  async index(source: Source): Promise<SeriesIndex> {
    const name = `${source.of}.${source.encoding}.series`;
    let index = this.loaded.get(name);
    if (index === undefined) {
      index = this.folder === null ? new SeriesIndex() : await SeriesIndex.load(join(this.folder, name));
      this.loaded.set(name, index);
    }
    return index;
  }

  /** What is worth it, on the disk; and in memory, for the next time. */
  async save(): Promise<void> {
    if (this.folder === null) return;
    let bytes = 0;
    for (const [name, index] of this.loaded) {
      if (this.isWritten && index.worthSaving) await index.save(join(this.folder, name));
      bytes += index.bytes;
    }
    SeriesIndexes.kept = bytes <= MOST_KEPT_BYTES ? this : null;
  }
}
