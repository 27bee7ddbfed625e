// What a view is saved as: of what is shown, and said where that is nothing.
import { createPinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ref, type App } from 'vue';
import { makeFakeClient } from '../../../test/support/fake-client';
import { setUp } from '../../../test/support/set-up';
import { createTexts } from '../app/i18n';
import { provideClient } from './api';
import { sentenceOf, useNotices } from './notices.store';
import { saveFile } from './save-file';
import { useSession } from './session.store';
import { useExport, type Exportable } from './use-export';

vi.mock(import('./save-file'), async (actual) => ({ ...(await actual()), saveFile: vi.fn() }));

function makeExport(more: Partial<Exportable> = {}) {
  const isPending = ref(false);
  const name = ref('heap of 10:00');
  /** How each that was fetched is answered, and what gives it up. */
  const fetched: { answer: (bytes: Uint8Array) => void; signal: AbortSignal }[] = [];
  const pinia = createPinia();
  let app: App<object> | undefined;
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
        isAround: () => false,
        ...more,
      }),
    (made) => (app = made.use(provideClient(makeFakeClient())).use(pinia).use(createTexts())),
  );
  const { menu, onMenu } = exporting;
  const offered = (): Set<string> =>
    new Set(menu.value.items.map(({ disabled, note }) => (disabled ? note : 'offered')));
  const notices = useNotices(pinia);
  return {
    ...{ menu, onMenu, isPending, name, fetched, offered, notices },
    said: () => notices.shown.map((notice) => sentenceOf(notice).message),
    noteOf: (choice: string) => menu.value.items.find(({ value }) => value === choice)?.note,
    open: useSession(pinia),
    leaveView: () => app?.unmount(),
  };
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
    const { onMenu, said } = makeExport();
    await onMenu.pick('svg');
    expect(said()).toEqual(['Nothing is drawn that could be saved.']);
    expect(saveFile).not.toHaveBeenCalled();
  });

  it('names the file by what was shown when it was asked for', async () => {
    const { onMenu, name, fetched, said } = makeExport();
    const saved = onMenu.pick('pprof');
    name.value = 'heap of 10:10';
    fetched[0]?.answer(Uint8Array.of(7));
    await saved;
    expect(saveFile).toHaveBeenCalledExactlyOnceWith(
      'heap of 10-00.pb.gz',
      Uint8Array.of(7),
      'application/octet-stream',
    );
    // Whoever is still there sees it.
    expect(said()).toEqual([]);
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

  it('has no more to do with what was given up, which may be slow to hear of it', async () => {
    const { menu, onMenu, fetched } = makeExport();
    const first = onMenu.pick('pprof');
    await vi.advanceTimersByTimeAsync(200);
    onMenu.cancel();
    const second = onMenu.pick('pprof');
    fetched[0]?.answer(Uint8Array.of(1));
    await first;
    // Neither the first one's clock nor its end are the second one's.
    await vi.advanceTimersByTimeAsync(200);
    expect(menu.value.isSlow).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(menu.value.isSlow).toBe(true);
    fetched[1]?.answer(Uint8Array.of(2));
    await second;
    expect(vi.mocked(saveFile).mock.calls.map(([, content]) => content)).toEqual([Uint8Array.of(2)]);
  });

  it('goes on when its view is left, and says when it is there', async () => {
    const { onMenu, fetched, leaveView, said } = makeExport();
    const saved = onMenu.pick('pprof');
    leaveView();
    expect(fetched[0]?.signal.aborted).toBe(false);
    fetched[0]?.answer(Uint8Array.of(7));
    await saved;
    expect(saveFile).toHaveBeenCalledTimes(1);
    expect(said()).toEqual(['Saved: heap of 10-00.pb.gz']);
  });

  it('is given up when its session is left, and says so', async () => {
    const { onMenu, fetched, open, said } = makeExport();
    const saved = onMenu.pick('pprof');
    void open.load('another');
    expect(fetched[0]?.signal.aborted).toBe(true);
    fetched[0]?.answer(Uint8Array.of(7));
    await saved;
    expect(saveFile).not.toHaveBeenCalled();
    expect(said()).toContain('Not saved, since its session was left: heap of 10-00.pb.gz');
  });

  it('says why it failed', async () => {
    const fetch = () => Promise.reject(new Error('no room'));
    const { onMenu, said } = makeExport({ fetch });
    await onMenu.pick('pprof');
    expect(said()).toHaveLength(1);
  });

  it('offers pictures of what is drawn, and says of each file what it holds', () => {
    const plain = makeExport();
    expect(plain.menu.value.items.map(({ value }) => value)).toEqual([
      ...['pprof', 'collapsed', 'speedscope', 'svg', 'png'],
    ]);
    expect(plain.noteOf('pprof')).toBe('For go tool pprof, with all sample types');

    const ofTwo = makeExport({ isDifference: true });
    expect(ofTwo.noteOf('collapsed')).toContain('with A and B');
    expect(ofTwo.noteOf('speedscope')).toContain('what grew, and what shrank');

    const rounded = makeExport({ isRounded: () => true });
    expect(rounded.noteOf('pprof')).toMatch(/; normalised values in whole numbers$/);
    expect(rounded.noteOf('svg')).not.toContain('whole numbers');

    const around = makeExport({ isAround: () => true });
    expect(around.noteOf('pprof')).toMatch(/; whole stacks with this function, as -focus$/);
    expect(around.noteOf('png')).toBe('What is drawn, as pixels');
  });

  it('names what is as it is shown by how that is', async () => {
    const names: boolean[] = [];
    const { onMenu } = makeExport({
      name: (isLook) => `${names.push(isLook)}`,
      fetch: () => Promise.resolve(null),
    });
    for (const choice of ['pprof', 'collapsed', 'speedscope', 'dot', 'csv', 'svg'] as const)
      await onMenu.pick(choice);
    expect(names).toEqual([false, false, false, true, true, true]);
  });
});
