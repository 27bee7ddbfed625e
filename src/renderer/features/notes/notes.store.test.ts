import { createPinia, type Pinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { makeFakeClient, settle, type FakeClient } from '../../../../test/support/fake-client';
import { MAX_NOTES_BYTES, type Notes } from '../../../contract/annotations';
import { PlumblineError } from '../../../contract/errors';
import { provideClient } from '../../state/api';
import { useSession } from '../../state/session.store';
import { SAVE_AFTER_MS, useNotes } from './notes.store';

let client: FakeClient;
let kept: Map<string, string>;
beforeEach(() => {
  vi.useFakeTimers();
  kept = new Map();
  const localStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
  vi.stubGlobal('window', { localStorage });
  client = makeFakeClient();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const file = (text: string, revision: string): Notes => ({ text, revision, savedMs: 1, fromOutside: false });

/** A window as it is after a start or a reload: what it keeps is in `kept` alone. */
function openWindow(sessionId = 'one'): ReturnType<typeof useNotes> {
  client = makeFakeClient();
  const pinia: Pinia = createPinia();
  createApp({}).use(provideClient(client)).use(pinia);
  const notes = useNotes(pinia);
  useSession(pinia).id = sessionId;
  void notes.load();
  return notes;
}
async function opened(text: string, revision = 'r1'): Promise<ReturnType<typeof useNotes>> {
  const notes = openWindow();
  await client.answer('notes.get', file(text, revision));
  return notes;
}
const rest = async (): Promise<void> => {
  vi.advanceTimersByTime(SAVE_AFTER_MS);
  await settle();
};
const lastSave = (): unknown => client.calls.findLast(({ method }) => method === 'notes.save')?.args;

describe('notes as they are written', () => {
  it('are saved once when typing rests, and each state is told', async () => {
    const notes = await opened('before');
    expect(notes.state).toBe('saved');
    notes.write('before a');
    vi.advanceTimersByTime(SAVE_AFTER_MS - 1);
    notes.write('before ab');
    vi.advanceTimersByTime(SAVE_AFTER_MS - 1);
    await settle();
    expect(client.pending).toEqual([]);
    expect(notes.state).toBe('unsaved');
    vi.advanceTimersByTime(1);
    await settle();
    expect(notes.state).toBe('saving');
    expect(lastSave()).toEqual({ sessionId: 'one', text: 'before ab', revision: 'r1' });
    await client.answer('notes.save', file('before ab', 'r2'));
    expect(notes.state).toBe('saved');
    expect([...kept]).toEqual([]);
  });

  it('are saved again for what was typed during a save, on top of it', async () => {
    const notes = await opened('');
    notes.write('one');
    await rest();
    notes.write('one two');
    await client.answer('notes.save', file('one', 'r2'));
    expect(notes.state).toBe('unsaved');
    await rest();
    expect(lastSave()).toEqual({ sessionId: 'one', text: 'one two', revision: 'r2' });
    await client.answer('notes.save', file('one two', 'r3'));
    expect(notes.state).toBe('saved');
  });

  it('that could not be saved say so, stay, and are saved when it is asked again', async () => {
    const notes = await opened('');
    notes.write('text');
    await rest();
    await client.fail(
      'notes.save',
      new PlumblineError({ code: 'disk-full', message: 'The disk is full.', advice: 'Free some.' }),
    );
    expect(notes.state).toBe('failed');
    expect(notes.problem).toMatchObject({ message: 'The disk is full.', advice: 'Free some.' });
    expect(notes.text).toBe('text');
    expect([...kept.values()]).toEqual(['r1\ntext']);
    void notes.flush();
    await settle();
    await client.answer('notes.save', file('text', 'r2'));
    expect(notes.state).toBe('saved');
    expect(notes.problem).toBeNull();
  });

  it('that are too long are not sent, and how much too long is said', async () => {
    const notes = await opened('');
    notes.write('é'.repeat(MAX_NOTES_BYTES / 2 + 3));
    await rest();
    expect(client.pending).toEqual([]);
    expect(notes.tooMany).toBe(6);
    expect(notes.state).toBe('failed');
  });

  it('survive a reload before they were saved, and are saved then', async () => {
    const before = await opened('from disk');
    before.write('from disk, and more');
    const after = await opened('from disk');
    expect(after.text).toBe('from disk, and more');
    expect([after.restored, after.state]).toEqual([true, 'unsaved']);
    await rest();
    expect(lastSave()).toMatchObject({ text: 'from disk, and more', revision: 'r1' });
    await client.answer('notes.save', file('from disk, and more', 'r2'));
    expect([after.restored, after.state]).toEqual([false, 'saved']);
    expect([...kept]).toEqual([]);
  });

  it('survive a reload where the file has changed meanwhile: both are there', async () => {
    (await opened('base')).write('mine');
    const after = await opened('theirs', 'r2');
    expect([after.state, after.text, after.theirs?.text]).toEqual(['conflict', 'mine', 'theirs']);
    await rest();
    expect(client.pending).toEqual([]);
  });

  it('are not those of another session', async () => {
    (await opened('one')).write('draft of one');
    const notes = openWindow('two');
    await client.answer('notes.get', file('text of two', 'r9'));
    expect([notes.text, notes.restored]).toEqual(['text of two', false]);
  });
});

describe('notes that were changed elsewhere', () => {
  async function inConflict(): Promise<ReturnType<typeof useNotes>> {
    const notes = await opened('base');
    notes.write('mine');
    await rest();
    await client.fail('notes.save', new PlumblineError({ code: 'conflict', message: 'Changed.' }));
    await client.answer('notes.get', file('theirs\n', 'r2'));
    expect([notes.state, notes.text, notes.theirs?.text]).toEqual(['conflict', 'mine', 'theirs\n']);
    return notes;
  }

  it.each([
    ['both', 'theirs\n\n---\n\nmine'],
    ['mine', 'mine'],
  ] as const)('keep %s', async (choice, text) => {
    const notes = await inConflict();
    void notes.settle(choice);
    await settle();
    expect(lastSave()).toEqual({ sessionId: 'one', text, revision: 'r2' });
    await client.answer('notes.save', file(text, 'r3'));
    expect([notes.state, notes.text]).toEqual(['saved', text]);
    expect([...kept]).toEqual([]);
  });

  it('keep theirs without a save', async () => {
    const notes = await inConflict();
    const saves = client.calls.filter(({ method }) => method === 'notes.save').length;
    await notes.settle('theirs');
    expect([notes.state, notes.text]).toEqual(['saved', 'theirs\n']);
    expect(client.calls.filter(({ method }) => method === 'notes.save')).toHaveLength(saves);
    expect([...kept]).toEqual([]);
  });

  it('are read at once where nothing here is unsaved, and what this window saved is not', async () => {
    const notes = await opened('base');
    client.emit('notes.changed', { sessionId: 'one', revision: 'r1' });
    client.emit('notes.changed', { sessionId: 'two', revision: 'r2' });
    expect(client.pending).toEqual([]);
    client.emit('notes.changed', { sessionId: 'one', revision: 'r2' });
    await client.answer('notes.get', file('theirs', 'r2'));
    expect([notes.state, notes.text]).toEqual(['saved', 'theirs']);
  });
});
