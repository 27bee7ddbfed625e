// What a view is saved as: of what is shown, and said where that is nothing.
import { createPinia } from 'pinia';
import { describe, expect, it } from 'vitest';
import { ref } from 'vue';
import { makeFakeClient } from '../../../test/support/fake-client';
import { setUp } from '../../../test/support/set-up';
import { createTexts } from '../app/i18n';
import { provideClient } from './api';
import { sentenceOf, useNotices } from './notices.store';
import { useExport } from './use-export';

function makeExport() {
  const isPending = ref(false);
  const pinia = createPinia();
  const exporting = setUp(
    () =>
      useExport({
        name: () => 'heap',
        fetch: () => Promise.resolve(null),
        csv: () => null,
        picture: () => null,
        shown: () => 'flame',
        isPending: () => isPending.value,
        isDifference: false,
      }),
    (app) => app.use(provideClient(makeFakeClient())).use(pinia).use(createTexts()),
  );
  return { ...exporting, isPending, notices: useNotices(pinia) };
}

describe('useExport', () => {
  it('offers nothing while another question than that of what is shown is asked', () => {
    const { choices, isPending } = makeExport();
    expect(choices.value.some(({ disabled }) => disabled)).toBe(false);
    isPending.value = true;
    expect(new Set(choices.value.map(({ disabled, note }) => `${disabled} ${note}`))).toEqual(
      new Set(['true Once the new answer is here']),
    );
  });

  it('says that there is nothing to save', async () => {
    const { save, notices } = makeExport();
    await save('svg');
    expect(notices.shown.map((notice) => sentenceOf(notice).message)).toEqual([
      'Nothing is drawn that could be saved.',
    ]);
  });
});
