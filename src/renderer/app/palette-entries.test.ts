import { describe, expect, it } from 'vitest';
import { findEntries, isMeant, keepRecent, readRecent, used, type PaletteEntry } from './palette-entries';

const entry = (id: string, words: string, why: string | null = null): PaletteEntry => ({
  id,
  words,
  hint: '',
  key: null,
  why,
  run: () => undefined,
});
const ENTRIES = [
  entry('capture', 'Capture now'),
  entry('dump', 'Capture now, with a goroutine dump', 'This session has no target.'),
  entry('compare', 'Compare'),
  entry('dark', '主题：深色'),
  entry('session', 'collect_svr'),
];
const SNAPSHOTS = [entry('b1', '05-12 11:36'), entry('b2', '05-13 09:02')];
const ids = (query: string, recent: string[] = []): string[] =>
  findEntries(query, ENTRIES, SNAPSHOTS, recent).map((found) => found.entry.id);

describe('findEntries', () => {
  it('lists all unasked, what was used last before the others, snapshots not', () => {
    expect(ids('')).toEqual(['capture', 'dump', 'compare', 'dark', 'session']);
    expect(ids('', ['session', 'compare'])).toEqual(['session', 'compare', 'capture', 'dump', 'dark']);
    expect(ids('  ')).toHaveLength(ENTRIES.length);
  });

  it('finds letters in their order, in any language, and names and times', () => {
    expect(ids('cmpr')).toEqual(['compare']);
    expect(ids('深色')).toEqual(['dark']);
    expect(ids('colsvr')).toEqual(['session']);
    expect(ids('05-12')[0]).toBe('b1');
    expect(ids('05-13 09')[0]).toBe('b2');
    expect(ids('xyz')).toEqual([]);
  });

  it('takes no letters from anywhere for what is meant: Enter runs the first', () => {
    const undo = entry('undo', 'Take the last change of a note back');
    expect(findEntries('stack note', [undo], [], ['undo'])).toEqual([]);
    expect(isMeant(undo.words, 'take note')).toBe(true);
    expect(isMeant(undo.words, 'ttl chng')).toBe(true);
    expect(isMeant(undo.words, 'ake')).toBe(false);
    expect(isMeant('collect_svr', 'colsvr')).toBe(true);
    expect(isMeant('collect_svr', 'svr')).toBe(true);
    expect(isMeant('Capture now', 'capnow')).toBe(true);
    expect(isMeant('Capture now', 'cpow')).toBe(false);
    expect(isMeant('主题：深色', '深')).toBe(true);
    expect(isMeant('主题：深色', '色深')).toBe(false);
    expect(isMeant('', 'x')).toBe(false);
  });

  it('finds a command by its English name too, where another is shown', () => {
    const dark = { ...entry('dark', '主题：深色'), alias: 'Theme: dark' };
    const [byAlias] = findEntries('theme dark', [entry('capture', '立即采集'), dark], [], []);
    expect(byAlias).toEqual({ entry: dark, parts: [{ text: '主题：深色', hit: false }] });
    const [byName] = findEntries('深色', [dark], [], []);
    expect(byName?.parts).toEqual([
      { text: '主题：', hit: false },
      { text: '深色', hit: true },
    ]);
  });

  it('shows what cannot run, with its reason, after what can', () => {
    const found = findEntries('capture now', ENTRIES, [], []);
    expect(found.map((one) => one.entry.id)).toEqual(['capture', 'dump']);
    expect(found[1]?.entry.why).toBe('This session has no target.');
  });

  it('says which letters matched', () => {
    const [first] = findEntries('comp', ENTRIES, [], []);
    expect(first?.parts).toEqual([
      { text: 'Comp', hit: true },
      { text: 'are', hit: false },
    ]);
  });
});

describe('what was used', () => {
  it('keeps eight, the newest first, each once', () => {
    let recent: string[] = [];
    for (const id of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h', 'i']) recent = used(recent, id);
    expect(recent).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'a', 'c']);
  });

  it('comes back from storage, whatever stands there', () => {
    const kept = new Map<string, string>();
    keepRecent({ setItem: (key, value) => void kept.set(key, value) }, ['x', 'y']);
    expect(readRecent({ getItem: (key) => kept.get(key) ?? null })).toEqual(['x', 'y']);
    for (const text of [null, '', '{', '7', '{"a":1}', '[1,"z"]'])
      expect(readRecent({ getItem: () => text })).toEqual(text === '[1,"z"]' ? ['z'] : []);
  });
});
