// Who is judged when, and what of it is kept: findings are given by hand, the clock stands until it is moved.
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../test/support/fake-clock';
import { NOTHING_FOUND } from '../../test/support/findings';
import { AT, capture, gz, openSessionForEach, snapshot } from '../../test/support/open-session';
import type { Findings } from '../contract/growth';
import { failed, type Sentence } from '../contract/errors';
import type { Verdict } from '../core/growth/verdict';
import { LastVerdicts } from './analysis/last-verdicts';
import { Judging } from './judging';

const SOON_MS = 5_000;
const { signal } = new AbortController();

describe('judging', () => {
  const at = openSessionForEach();
  const setUp = (keeps = true) => {
    const clock = createFakeClock(AT);
    const asked: AbortSignal[] = [];
    const kept: string[] = [];
    const problems: Sentence[] = [];
    let verdict: Verdict = 'goroutine-leak';
    let answer: Promise<void> = Promise.resolve();
    const judging = new Judging({
      clock,
      queries: {
        findings: async (_, given): Promise<Findings> => {
          asked.push(given);
          const now = verdict;
          await answer;
          if (given.aborted) throw failed('cancelled');
          return { ...NOTHING_FOUND, verdict: { ...NOTHING_FOUND.verdict, verdict: now } };
        },
      },
      lastVerdicts: new LastVerdicts(false),
      keeps,
      sessionOf: () => Promise.resolve(at.session),
      onWord: () => Promise.resolve(),
      onKept: (id) => void kept.push(id),
      onProblem: (_, sentence) => void problems.push(sentence),
    });
    return {
      ...{ clock, asked, kept, problems, judging },
      become: (now: Verdict) => (verdict = now),
      answerAfter: (promise: Promise<void>): void => {
        answer = promise;
      },
      ask: () => judging.findings(at.session, signal, () => undefined),
    };
  };
  const take = (hours: number) =>
    at.session.addSnapshots([snapshot(AT + hours * 3_600_000, [capture('heap', gz(`x${hours}`))])]);
  const words = () => at.session.verdicts.entries().map(({ verdict }) => verdict);
  /** Writes of a real disk take turns of the loop, however far the clock is moved. */
  const written = (verdicts: readonly Verdict[]) => expect.poll(words).toEqual(verdicts);

  it('keeps what was said where it changed, with the newest snapshot that it stood on', async () => {
    const { ask, become, kept } = setUp();
    await take(0);
    await ask();
    await ask();
    await take(1);
    become('not-enough-data');
    await ask();
    expect(words()).toEqual(['goroutine-leak', 'not-enough-data']);
    const ids = at.session.snapshots().map(({ id }) => id);
    expect(at.session.verdicts.entries().map(({ snapshotId }) => snapshotId)).toEqual(ids);
    expect(kept).toEqual([at.session.id, at.session.id]);
  });

  it('judges some time after a snapshot, though nobody asks, and once for all that came until then', async () => {
    const { clock, judging, asked } = setUp();
    await take(0);
    judging.wants(at.session.id);
    judging.wants(at.session.id);
    await clock.advance(SOON_MS - 1);
    expect(asked).toHaveLength(0);
    await clock.advance(1);
    await written(['goroutine-leak']);
    expect(asked).toHaveLength(1);
    expect(clock.timers()).toBe(0);
  });

  it('does not judge what somebody has asked for meanwhile', async () => {
    const { clock, judging, asked, ask } = setUp();
    await take(0);
    judging.wants(at.session.id);
    await ask();
    await clock.advance(SOON_MS);
    expect(asked).toHaveLength(1);
  });

  it('judges again what came while it judged', async () => {
    const { clock, judging, asked, answerAfter, become } = setUp();
    let finish = (): void => undefined;
    answerAfter(new Promise((resolve) => (finish = resolve)));
    await take(0);
    judging.wants(at.session.id);
    await clock.advance(SOON_MS);
    await take(1);
    judging.wants(at.session.id);
    become('no-leak');
    finish();
    await expect.poll(() => clock.timers()).toBe(1);
    await clock.advance(SOON_MS);
    await written(['goroutine-leak', 'no-leak']);
    expect(asked).toHaveLength(2);
  });

  it('is not taken back by an answer to an older question', async () => {
    const { ask, answerAfter, become } = setUp();
    let finish = (): void => undefined;
    answerAfter(new Promise((resolve) => (finish = resolve)));
    await take(0);
    const slow = ask();
    await take(1);
    become('growing');
    answerAfter(Promise.resolve());
    await ask();
    finish();
    await slow;
    expect(words()).toEqual(['growing']);
  });

  it('writes nothing for who may only read, and answers though it cannot be written', async () => {
    const reader = setUp(false);
    await take(0);
    await reader.ask();
    reader.judging.wants(at.session.id);
    expect(reader.clock.timers()).toBe(0);
    expect(words()).toEqual([]);

    const { ask, problems } = setUp();
    at.session.verdicts.record = () => Promise.reject(failed('session-closed', { id: at.session.id }));
    expect((await ask()).verdict.verdict).toBe('goroutine-leak');
    expect(problems).toHaveLength(1);
  });

  it('ends with what it judges', async () => {
    const { clock, judging, asked, answerAfter } = setUp();
    let finish = (): void => undefined;
    answerAfter(new Promise((resolve) => (finish = resolve)));
    await take(0);
    judging.wants(at.session.id);
    await clock.advance(SOON_MS);
    await expect.poll(() => asked.length).toBe(1);
    const closed = judging.close();
    expect(asked[0]?.aborted).toBe(true);
    finish();
    await closed;
    judging.wants(at.session.id);
    expect(clock.timers()).toBe(0);
    expect(words()).toEqual([]);
  });
});
