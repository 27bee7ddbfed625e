// From the clock to the journal and back: what a user sees of snapshots that were taken while somebody set the clock.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createFakeClock, type FakeClock } from '../../../test/support/fake-clock';
import { startReplay } from '../../../test/support/replay-server';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { failed } from '../../contract/errors';
import { JOBS } from '../analysis/jobs';
import { openWorkspace } from '../workspace/workspace';
import { createCapturing } from './capturing';
import type { ClockStep } from './session-time';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 3, 28, 11, 36, 6);

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

describe('capturing through steps of the clock', () => {
  const root = temporaryFolder('capturing');
  let runs = 0;

  /** One run of the app on a workspace of its own; `again` is the next run on the same one. */
  async function bench(clock: FakeClock, path = `${root}/${runs++}`, url?: string) {
    const server = url === undefined ? await startReplay('steady') : null;
    if (server !== null) ends.push(() => server.stop());
    const address = url ?? server?.url ?? '';
    const workspace = await openWorkspace(path, { now: () => clock.now() });
    const known = workspace.sessions()[0];
    const store =
      known === undefined
        ? await workspace.createSession({
            name: 'steady',
            targets: [{ url: address }],
            plan: { enabled: false },
          })
        : await workspace.session(known.id);
    const steps: ClockStep[] = [];
    const capturing = createCapturing({
      clock,
      inspect: (bytes) => JOBS.inspect({ bytes }),
      onSnapshot: () => {},
      onStatus: () => {},
      onClockStep: (_id, step) => void steps.push(step),
      onError: (_id, error) => {
        throw error;
      },
    });
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (!isOpen) return;
      isOpen = false;
      await capturing.close();
      await workspace.close();
    };
    ends.push(close);
    return {
      store,
      steps,
      take: async (targetIds?: string[]): Promise<void> => {
        const { signal } = new AbortController();
        const named = targetIds === undefined ? {} : { targetIds };
        await capturing.captureNow(store, { ...named, kinds: ['goroutine', 'memory'] }, signal, () => {});
      },
      run: (signal = AbortSignal.abort()) => capturing.run(store, {}, signal),
      configure: () => capturing.configure(store),
      status: () => capturing.status(store),
      /** Minutes since the start, in the order that everybody sees. */
      minutes: () => store.snapshots().map(({ timeMs }) => Math.round((timeMs - START) / MINUTE)),
      again: async (next: FakeClock) => {
        await close();
        return bench(next, path, address);
      },
    };
  }

  it.each([-HOUR, HOUR])('keeps order and distances where it is set by %d ms', async (stepMs) => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    await run.take();
    await clock.advance(10 * MINUTE);
    await run.take();
    clock.step(stepMs);
    await clock.advance(10 * MINUTE);
    await run.take();
    expect(run.minutes()).toEqual([0, 10, 20]);
    expect(run.steps).toMatchObject([{ stepMs, measured: true }]);
    const told = run.store.history().filter(({ type }) => type === 'clock-stepped');
    expect(told).toMatchObject([{ stepMs, measured: true }]);
    // In the time of the snapshots, between those around it.
    const minute = ((told[0]?.atMs ?? 0) - START) / MINUTE;
    expect(minute).toBeGreaterThan(10);
    expect(minute).toBeLessThanOrEqual(20);

    const later = await run.again(clock);
    await clock.advance(10 * MINUTE);
    await later.take();
    expect(later.minutes()).toEqual([0, 10, 20, 30]);
    expect(later.steps).toEqual([]);
  });

  it('says of a target that never answered that it never did, after a restart as before', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock, undefined, 'http://127.0.0.1:9/debug/pprof');
    await run.take();
    expect(run.store.snapshots()).toHaveLength(1);
    expect(run.status()).toMatchObject([{ lastOkMs: null, lastFailure: { code: 'refused' } }]);
    await clock.advance(MINUTE);
    const later = await run.again(clock);
    later.configure();
    expect(later.status()).toMatchObject([
      { lastOkMs: null, lastFailure: { code: 'refused', timeMs: START } },
    ]);
    await later.take();
    expect(later.store.snapshots()).toHaveLength(2);
    expect(later.status()).toMatchObject([{ lastOkMs: null, lastFailure: { code: 'refused' } }]);
  });

  it('says the same of a session that nothing captures as after a start that runs its plan', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    await run.take();
    const later = await run.again(clock);
    const [resting] = later.status();
    expect(resting).toMatchObject({ state: 'paused', lastOkMs: START, latencyMs: null });
    later.configure();
    const [started] = later.status();
    expect(started).toEqual({ ...resting, lastOkMs: expect.any(Number) as number });
    expect(Math.abs((started?.lastOkMs ?? 0) - START)).toBeLessThan(1000);
  });

  it('takes no paused target by hand unless it is named', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    const [first] = run.store.session.targets;
    if (first === undefined) throw new Error('no target');
    await run.store.update({ targets: [{ ...first, paused: true }, { url: first.url }] });
    await run.take();
    const other = run.store.session.targets[1]?.id ?? '';
    expect(run.store.snapshots().map(({ targetId }) => targetId)).toEqual([other]);
    await run.take([first.id]);
    expect(run.store.snapshots().map(({ targetId }) => targetId)).toContain(first.id);
    await expect(run.take(['nobody'])).rejects.toMatchObject({ code: 'not-found' });

    // After a restart as before.
    const later = await run.again(clock);
    expect(later.store.session.targets.map(({ paused }) => paused)).toEqual([true, false]);
    await later.store.update({
      targets: later.store.session.targets.map((one) => ({ ...one, paused: true })),
    });
    await expect(later.take()).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('paused') as string,
    });
    await expect(later.run()).rejects.toMatchObject({
      code: 'bad-request',
      message: expect.stringContaining('paused') as string,
    });
    await later.take([first.id]);
  });

  it.each(['a capture by hand', 'a run'])('runs no plan that nobody started, after %s', async (asked) => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    const other = await startReplay('steady');
    ends.push(() => other.stop());
    const [first] = run.store.session.targets;
    if (first === undefined) throw new Error('no target');
    await run.store.update({
      targets: [first, { url: other.url }],
      plan: { enabled: true, everyMs: MINUTE, kinds: ['goroutine-dump', 'heap'], heapGc: true },
    });
    await run.take([first.id]);
    if (asked === 'a run') await run.run();
    await clock.advance(HOUR);
    expect(run.store.snapshots()).toMatchObject([
      { targetId: first.id, captures: [{ facts: { kind: 'goroutine' } }] },
    ]);
    expect(run.status().map(({ state, nextMs }) => [state, nextMs])).toEqual([
      ['paused', null],
      ['paused', null],
    ]);
    expect(other.requests).toEqual([]);
    // Told to, it does.
    run.configure();
    await clock.advance(MINUTE);
    await vi.waitFor(() => expect(other.requests).toContain('/debug/pprof/heap?gc=1'));
  });

  it('answers a run with the full disk that ended it, and tells it to nobody else', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    vi.spyOn(run.store, 'addSnapshot').mockRejectedValue(failed('disk-full', { folder: '/workspace' }));
    const ended = run.run(new AbortController().signal);
    await clock.advance(HOUR);
    await expect(ended).rejects.toMatchObject({ code: 'disk-full' });
  });

  it('puts what comes after a restart of the machine with its clock behind after what there is', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    await run.take();
    await clock.advance(10 * MINUTE);
    await run.take();
    const ids = run.store.snapshots().map(({ id }) => id);

    const behind = createFakeClock(START - HOUR, 'boot-2');
    const later = await run.again(behind);
    await later.take();
    await behind.advance(5 * MINUTE);
    await later.take();
    expect(
      later.store
        .snapshots()
        .slice(0, 2)
        .map(({ id }) => id),
    ).toEqual(ids);
    expect(later.minutes()).toEqual([0, 10, 10, 15]);
    expect(later.steps).toMatchObject([{ measured: false }]);
  });

  it('never puts two of one target at one time, however little the clock is set back', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    for (let n = 0; n < 4; n++) {
      await run.take();
      clock.step(-1500);
    }
    const times = run.store.snapshots().map(({ timeMs }) => timeMs);
    expect(times).toEqual([START, START + 1, START + 2, START + 3]);
    expect(run.steps).toEqual([]);
  });

  it('goes by when they were taken, whatever time the user gave them since', async () => {
    const clock = createFakeClock(START);
    const run = await bench(clock);
    await run.take();
    const [first] = run.store.snapshots();
    await run.store.setTimes([{ snapshotId: first?.id ?? '', timeMs: START + 30 * 24 * HOUR }]);
    await clock.advance(10 * MINUTE);
    await run.take();
    expect(run.minutes()).toEqual([10, 30 * 24 * 60]);
    expect(run.steps).toEqual([]);
  });
});
