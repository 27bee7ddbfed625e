import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import { makeFakeClient } from '../../../test/support/fake-client';
import { provideClient } from './api';
import { useChanges, type Change } from './changes.store';
import { useNotices } from './notices.store';
import { useSession } from './session.store';

let pinia: Pinia;
let log: string[];
beforeEach(() => {
  pinia = createPinia();
  createApp({}).use(provideClient(makeFakeClient())).use(pinia);
  log = [];
  useSession(pinia).id = 'one';
});

function change(about: string, name = about, isBack = false): Change {
  return {
    sessionId: 'one',
    about,
    of: 'note',
    takeBack: async () => {
      await Promise.resolve();
      log.push(`${isBack ? '+' : '-'}${name}`);
      return change(about, name, !isBack);
    },
  };
}

describe('changes', () => {
  it('go back newest first, one at a time, and forth again; another change ends what can be made again', async () => {
    const changes = useChanges(pinia);
    changes.made(change('note', 'first'));
    changes.made(change('snapshot', 'second'));
    await Promise.all([changes.undo(), changes.undo()]);
    expect(log).toEqual(['-second', '-first']);
    expect(changes.undo()).toBeNull();
    await changes.redo();
    expect(log).toEqual(['-second', '-first', '+first']);
    await changes.undo();
    changes.made(change('note', 'third'));
    expect(changes.redo()).toBeNull();
    await changes.undo();
    expect(log.slice(3)).toEqual(['-first', '-third']);
  });

  it('of one thing go back in their order, of different things in any', async () => {
    const changes = useChanges(pinia);
    const [old, other, young] = [change('note', 'old'), change('snapshot'), change('note', 'young')];
    for (const one of [old, other, young]) changes.made(one);
    expect([changes.canUndo(old), changes.canUndo(other), changes.canUndo(young)]).toEqual([
      false,
      true,
      true,
    ]);
    expect(changes.undo(old)).toBeNull();
    await changes.undo(other);
    await changes.undo(young);
    expect(changes.canUndo(old)).toBe(true);
    // Once taken back it cannot be again, however often it is asked for.
    expect(changes.undo(young)).toBeNull();
    expect(log).toEqual(['-snapshot', '-young']);
  });

  it('that cannot be taken back are not tried for ever, and those before them can', async () => {
    const changes = useChanges(pinia);
    changes.made(change('note', 'first'));
    changes.made({ ...change('snapshot'), takeBack: () => Promise.reject(new Error('changed since')) });
    await expect(changes.undo()).rejects.toThrow('changed since');
    await changes.undo();
    expect(log).toEqual(['-first']);
    expect(changes.redos).toHaveLength(1);
  });

  it('that wait for their turn while another session is opened are not taken back there', async () => {
    const changes = useChanges(pinia);
    changes.made(change('note', 'first'));
    changes.made(change('snapshot', 'second'));
    const [first, second] = [changes.undo(), changes.undo()];
    useSession(pinia).id = 'another';
    expect([await first, await second]).toEqual([null, null]);
    expect(log).toEqual([]);
  });

  it('are of the session that is open', async () => {
    const changes = useChanges(pinia);
    changes.made(change('note'));
    const undoing = changes.undo();
    useSession(pinia).id = 'another';
    await undoing;
    // An answer that comes after its session was left.
    expect(changes.made(change('note'))).toBe(false);
    expect([changes.undos, changes.redos]).toEqual([[], []]);
  });

  it('are offered by a notice no longer than they are possible', async () => {
    const [changes, notices] = [useChanges(pinia), useNotices(pinia)];
    const one = change('note');
    changes.made(one);
    const action = { label: () => 'Undo', run: () => undefined, isOffered: () => changes.canUndo(one) };
    notices.add({ level: 'info', words: () => 'saved', action });
    expect(notices.shown).toHaveLength(1);
    await changes.undo();
    expect(notices.shown).toEqual([]);
  });
});
