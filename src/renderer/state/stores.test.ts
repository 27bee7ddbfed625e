import { createPinia, type Pinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp, effectScope, nextTick, ref } from 'vue';
import type {} from '../app/i18n';
import { PlumblineError } from '../../contract/errors';
import { MOST_SUMMED } from '../../contract/limits';
import { makeFakeClient, settle, type FakeClient } from '../../../test/support/fake-client';
import { makeTimeline, type Row } from '../../../test/support/timeline';
import { provideClient } from './api';
import { sentenceOf, useNotices } from './notices.store';
import { useCapture } from './capture.store';
import { useSelection } from './selection.store';
import { useSession } from './session.store';
import { useSessions } from './sessions.store';
import { pickLocale } from './settings.store';
import { useShortcuts } from './shortcuts';
import { useTargets } from './targets.store';
import { useQuery } from './use-query';

let client: FakeClient;
let pinia: Pinia;

beforeEach(() => {
  vi.useFakeTimers();
  client = makeFakeClient();
  pinia = createPinia();
  createApp({}).use(provideClient(client)).use(pinia);
});
afterEach(() => {
  vi.useRealTimers();
});

const session = (id: string) => ({
  id,
  name: id,
  createdMs: 0,
  timeScale: 1,
  targets: [],
  plan: { enabled: false, everyMs: 1000, kinds: ['goroutine'], untilMs: null, heapGc: false },
  filters: [],
});

async function openSession(id: string, rows: readonly Row[]) {
  const store = useSession(pinia);
  const loaded = store.load(id);
  await client.answer('sessions.get', session(id));
  await client.answer('timeline.get', makeTimeline(rows));
  await client.answer('sessions.status', []);
  await loaded;
  return store;
}
async function refreshTo(rows: readonly Row[]): Promise<void> {
  await client.answer('sessions.get', session('one'));
  await client.answer('timeline.get', makeTimeline(rows));
}
const added = { sessionId: 'one', snapshot: {} };

describe('the target that is followed', () => {
  it('is that of B, and where nothing but failures came the one that failed last', async () => {
    const selection = useSelection(pinia);
    await openSession('one', [
      { at: 1, target: 't1', failed: true },
      { at: 2, target: 't2', failed: true },
    ]);
    expect(selection.b).toBeNull();
    expect(selection.target).toBe('t2');
    await openSession('two', [
      { at: 1, target: 't1' },
      { at: 2, target: 't2', failed: true },
    ]);
    expect(selection.target).toBe('t1');
    await openSession('three', []);
    expect(selection.target).toBeNull();
  });
});

describe('a capture', () => {
  const status = (state: string) => [
    { targetId: 't1', state, nextMs: null, lastOkMs: null, lastFailure: null },
  ];
  const by = (state: string): void =>
    client.emit('status.changed', { sessionId: 'one', targets: status(state) });

  it('of the plan that takes long can be ended, as one by hand can', async () => {
    const capture = useCapture(pinia);
    await openSession('one', []);
    by('capturing');
    await nextTick();
    expect([capture.running, capture.runsElsewhere, capture.slowElsewhere]).toEqual([false, true, false]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(capture.slowElsewhere).toBe(true);
    const cancelled = capture.cancel();
    await client.answer('capture.cancel', null);
    await cancelled;
    by('waiting');
    await nextTick();
    expect([capture.runsElsewhere, capture.slowElsewhere]).toEqual([false, false]);
    await capture.cancel();
    expect(client.calls.filter(({ method }) => method === 'capture.cancel')).toEqual([
      { method: 'capture.cancel', args: { sessionId: 'one' } },
    ]);
  });
});

describe('session store', () => {
  it('keeps only the session that was opened last', async () => {
    const store = useSession(pinia);
    void store.load('one');
    const first = [...client.pending];
    void store.load('two');
    expect(first.every((call) => call.signal?.aborted === true)).toBe(true);
    await client.answer('sessions.get', session('two'));
    await client.answer('timeline.get', makeTimeline([]));
    await client.answer('sessions.status', []);
    expect(store.session?.id).toBe('two');
    expect(store.error).toBeNull();
    expect(store.isEmpty).toBe(true);
  });

  it('says why it could not be opened', async () => {
    const store = useSession(pinia);
    void store.load('nope');
    await client.fail(
      'sessions.get',
      new PlumblineError({ code: 'not-found', message: 'There is no session nope.' }),
    );
    expect(store.error).toEqual({ code: 'not-found', message: 'There is no session nope.' });
    expect(store.loading).toBe(false);
  });

  it('takes snapshots that come during a refresh together in one more', async () => {
    const store = await openSession('one', [{ at: 0 }]);
    const before = store.revision;
    client.emit('snapshot.added', added);
    client.emit('snapshot.added', added);
    client.emit('snapshot.added', { ...added, sessionId: 'other' });
    expect(client.pending.map((call) => call.method)).toEqual(['sessions.get', 'timeline.get']);
    await refreshTo([{ at: 0 }, { at: 1 }]);
    expect(store.timeline?.timeMs).toEqual([0, 1]);
    expect(store.revision).toBe(before + 1);
    await vi.runAllTimersAsync();
    expect(client.pending.map((call) => call.method)).toEqual(['sessions.get', 'timeline.get']);
    await refreshTo([{ at: 0 }, { at: 1 }, { at: 2 }]);
    await vi.runAllTimersAsync();
    expect(client.pending).toEqual([]);
    expect(store.timeline?.timeMs).toEqual([0, 1, 2]);
  });

  it('does not let a refresh of the session before into the one that is open now', async () => {
    const store = await openSession('one', [{ at: 0 }]);
    client.emit('snapshot.added', added);
    const late = [...client.pending];
    void store.load('two');
    late[0]?.resolve(session('one'));
    late[1]?.resolve(makeTimeline([{ at: 7 }]));
    await settle();
    expect(store.timeline).toBeNull();
  });

  it('asks again when the server is back', async () => {
    client.setState('open');
    await openSession('one', [{ at: 0 }]);
    client.setState('open');
    client.setState('closed');
    client.setState('open');
    await nextTick();
    expect(client.pending.map((call) => call.method)).toContain('timeline.get');
  });
});

describe('selection store', () => {
  const rows: Row[] = [{ at: 0 }, { at: 1, failed: true }, { at: 2 }, { at: 3 }];

  it('follows the newest until one is picked, and again past the newest', async () => {
    const open = await openSession('one', rows);
    const selection = useSelection(pinia);
    expect([selection.a, selection.b, selection.followsNewest]).toEqual(['s0', 's3', true]);
    selection.step(-1);
    expect([selection.b, selection.followsNewest]).toEqual(['s2', false]);
    open.timeline = makeTimeline([...rows, { at: 4 }]);
    expect(selection.b).toBe('s2');
    selection.step(1);
    selection.step(1);
    expect([selection.b, selection.followsNewest]).toEqual(['s4', false]);
    selection.step(1);
    expect(selection.followsNewest).toBe(true);
    open.timeline = makeTimeline([...rows, { at: 4 }, { at: 5 }]);
    expect(selection.b).toBe('s5');
  });

  it('stays with a target that is chosen, and with the one in which it is stepped past the newest', async () => {
    const two: Row[] = [{ at: 0 }, { at: 1, target: 't2' }, { at: 2 }, { at: 3, target: 't2' }];
    const open = await openSession('one', two);
    const selection = useSelection(pinia);
    const grow = (...more: Row[]): void => void (open.timeline = makeTimeline([...two, ...more]));
    selection.showTarget('t2');
    expect([selection.b, selection.followsNewest]).toEqual(['s3', true]);
    grow({ at: 4 }, { at: 5, target: 't2' });
    expect([selection.b, selection.target]).toEqual(['s5', 't2']);
    // Seen back, and forth again past the end.
    selection.step(-1);
    expect([selection.b, selection.followsNewest]).toEqual(['s3', false]);
    selection.setB('s2');
    selection.step(1);
    selection.step(1);
    expect([selection.b, selection.target, selection.followsNewest]).toEqual(['s4', 't1', true]);
    grow({ at: 4 }, { at: 5, target: 't2' }, { at: 6 }, { at: 7, target: 't2' });
    expect(selection.b).toBe('s6');
    selection.showTarget('nobody');
    expect(selection.b).toBe('s6');
    void open.load('two');
    expect(selection.target).toBeNull();
  });

  it('moves the pin that was set last, over failures', async () => {
    await openSession('one', rows);
    const selection = useSelection(pinia);
    selection.setA('s2');
    selection.step(-1);
    expect([selection.a, selection.b]).toEqual(['s0', 's3']);
    selection.step(-1);
    expect(selection.a).toBe('s0');
  });

  it('swaps, and forgets a snapshot that is gone', async () => {
    const open = await openSession('one', rows);
    const selection = useSelection(pinia);
    selection.swap();
    expect([selection.a, selection.b]).toEqual(['s3', 's0']);
    open.timeline = makeTimeline(rows.slice(0, 3));
    expect(selection.a).toBe('s0');
  });

  it('adds up what is picked, in the order of time, for as long as anything is', async () => {
    const open = await openSession('one', rows);
    const selection = useSelection(pinia);
    selection.togglePick('s3');
    selection.togglePick('s0');
    selection.togglePick('s2');
    expect([selection.picks, selection.scopeOf('profile')]).toEqual([['s0', 's2', 's3'], 'picked']);
    expect([selection.shownIn('profile'), selection.shownIn('goroutines')]).toEqual(['s3', 's3']);
    open.timeline = makeTimeline(rows.slice(0, 3));
    expect([selection.picks, selection.shownIn('profile')]).toEqual([['s0', 's2'], 's2']);
    selection.togglePick('s2');
    selection.setScope('profile', 'A');
    selection.togglePick('s0');
    expect([selection.picks, selection.scopeOf('profile')]).toEqual([[], 'A']);
    selection.togglePick('s0');
    selection.forgetPicks();
    expect([selection.picks, selection.scopeOf('profile')]).toEqual([[], 'B']);
  });

  it('adds up nothing that failed, that holds no profile, or that is one too many', async () => {
    await openSession('one', [
      { at: 0, kinds: 'goroutine,heap' },
      { at: 1, failed: true },
      { at: 2, kinds: 'goroutine-dump' },
      ...Array.from({ length: MOST_SUMMED }, (_, i) => ({ at: 3 + i })),
    ]);
    const selection = useSelection(pinia);
    expect(['s0', 's1', 's2'].map((id) => selection.togglePick(id))).toEqual([null, 'failed', 'noProfile']);
    expect(selection.picks).toEqual(['s0']);
    for (let i = 1; i < MOST_SUMMED; i += 1) expect(selection.togglePick(`s${2 + i}`)).toBeNull();
    expect(selection.togglePick(`s${2 + MOST_SUMMED}`)).toBe('tooMany');
    expect(selection.picks).toHaveLength(MOST_SUMMED);
    expect(selection.togglePick('s0')).toBeNull();
    expect(selection.picks).toHaveLength(MOST_SUMMED - 1);
  });

  it('starts anew with another session', async () => {
    const open = await openSession('one', rows);
    const selection = useSelection(pinia);
    selection.setB('s0');
    selection.setScope('goroutines', 'A');
    selection.setRange({ fromMs: 0, toMs: 1 });
    selection.togglePick('s0');
    void open.load('two');
    expect([selection.followsNewest, selection.range, selection.picks]).toEqual([true, null, []]);
    expect([selection.scopeOf('goroutines'), selection.scopeOf('profile')]).toEqual(['B', 'B']);
  });
});

describe('sessions store', () => {
  it('lets an event that overtakes the first answer win', async () => {
    const store = useSessions(pinia);
    void store.load();
    client.emit('sessions.changed', { sessions: [{ id: 'new' }] });
    await client.answer('sessions.list', []);
    expect(store.list).toEqual([{ id: 'new' }]);
    expect(store.loading).toBe(false);
  });
});

describe('notices', () => {
  it('lets information go and keeps what must be read; says nothing twice', async () => {
    const notices = useNotices(pinia);
    notices.add({ level: 'info', words: () => 'saved' });
    notices.report(
      new PlumblineError({ code: 'disk-full', message: 'The disk is full.', advice: 'Free some.' }),
    );
    notices.report(
      new PlumblineError({ code: 'disk-full', message: 'The disk is full.', advice: 'Free some.' }),
    );
    notices.report(new PlumblineError({ code: 'cancelled', message: 'Cancelled.' }));
    expect(notices.shown.map((notice) => sentenceOf(notice).message)).toEqual(['saved', 'The disk is full.']);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(notices.shown.map((notice) => sentenceOf(notice).advice)).toEqual(['Free some.']);
    client.emit('notice', { level: 'warning', message: 'Capturing stopped.' });
    expect(notices.shown).toHaveLength(2);
  });
});

describe('notices of a session', () => {
  const message = 'http://pod1 is refused.';
  const status = (timeMs: number | null) => ({
    targetId: 'pod1',
    state: 'waiting',
    nextMs: null,
    lastOkMs: 5,
    lastFailure: timeMs === null ? null : { kind: 'heap', code: 'refused', message, timeMs },
    latencyMs: null,
    goVersion: null,
    processStartMs: null,
  });
  const heard = (): string[] => useNotices(pinia).shown.map((notice) => sentenceOf(notice).message);

  it('do not say again what the page of their session says, and do not follow to other sessions', async () => {
    await openSession('one', [{ at: 0 }]);
    useNotices(pinia).add({ level: 'warning', words: { message }, sessionId: 'one' });
    useNotices(pinia).add({
      level: 'warning',
      words: () => 'The heap alone did not come.',
      sessionId: 'one',
    });
    expect(heard()).toEqual([message, 'The heap alone did not come.']);
    client.emit('status.changed', { sessionId: 'one', targets: [status(9)] });
    expect(heard()).toEqual(['The heap alone did not come.']);
    await openSession('two', [{ at: 0 }]);
    expect(heard()).toEqual([]);
  });

  it('are told where they are not in sight, and on their own page no more', async () => {
    useNotices(pinia);
    await openSession('two', [{ at: 0 }]);
    client.emit('notice', { level: 'error', message, sessionId: 'one' });
    expect(heard()).toEqual([message]);
    await openSession('one', [{ at: 0 }]);
    client.emit('status.changed', { sessionId: 'one', targets: [status(9)] });
    expect(heard()).toEqual([]);
    // Nor does it come back when the target does.
    client.emit('status.changed', { sessionId: 'one', targets: [status(null)] });
    expect(heard()).toEqual([]);
  });
});

describe('targets', () => {
  const target = (id: string, more = {}) => ({
    ...{ id, label: null, url: 'http://h', headers: [], metricsUrl: null, insecureTls: false, paused: false },
    ...more,
  });

  it('changes one of those that there are now, whatever this page last saw', async () => {
    await openSession('one', [{ at: 0 }]);
    const done = useTargets(pinia).setPaused('pod1', true);
    await client.answer('sessions.get', { ...session('one'), targets: [target('pod1'), target('new')] });
    expect(client.calls.at(-1)).toEqual({
      method: 'sessions.update',
      args: { sessionId: 'one', targets: [target('pod1', { paused: true }), target('new')] },
    });
    await client.answer('sessions.update', session('one'));
    await openAgain();
    await done;
  });

  it('keeps a dialog open that could not be answered, and closes it with its session', async () => {
    await openSession('one', [{ at: 0 }]);
    const targets = useTargets(pinia);
    targets.ask({ type: 'remove', target: target('pod1') });
    const done = targets.remove('pod1');
    await client.answer('sessions.get', { ...session('one'), targets: [target('pod1')] });
    await client.fail(
      'sessions.update',
      new PlumblineError({ code: 'disk-full', message: 'The disk is full.' }),
    );
    expect(await done).toBe(false);
    expect(targets.problem?.message).toBe('The disk is full.');
    expect(targets.question).not.toBeNull();
    await openSession('two', [{ at: 0 }]);
    expect(targets.question).toBeNull();
  });

  async function openAgain(): Promise<void> {
    await client.answer('sessions.get', session('one'));
    await client.answer('timeline.get', makeTimeline([{ at: 0 }]));
    await client.answer('sessions.status', []);
  }
});

describe('useQuery', () => {
  function ask() {
    const key = ref<unknown>('a');
    const scope = effectScope();
    const query = scope.run(() =>
      useQuery(
        () => key.value,
        (signal) => client.call('findings.get', { sessionId: String(key.value) }, signal),
      ),
    );
    if (query === undefined) throw new Error('no scope');
    return { key, scope, query };
  }

  it('keeps the old answer while it asks anew, and only the latest counts', async () => {
    const { key, query } = ask();
    await client.answer('findings.get', 'first');
    key.value = 'b';
    await nextTick();
    const superseded = client.pending[0];
    key.value = 'c';
    await nextTick();
    expect(superseded?.signal?.aborted).toBe(true);
    expect(query.data.value).toBe('first');
    await client.answer('findings.get', 'third');
    expect(query.data.value).toBe('third');
    expect(query.error.value).toBeNull();
  });

  it('shows loading after 150 ms and slow after 1 s, through superseded calls', async () => {
    const { key, query } = ask();
    await vi.advanceTimersByTimeAsync(149);
    expect(query.loading.value).toBe(false);
    key.value = 'b';
    await nextTick();
    await vi.advanceTimersByTimeAsync(1);
    expect(query.loading.value).toBe(true);
    await vi.advanceTimersByTimeAsync(850);
    expect(query.slow.value).toBe(true);
    await client.answer('findings.get', 'x');
    expect([query.loading.value, query.slow.value]).toEqual([false, false]);
  });

  it('keeps the old answer beside an error, clears both with a null key, and ends with its scope', async () => {
    const { key, scope, query } = ask();
    await client.answer('findings.get', 'first');
    query.reload();
    await client.fail('findings.get', new PlumblineError({ code: 'format', message: 'Broken.' }));
    expect([query.data.value, query.error.value?.message]).toEqual(['first', 'Broken.']);
    key.value = null;
    await nextTick();
    expect([query.data.value, query.error.value]).toEqual([undefined, null]);
    key.value = 'd';
    await nextTick();
    const last = client.pending[0];
    scope.stop();
    expect(last?.signal?.aborted).toBe(true);
  });
});

describe('shortcuts', () => {
  it('say why a listed key does nothing now', () => {
    const shortcuts = useShortcuts(pinia);
    let why: string | null = 'This session has no target.';
    const shortcut = { label: 'app.keys.list', group: 'general', run: () => undefined } as const;
    shortcuts.add({ ...shortcut, key: 'c', why: () => why });
    shortcuts.add({ ...shortcut, key: 'd', scope: 'rail', why: () => 'Of the rail alone.' });
    expect(shortcuts.run('c')).toBe(false);
    expect(shortcuts.whyNot('c')).toBe(why);
    expect(shortcuts.whyNot('d')).toBeNull();
    expect(shortcuts.whyNot('y')).toBeNull();
    why = null;
    expect(shortcuts.run('c')).toBe(true);
    expect(shortcuts.whyNot('c')).toBeNull();
  });

  it('asks the newest first, and goes on where it does not apply', () => {
    const shortcuts = useShortcuts(pinia);
    const ran: string[] = [];
    const add = (name: string, applies: boolean) =>
      shortcuts.add({
        key: 'x',
        label: 'app.keys.list',
        group: 'general',
        run: () => {
          ran.push(name);
          return applies;
        },
      });
    add('old', true);
    const remove = add('new', false);
    expect(shortcuts.run('x')).toBe(true);
    expect(ran).toEqual(['new', 'old']);
    remove();
    shortcuts.run('x');
    expect(ran).toEqual(['new', 'old', 'old']);
    expect(shortcuts.run('y')).toBe(false);
  });
});

describe('pickLocale', () => {
  it('takes the first language that there is', () => {
    expect(pickLocale(['de', 'zh-TW', 'en'])).toBe('zh-CN');
    expect(pickLocale(['en-GB', 'zh'])).toBe('en');
    expect(pickLocale(['fr'])).toBe('en');
  });
});
