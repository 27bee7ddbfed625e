import { createPinia } from 'pinia';
import { describe, expect, it } from 'vitest';
import { createApp } from 'vue';
import { makeFakeClient } from '../../../test/support/fake-client';
import { provideClient } from './api';
import { useNoteSearch } from './note-search.store';
import { useSession } from './session.store';

describe('the search in notes', () => {
  it('is of one session, which may be opened after it was asked', () => {
    const pinia = createPinia();
    createApp({}).use(provideClient(makeFakeClient())).use(pinia);
    const [search, open] = [useNoteSearch(pinia), useSession(pinia)];
    open.id = 'one';
    search.text = 'typed here';
    expect(search.text).toBe('typed here');
    search.ask({ sessionId: 'two', text: 'brought along' });
    expect(search.text).toBe('');
    open.id = 'two';
    expect(search.text).toBe('brought along');
    open.id = 'three';
    expect(search.text).toBe('');
  });
});
