import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AT, capture, gz, openSessionForEach, snapshot } from '../../../test/support/open-session';
import type { Verdict } from '../../core/growth/verdict';
import { MOST_VERDICTS, VerdictLog, type SaidVerdict } from './verdict-log';

const said = (verdict: Verdict, places: readonly string[] = [], snapshotId = 's1'): SaidVerdict => ({
  ...{ snapshotId, verdict, places },
  sentence: { message: `It is ${verdict}.`, key: 'verdict-none', values: { count: 3 } },
});

describe('what was said of a session', () => {
  const at = openSessionForEach();
  const words = (): string[] => at.session.verdicts.entries().map(({ verdict }) => verdict);

  it('is in the journal, and there again when the session is opened', async () => {
    await at.session.addSnapshots([snapshot(AT, [capture('heap', gz('x'))])]);
    const id = at.session.snapshots()[0]?.id ?? '';
    const first = said('goroutine-leak', ['main.wait', 'main.run'], id);
    expect(await at.session.verdicts.record(first)).toBe(true);
    const journal = await readFile(join(at.session.folder, 'journal.jsonl'), 'utf8');
    expect(journal).toContain('"type":"verdict-changed"');
    await at.reopen();
    expect(at.session.verdicts.entries()).toEqual([first]);
  });

  it('is another one where the verdict is, and not where it is the same', async () => {
    const { verdicts } = at.session;
    expect(await verdicts.record(said('not-enough-data'))).toBe(false);
    expect(await verdicts.record(said('growing'))).toBe(true);
    expect(await verdicts.record(said('growing'))).toBe(false);
    expect(await verdicts.record(said('not-enough-data'))).toBe(true);
    expect(words()).toEqual(['growing', 'not-enough-data']);
  });

  it('is another one where the first suspect was not named, and not where two lead by turns', async () => {
    const { verdicts } = at.session;
    const leak = (...places: string[]) => verdicts.record(said('goroutine-leak', places));
    expect(await leak('main.a', 'main.b')).toBe(true);
    expect(await leak('main.b', 'main.a')).toBe(false);
    expect(await leak()).toBe(false);
    expect(await leak('main.c', 'main.a')).toBe(true);
    expect(words()).toHaveLength(2);
    // What named no place is followed by what does.
    expect(await verdicts.record(said('heap-leak'))).toBe(true);
    expect(await verdicts.record(said('heap-leak', ['main.d']))).toBe(true);
  });

  it('is written once, whoever asks at the same time', async () => {
    const both = await Promise.all([1, 2].map(() => at.session.verdicts.record(said('growing'))));
    expect(both.toSorted()).toEqual([false, true]);
    expect(words()).toEqual(['growing']);
  });

  it('has no more lines than tell anything', async () => {
    const log: VerdictLog = new VerdictLog((operation) =>
      operation((entry) => {
        log.take({ v: 3, at: '2025-05-12T11:36:06.482Z', ...entry });
        return Promise.resolve();
      }),
    );
    for (let i = 0; i < MOST_VERDICTS + 10; i++)
      await log.record(said(i % 2 === 0 ? 'growing' : 'goroutine-leak'));
    expect(log.entries()).toHaveLength(MOST_VERDICTS);
  });
});
