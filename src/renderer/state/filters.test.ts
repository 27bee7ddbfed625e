import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import { failed } from '../../contract/errors';
import type { Filter, FilterKind } from '../../core/pprof/filter/filters';
import { makeFakeClient, settle, type FakeClient } from '../../../test/support/fake-client';
import { makeTimeline } from '../../../test/support/timeline';
import { provideClient } from './api';
import { useChanges } from './changes.store';
import { useFilters } from './filters.store';
import { useNotices } from './notices.store';
import { useSession } from './session.store';

let client: FakeClient;
let pinia: Pinia;

const filter = (kind: FilterKind, pattern = '', enabled = true): Filter => ({ kind, pattern, enabled });
const session = (id: string, filters: readonly Filter[]) => ({
  id,
  name: id,
  createdMs: 0,
  timeScale: 1,
  targets: [],
  plan: { enabled: false, everyMs: 1000, kinds: ['goroutine'], untilMs: null, heapGc: false },
  filters,
});
async function openSession(id: string, filters: readonly Filter[]) {
  const store = useFilters(pinia);
  const loaded = useSession(pinia).load(id);
  await client.answer('sessions.get', session(id, filters));
  await client.answer('timeline.get', makeTimeline([]));
  await client.answer('sessions.status', []);
  await loaded;
  await settle();
  return store;
}
const listed = (): Filter[] =>
  useFilters(pinia).list.map(({ kind, pattern, enabled }) => ({ kind, pattern, enabled }));
const idAt = (at: number): number => useFilters(pinia).list[at]?.id ?? -1;
/** What another window has set. */
const setElsewhere = (filters: Filter[]): void =>
  client.emit('filters.changed', { sessionId: 'one', filters });
const saved = (): unknown[] =>
  client.calls.filter(({ method }) => method === 'sessions.setFilters').map(({ args }) => args);

beforeEach(() => {
  client = makeFakeClient();
  pinia = createPinia();
  createApp({}).use(provideClient(client)).use(pinia);
});

describe('the filters of a session', () => {
  it('come with it, and go with it', async () => {
    const store = await openSession('one', [filter('focus', 'main'), filter('hide', 'x', false)]);
    expect(store.question).toEqual({ options: { focus: 'main' }, ownOnly: false });
    await openSession('two', []);
    expect(store.list).toEqual([]);
    expect(saved()).toEqual([]);
  });

  it('count at once, and are kept one write at a time, of several changes the last', async () => {
    const store = await openSession('one', []);
    store.put(filter('focus', 'a'));
    store.put(filter('focus', 'b'));
    store.toggle(idAt(0));
    expect(store.question.options).toEqual({ focus: 'b' });
    await settle();
    expect(saved()).toHaveLength(1);
    await client.answer('sessions.setFilters', null);
    expect(saved().at(-1)).toEqual({
      sessionId: 'one',
      filters: [filter('focus', 'a', false), filter('focus', 'b')],
    });
    await client.answer('sessions.setFilters', null);
    expect(saved()).toHaveLength(2);
  });

  it('filter all the same where they cannot be kept, which is said', async () => {
    const store = await openSession('one', []);
    store.put(filter('ignore', 'x'));
    await settle();
    await client.fail('sessions.setFilters', failed('internal'));
    expect(store.question.options).toEqual({ ignore: 'x' });
    expect(useNotices(pinia).shown).toHaveLength(1);
    // Set while the write before it was under way: it is kept though that one was not.
    store.put(filter('ignore', 'y'), idAt(0));
    store.remove(idAt(0));
    await client.fail('sessions.setFilters', failed('internal'));
    await settle();
    expect(saved().at(-1)).toEqual({ sessionId: 'one', filters: [] });
    await client.answer('sessions.setFilters', null);
    expect(store.list).toEqual([]);
  });

  it('are those that another window has set, but for what is being kept from here', async () => {
    const store = await openSession('one', []);
    client.emit('filters.changed', { sessionId: 'two', filters: [filter('hide', 'other')] });
    setElsewhere([filter('hide', 'a')]);
    expect(listed()).toEqual([filter('hide', 'a')]);
    store.put(filter('hide', 'b'));
    setElsewhere([filter('hide', 'a')]);
    expect(store.list).toHaveLength(2);
  });

  it('are each the one that it was after another window has changed the list', async () => {
    const [a, b, c] = [filter('hide', 'a'), filter('hide', 'b'), filter('hide', 'c')];
    const store = await openSession('one', [a, b, c]);
    const [ofA, ofB, ofC] = [idAt(0), idAt(1), idAt(2)];
    setElsewhere([{ ...b, enabled: false }, filter('hide', 'new'), c]);
    expect([idAt(0), idAt(2)]).toEqual([ofB, ofC]);
    // What was edited here is gone: it is one more, and none of the others.
    store.put(filter('hide', 'edited'), ofA);
    expect(listed().map(({ pattern }) => pattern)).toEqual(['b', 'new', 'c', 'edited']);
    store.put(filter('hide', 'edited too'), ofB);
    expect(listed().map(({ pattern }) => pattern)).toEqual(['edited too', 'new', 'c', 'edited']);
    store.toggle(ofA);
    expect(store.remove(ofA)).toBeNull();
    expect(store.list).toHaveLength(4);
  });

  it('that were removed come back where they stood, and go again', async () => {
    const [a, b] = [filter('hide', 'a'), filter('tagfocus', 'k=b')];
    const store = await openSession('one', [a, b]);
    const removed = store.remove(idAt(0));
    expect(listed()).toEqual([b]);
    const back = await removed?.takeBack();
    expect(listed()).toEqual([a, b]);
    const again = await back?.takeBack();
    expect(listed()).toEqual([b]);
    await again?.takeBack();
    expect(listed()).toEqual([a, b]);
  });

  it('that were removed come back over nothing that was set meanwhile', async () => {
    const [a, b] = [filter('hide', 'a'), filter('tagfocus', 'k=b')];
    const store = await openSession('one', [a, b]);
    const [ofA, ofB] = [store.remove(idAt(0)), store.remove(idAt(0))];
    await client.answer('sessions.setFilters', null);
    await client.answer('sessions.setFilters', null);
    const rival = filter('tagfocus', 'k=c');
    setElsewhere([{ ...a, enabled: false }, rival]);
    await expect(ofA?.takeBack()).rejects.toMatchObject({ code: 'conflict' });
    const back = await ofB?.takeBack();
    expect(listed()).toEqual([{ ...b, enabled: false }, { ...a, enabled: false }, rival]);
    await client.answer('sessions.setFilters', null);
    setElsewhere([rival]);
    await expect(back?.takeBack()).rejects.toMatchObject({ code: 'conflict' });
    expect(listed()).toEqual([rival]);
  });

  it('are taken back one change at a time, whatever it was, and made again', async () => {
    const [a, b] = [filter('tagfocus', 'k=a'), filter('hide', 'b')];
    const store = await openSession('one', [a, b]);
    const changes = useChanges(pinia);
    const seen = [listed()];
    const then = (change: () => unknown): void => {
      change();
      seen.push(listed());
    };
    then(() => store.remove(idAt(0)));
    then(() => store.put(filter('tagignore', 'k=c')));
    then(() => store.put(filter('hide', 'edited'), idAt(0)));
    then(() => store.toggle(idAt(0)));
    then(() => store.toggleOwn());
    then(() => store.refine('focus', 'main.a'));
    then(() => store.refine('focus', 'main.b'));
    then(() => store.refine('focus', 'main.a'));
    then(() => store.allOff());
    expect(changes.undos).toHaveLength(seen.length - 1);
    // What changes nothing is no step.
    store.allOff();
    for (const before of seen.slice(0, -1).toReversed()) {
      await changes.undo();
      expect(listed()).toEqual(before);
    }
    expect(changes.undo()).toBeNull();
    for (const after of seen.slice(1)) {
      await changes.redo();
      expect(listed()).toEqual(after);
    }
  });

  it('that another window has changed since are not taken back', async () => {
    const store = await openSession('one', [filter('hide', 'a')]);
    store.put(filter('hide', 'b'));
    await client.answer('sessions.setFilters', null);
    setElsewhere([filter('hide', 'new'), filter('hide', 'b', false)]);
    await expect(useChanges(pinia).undo()).rejects.toMatchObject({ code: 'conflict' });
    expect(listed()).toEqual([filter('hide', 'new'), filter('hide', 'b', false)]);
  });

  it('that are switched in another window are here too', async () => {
    await openSession('one', [filter('hide', 'a')]);
    setElsewhere([filter('hide', 'a', false)]);
    expect(listed()).toEqual([filter('hide', 'a', false)]);
    setElsewhere([filter('hide', 'a')]);
    expect(listed()).toEqual([filter('hide', 'a')]);
  });

  it('show own code alone by one key, and take it back by the same', async () => {
    const store = await openSession('one', [filter('own', '', false)]);
    store.toggleOwn();
    expect([store.ownOnly, store.list.length]).toEqual([true, 1]);
    store.toggleOwn();
    expect([store.ownOnly, store.list.length]).toEqual([false, 0]);
    store.toggleOwn();
    expect(listed()).toEqual([filter('own')]);
  });

  it('go deeper by a function, and leave out several', async () => {
    const store = await openSession('one', [filter('focus', 'broad')]);
    store.refine('focus', 'main.(*T).Do');
    expect(listed()).toEqual([filter('focus', 'broad', false), filter('focus', '^main\\.\\(\\*T\\)\\.Do$')]);
    store.refine('hide', 'a');
    store.refine('hide', 'b');
    store.refine('hide', 'a');
    expect(store.question.options.hide).toBe('(?:^b$)|(?:^a$)');
  });

  it('of a kind that stands alone are switched for one another', async () => {
    const store = await openSession('one', [filter('tagfocus', 'job=a')]);
    store.put(filter('tagfocus', 'job=b'));
    expect(store.list.map(({ enabled }) => enabled)).toEqual([false, true]);
    store.toggle(idAt(0));
    expect(store.list.map(({ enabled }) => enabled)).toEqual([true, false]);
  });

  it('are no more than there can be', async () => {
    const many = Array.from({ length: 200 }, (_, i) => filter('hide', `f${i}`));
    const store = await openSession('one', many);
    expect(store.isFull).toBe(true);
    store.put(filter('hide', 'one more'));
    expect(store.list).toHaveLength(200);
    store.refine('focus', 'x');
    expect([store.list.length, store.list.at(-1)?.kind]).toEqual([200, 'focus']);
    store.allOff();
    expect(store.question).toEqual({ options: {}, ownOnly: false });
  });
});
