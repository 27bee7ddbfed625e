// One search over what people have written: names of sessions, notes, annotations with their tags and the functions
// they are on. Everything it reads is in memory already but the notes, which are at most 1 MiB a session.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { cleanText, textOfAnnotation, type Notes, type SearchHit } from '../contract/annotations';
import { PlumblineError } from '../contract/errors';
import { findWords, holdsWords, wordsOf } from '../core/base/find-words';
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
  const words = wordsOf(text);
  const hits: SearchHit[] = [];
  const full = (): boolean => hits.length > limit;
  if (words.length === 0) return { hits, more: false };
  for (const { id, name } of sessions()) {
    if (holdsWords(name, words) && !full()) {
      hits.push({
        sessionId: id,
        sessionName: name,
        where: 'name',
        excerpt: excerptOf(name, words),
        writtenMs: null,
        annotation: null,
      });
    }
  }
  for (const { id, name, problem } of sessions()) {
    if (full()) break;
    signal?.throwIfAborted();
    const store = problem === null ? await open(id) : null;
    if (store === null) continue;
    const inSession = { sessionId: id, sessionName: name };
    const notes = await notesOf(store);
    if (notes !== null && holdsWords(notes.text, words)) {
      const excerpt = excerptOf(notes.text, words);
      hits.push({ ...inSession, where: 'notes', excerpt, writtenMs: notes.savedMs, annotation: null });
    }
    for (const annotation of store.annotations.list()) {
      if (full()) break;
      const found = textOfAnnotation(annotation);
      if (!holdsWords(found, words)) continue;
      const excerpt = excerptOf(found, words);
      hits.push({ ...inSession, where: 'annotation', excerpt, writtenMs: annotation.changedMs, annotation });
    }
    // Other calls have their turn between two sessions.
    await nextTurn();
  }
  return { hits: hits.slice(0, limit), more: full() };
}

/** A file that cannot be shown is said where one opens it, not in every search. */
async function notesOf(store: SessionStore): Promise<Notes | null> {
  try {
    return await store.notes.get();
  } catch (error) {
    if (error instanceof PlumblineError) return null;
    throw error;
  }
}

function excerptOf(text: string, words: readonly string[]): string {
  const at = findWords(text, words)[0]?.from ?? 0;
  const from = Math.max(0, at - AROUND);
  const to = Math.min(text.length, at + AROUND * 2);
  const line = cleanText(text.slice(from, to)).replace(/\s+/g, ' ');
  return `${from > 0 ? '…' : ''}${line}${to < text.length ? '…' : ''}`;
}
