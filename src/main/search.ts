// One search over what people have written: names of sessions, notes, annotations with their tags and the functions
// they are on. Everything it reads is in memory already but the notes, which are at most 1 MiB a session.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Annotation, SearchHit } from '../contract/annotations';
import { PlumblineError } from '../contract/errors';
import type { SessionStore } from './workspace/session-store';
import type { SessionInfo } from './workspace/workspace';

/** Characters before and after what was found. */
const AROUND = 40;

export interface Searched {
  readonly sessions: () => readonly SessionInfo[];
  readonly open: (id: string) => Promise<SessionStore | null>;
}

/** Every word must be there, in any case and order; nothing is found by no word. Names come first, then as sessions are listed. */
export async function findText(
  { sessions, open }: Searched,
  text: string,
  limit: number,
  signal?: AbortSignal,
): Promise<{ hits: SearchHit[]; more: boolean }> {
  const words = fold(text)
    .split(/\s+/)
    .filter((word) => word !== '');
  const hits: SearchHit[] = [];
  const full = (): boolean => hits.length > limit;
  if (words.length === 0) return { hits, more: false };
  for (const { id, name } of sessions()) {
    if (holdsAll(name, words) && !full()) {
      hits.push({
        sessionId: id,
        sessionName: name,
        where: 'name',
        excerpt: excerptOf(name, words),
        annotation: null,
      });
    }
  }
  for (const { id, name, problem } of sessions()) {
    if (full()) break;
    signal?.throwIfAborted();
    const store = problem === null ? await open(id) : null;
    if (store === null) continue;
    const hit = (where: SearchHit['where'], found: string, annotation: Annotation | null): void => {
      hits.push({ sessionId: id, sessionName: name, where, excerpt: excerptOf(found, words), annotation });
    };
    const notes = await notesOf(store);
    if (holdsAll(notes, words)) hit('notes', notes, null);
    for (const annotation of store.annotations.list()) {
      if (full()) break;
      const found = textOf(annotation);
      if (holdsAll(found, words)) hit('annotation', found, annotation);
    }
    // Other calls have their turn between two sessions.
    await nextTurn();
  }
  return { hits: hits.slice(0, limit), more: full() };
}

const fold = (text: string): string => text.normalize('NFC').toLowerCase();
const holdsAll = (text: string, words: readonly string[]): boolean => {
  const folded = fold(text);
  return words.every((word) => folded.includes(word));
};

export function textOf({ text, tags, flag, on }: Annotation): string {
  const place = on.type === 'stack' ? on.functions.join(' ') : on.type === 'function' ? on.function : '';
  return [text, tags.map((tag) => `#${tag}`).join(' '), flag ?? '', place]
    .filter((part) => part !== '')
    .join(' · ');
}

/** A file that cannot be shown is said where one opens it, not in every search. */
async function notesOf(store: SessionStore): Promise<string> {
  try {
    return (await store.notes.get()).text;
  } catch (error) {
    if (error instanceof PlumblineError) return '';
    throw error;
  }
}

function excerptOf(text: string, words: readonly string[]): string {
  const folded = fold(text);
  // Folding may change lengths; then places do not fit the text, and its beginning has to do.
  const at = folded.length === text.length ? Math.max(0, folded.indexOf(words[0] ?? '')) : 0;
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + AROUND * 2);
  const line = text.slice(from, to).replace(/\s+/g, ' ').trim();
  return `${from > 0 ? '…' : ''}${line}${to < text.length ? '…' : ''}`;
}
