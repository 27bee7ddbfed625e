// What a view is saved as: of what is shown, and said where that is nothing.
import { createPinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ref } from 'vue';
import { makeFakeClient } from '../../../test/support/fake-client';
import { setUp } from '../../../test/support/set-up';
import { createTexts } from '../app/i18n';
import { provideClient } from './api';
import { sentenceOf, useNotices } from './notices.store';
import { saveFile } from './save-file';
import { useExport } from './use-export';

vi.mock('./save-file', () => ({ saveFile: vi.fn() }));

function makeExport() {
  const isPending = ref(false);
  const name = ref('heap of 10:00');
  /** How each that was fetched is answered, and what gives it up. */
  const fetched: { answer: (bytes: Uint8Array) => void; signal: AbortSignal }[] = [];
  const pinia = createPinia();
  const exporting = setUp(
    () =>
      useExport({
        name: () => name.value,
        fetch: (_, signal) => new Promise((answer) => fetched.push({ answer, signal })),
        csv: () => null,
        picture: () => null,
        shown: () => 'flame',
        isPending: () => isPending.value,
        isDifference: false,
      }),
    (app) => app.use(provideClient(makeFakeClient())).use(pinia).use(createTexts()),
  );
  const { menu, onMenu } = exporting;
  const offered = (): Set<string> =>
    new Set(menu.value.items.map(({ disabled, note }) => (disabled ? note : 'offered')));
  return { menu, onMenu, isPending, name, fetched, offered, notices: useNotices(pinia) };
}

describe('useExport', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.mocked(saveFile).mockClear();
  });
  afterEach(() => void vi.useRealTimers());

  it('offers nothing while another question than that of what is shown is asked', () => {
    const { offered, isPending } = makeExport();
    expect(offered()).toEqual(new Set(['offered']));
    isPending.value = true;
    expect(offered()).toEqual(new Set(['Once the new answer is here']));
  });

  it('says that there is nothing to save', async () => {
    const { onMenu, notices } = makeExport();
    await onMenu.pick('svg');
    expect(notices.shown.map((notice) => sentenceOf(notice).message)).toEqual([
      'Nothing is drawn that could be saved.',
    ]);
    expect(saveFile).not.toHaveBeenCalled();
  });

  it('names the file by what was shown when it was asked for', async () => {
    const { onMenu, name, fetched } = makeExport();
    const saved = onMenu.pick('pprof');
    name.value = 'heap of 10:10';
    fetched[0]?.answer(Uint8Array.of(7));
    await saved;
    expect(saveFile).toHaveBeenCalledExactlyOnceWith(
      'heap of 10:00.pb.gz',
      Uint8Array.of(7),
      'application/octet-stream',
    );
  });

  it('saves one at a time, and says so where it takes long', async () => {
    const { menu, onMenu, fetched, offered } = makeExport();
    const saved = onMenu.pick('pprof');
    await onMenu.pick('speedscope');
    expect([fetched.length, menu.value.isSlow]).toEqual([1, false]);
    expect(offered()).toEqual(new Set(['Saving…']));
    await vi.advanceTimersByTimeAsync(300);
    expect(menu.value.isSlow).toBe(true);
    fetched[0]?.answer(Uint8Array.of(7));
    await saved;
    expect([menu.value.isSlow, offered()]).toEqual([false, new Set(['offered'])]);
  });

  it('can be given up: nothing is saved, and nothing is said', async () => {
    const { onMenu, fetched, notices } = makeExport();
    const saved = onMenu.pick('pprof');
    onMenu.cancel();
    expect(fetched[0]?.signal.aborted).toBe(true);
    fetched[0]?.answer(Uint8Array.of(7));
    await saved;
    expect(saveFile).not.toHaveBeenCalled();
    expect(notices.shown).toEqual([]);
  });
});
