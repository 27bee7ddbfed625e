import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import type { Annotation } from '../../contract/annotations';
import { PlumblineError } from '../../contract/errors';
import { makeFakeClient, settle, type FakeClient } from '../../../test/support/fake-client';
import { placeOf, useAnnotations } from './annotations.store';
import { provideClient } from './api';
import { useSession } from './session.store';

let client: FakeClient;
let pinia: Pinia;
beforeEach(() => {
  client = makeFakeClient();
  pinia = createPinia();
  createApp({}).use(provideClient(client)).use(pinia);
});

const on = { type: 'moment', timeMs: 5 } as const;
const note = (id: string, changedMs: number, text = id): Annotation => ({
  ...{ id, on, text, tags: ['t'], flag: null, createdMs: 1, changedMs },
});
async function opened(list: readonly Annotation[]) {
  const annotations = useAnnotations(pinia);
  useSession(pinia).id = 'one';
  await client.answer('annotations.list', list);
  return annotations;
}
const draft = (text: string) => ({ on, text, tags: [], flag: null });
const lastArgs = (method: string): unknown => client.calls.findLast((call) => call.method === method)?.args;

describe('annotations in the window', () => {
  it('take changes back and make them again, under the versions that are there by then', async () => {
    const annotations = await opened([note('a', 1)]);
    let version = 1;
    const write = async <T>(step: Promise<T>, text: string, basedOnMs: number | null): Promise<T> => {
      expect(lastArgs('annotations.put')).toMatchObject({ id: 'a', basedOnMs, draft: { text } });
      await client.answer('annotations.put', note('a', (version += 1), text));
      return step;
    };
    const drop = async <T>(step: Promise<T>, basedOnMs: number): Promise<T> => {
      expect(lastArgs('annotations.remove')).toMatchObject({ id: 'a', basedOnMs });
      await client.answer('annotations.remove', null);
      expect(annotations.list).toEqual([]);
      return step;
    };
    annotations.edit('a');
    const edited = await write(annotations.save(draft('second')), 'second', 1);
    const removed = await drop(annotations.remove('a'), 2);
    if (removed === null) throw new Error('nothing was removed');

    const removal = await write(removed.takeBack(), 'second', null);
    const edit = await write(edited.takeBack(), 'a', 3);
    expect(annotations.list).toEqual([note('a', 4, 'a')]);
    const editedAgain = await write(edit.takeBack(), 'second', 4);
    const removedAgain = await drop(removal.takeBack(), 5);
    await write(removedAgain.takeBack(), 'second', null);
    await write(editedAgain.takeBack(), 'a', 6);
    expect(annotations.list).toEqual([note('a', 7, 'a')]);
  });

  it('take nothing back that another window has changed since', async () => {
    const annotations = await opened([]);
    annotations.begin(on);
    const saving = annotations.save(draft('mine'));
    await client.answer('annotations.put', note('b', 7, 'mine'));
    const written = await saving;
    client.emit('annotation.changed', { sessionId: 'one', id: 'b', annotation: note('b', 8, 'theirs') });
    await expect(written.takeBack()).rejects.toMatchObject({ code: 'conflict' });
    expect(annotations.list).toEqual([note('b', 8, 'theirs')]);
    expect(lastArgs('annotations.remove')).toBeUndefined();
  });

  it('keep the text after a conflict, and the next save is one over whatever is there', async () => {
    const annotations = await opened([note('a', 1)]);
    annotations.edit('a');
    const saving = annotations.save(draft('mine'));
    await client.fail('annotations.put', new PlumblineError({ code: 'conflict', message: 'Changed.' }));
    await expect(saving).rejects.toMatchObject({ code: 'conflict' });
    expect(annotations.editing).toMatchObject({ id: 'a', basedOnMs: null, draft: { text: 'mine' } });
  });

  it('hold drafts by place until they are saved or discarded', async () => {
    const annotations = await opened([]);
    annotations.begin(on);
    annotations.close(draft('half a thought'));
    annotations.begin({ type: 'moment', timeMs: 6 });
    expect(annotations.editing?.draft.text).toBe('');
    annotations.begin(on);
    expect(annotations.editing?.draft.text).toBe('half a thought');
    annotations.close(null);
    annotations.begin(on);
    expect(annotations.editing?.draft.text).toBe('');
  });

  it('do not lose what is told while the list is on its way', async () => {
    const annotations = useAnnotations(pinia);
    useSession(pinia).id = 'one';
    client.emit('annotation.changed', { sessionId: 'one', id: 'b', annotation: note('b', 8) });
    client.emit('annotation.changed', { sessionId: 'other', id: 'c', annotation: note('c', 8) });
    await client.answer('annotations.list', [note('a', 1)]);
    await settle();
    expect(annotations.list.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('are found at a stack of any build, by names alone', () => {
    const frame = (name: string, line: number) => ({ function: name, file: 'x.go', line });
    const stack = [frame('runtime.gopark', 1), frame('a.(*Q[go.shape.int]).Pop', 7), frame('main.main', 3)];
    const place = placeOf({ stack, name: 'a.(*Q[go.shape.int]).Pop' });
    expect(place).toEqual({ type: 'stack', functions: ['a.(*Q[...]).Pop', 'main.main'] });
    expect(placeOf({ stack: [], name: 'a.f[int]' })).toEqual({ type: 'function', function: 'a.f[...]' });
  });

  it('on a function are read beside the stacks that stand in it, those on a stack beside its function', async () => {
    const onFunction: Annotation = { ...note('f', 1), on: { type: 'function', function: 'a.wait' } };
    const onStack: Annotation = { ...note('s', 1), on: { type: 'stack', functions: ['a.wait', 'a.serve'] } };
    const annotations = await opened([onFunction, onStack]);
    const beside = (on: Annotation['on']): string[] => annotations.beside(on).map(({ id }) => id);
    expect(beside({ type: 'stack', functions: ['a.wait', 'a.serve'] })).toEqual(['s', 'f']);
    expect(beside({ type: 'stack', functions: ['a.wait', 'a.other'] })).toEqual(['f']);
    expect(beside({ type: 'stack', functions: ['a.serve'] })).toEqual([]);
    expect(beside({ type: 'function', function: 'a.wait' })).toEqual(['f', 's']);
    expect(beside({ type: 'function', function: 'a.serve' })).toEqual([]);
  });

  it('of another session are shown once it is open, and not where yet another was opened instead', async () => {
    const annotations = await opened([]);
    const session = useSession(pinia);
    annotations.showIn('two', note('n', 1));
    await settle();
    expect(annotations.wanted).toBeNull();
    session.id = 'two';
    session.session = { id: 'two' } as never;
    await settle();
    expect(annotations.wanted).toMatchObject({ annotation: { id: 'n' }, views: [] });

    annotations.showIn('three', note('m', 1));
    session.id = 'four';
    session.session = { id: 'four' } as never;
    await settle();
    expect(annotations.wanted).toBeNull();
    session.id = 'three';
    session.session = { id: 'three' } as never;
    await settle();
    expect(annotations.wanted).toBeNull();
    session.id = 'four';
    session.session = { id: 'four' } as never;
    // Of the open one at once.
    annotations.showIn('four', note('o', 1));
    expect(annotations.wanted).toMatchObject({ annotation: { id: 'o' } });
  });
});
