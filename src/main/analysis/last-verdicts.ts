// The verdict that a session had when it was last asked for: the list of sessions shows it. To judge all of them when the
// workspace is opened would take as long as they are large.
import { join } from 'node:path';
import { z } from 'zod';
import { VERDICTS, type Verdict } from '../../core/growth/verdict';
import { loadDerived, saveDerived } from './derived-file';

const keptSchema = z.object({ version: z.literal(1), verdict: z.enum(VERDICTS) });

export class LastVerdicts {
  /** By session folder; null: none is known. */
  private readonly known = new Map<string, Verdict | null>();

  /** `keeps`: across a restart too, in the session's `.index`. */
  constructor(private readonly keeps: boolean) {}

  async of(folder: string): Promise<Verdict | null> {
    const known = this.known.get(folder);
    if (known !== undefined) return known;
    const kept = (await loadDerived(pathOf(folder), keptSchema))?.verdict ?? null;
    // One that was reached meanwhile is newer.
    const verdict = this.known.get(folder) ?? kept;
    this.known.set(folder, verdict);
    return verdict;
  }

  /** Answers whether it is another one than before. */
  async keep(folder: string, verdict: Verdict): Promise<boolean> {
    const before = await this.of(folder);
    if (before === verdict) return false;
    this.known.set(folder, verdict);
    if (this.keeps) await saveDerived(pathOf(folder), { version: 1, verdict });
    return true;
  }
}

const pathOf = (folder: string): string => join(folder, '.index', 'verdict');
