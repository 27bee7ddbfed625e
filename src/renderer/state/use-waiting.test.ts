import { createSSRApp } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../contract/progress';
import { createTexts } from '../app/i18n';
import { useProgressWords } from './use-waiting';

async function wordsOf(progress: Progress | null): Promise<string> {
  let said = '';
  const app = createSSRApp({
    setup() {
      said = useProgressWords()(progress);
      return () => null;
    },
  });
  await renderToString(app.use(createTexts()));
  return said;
}

describe('how far work is, in words', () => {
  it.each<[Progress | null, string]>([
    [null, ''],
    [{ step: 'index', done: 120, all: 4000 }, 'reading captures: 120 of 4,000'],
    // What is compressed does not say how much it is.
    [{ step: 'bytes', done: 1234, all: null }, 'MB read: 1,234'],
    [{ step: 'bytes', done: 0, all: null }, 'MB read'],
    [{ step: 'judge', done: 0, all: null }, 'working it out'],
    [{ step: 'read', done: 1, all: 1 }, 'reading captures'],
  ])('%j', async (progress, words) => {
    expect(await wordsOf(progress)).toBe(words);
  });
});
