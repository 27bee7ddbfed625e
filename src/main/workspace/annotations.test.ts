import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../contract/annotations';
import { PlumblineError } from '../../contract/errors';
import { said } from '../../contract/failures/say';
import { Annotations, type AnnotationChange } from './annotations';
import { decodeEntry, encodeEntry } from './journal';
import type { NewEntry } from './journal-entry';

/** With a journal of lines, as they would stand in the file. */
function make(clock = { now: 1_000 }) {
  const lines: Buffer[] = [];
  const annotations = new Annotations(
    (operation) =>
      operation((entry: NewEntry) => {
        const line = encodeEntry(entry, clock.now).subarray(0, -1);
        lines.push(line);
        annotations.take(decodeEntry(line, said('place-path', { path: 'a line' })));
        return Promise.resolve();
      }),
    () => clock.now,
  );
  return { annotations, lines };
}
const replay = (lines: readonly Buffer[]): readonly Annotation[] => {
  const { annotations } = make();
  for (const line of lines) annotations.take(decodeEntry(line, said('place-path', { path: 'a line' })));
  return annotations.list();
};
const change = (text: string, more: Partial<AnnotationChange> = {}): AnnotationChange => ({
  on: { type: 'moment', timeMs: 7 },
  text,
  tags: [],
  flag: null,
  basedOnMs: null,
  ...more,
});
const codeOf = async (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof PlumblineError ? error.code : String(error)),
  );

describe('annotations', () => {
  it('are what was last written, each change with a version of its own', async () => {
    const { annotations, lines } = make();
    const first = await annotations.put(change('one', { tags: ['oom'], flag: 'deploy' }));
    const second = await annotations.put(change('two', { id: first.id, basedOnMs: first.changedMs }));
    expect(second).toMatchObject({ id: first.id, createdMs: first.createdMs, text: 'two', tags: [] });
    expect(second.changedMs).toBeGreaterThan(first.changedMs);
    expect(annotations.list()).toEqual([second]);
    expect(replay(lines)).toEqual([second]);
    expect(lines).toHaveLength(2);
  });

  it('refuse a change of a version that is gone, and let it be forced', async () => {
    const { annotations } = make();
    const first = await annotations.put(change('one'));
    const theirs = await annotations.put(change('theirs', { id: first.id }));
    const mine = change('mine', { id: first.id, basedOnMs: first.changedMs });
    expect(await codeOf(annotations.put(mine))).toBe('conflict');
    expect(await codeOf(annotations.remove(first.id, first.changedMs))).toBe('conflict');
    expect(annotations.list()).toEqual([theirs]);
    await annotations.remove(first.id, theirs.changedMs);
    expect(await codeOf(annotations.put(mine))).toBe('conflict');
    expect(await codeOf(annotations.remove(first.id, null))).toBe('not-found');
    const back = await annotations.put({ ...mine, basedOnMs: null });
    expect(back).toMatchObject({ text: 'mine', createdMs: first.createdMs });
    expect(await codeOf(annotations.put(change('x', { id: 'neverwas1234' })))).toBe('not-found');
  });

  it('of a foreign journal are cleaned as what is typed is', () => {
    const { annotations } = make();
    const annotation = {
      ...{
        id: 'abcdefgh',
        on: { type: 'moment' as const, timeMs: 1 },
        flag: null,
        createdMs: 1,
        changedMs: 1,
      },
      ...{ text: 'a\u202eb\u0000c\r\nd', tags: ['#OOM  Kill'] },
    };
    annotations.take(
      decodeEntry(
        encodeEntry({ type: 'annotation-written', annotation }, 5).subarray(0, -1),
        said('place-path', { path: 'x' }),
      ),
    );
    expect(annotations.list()).toMatchObject([{ text: 'abc\nd', tags: ['oom kill'] }]);
  });

  it('equal a plain model after any sequence of writing, removing and restoring, and so does the journal', async () => {
    const step = fc.record({
      what: fc.constantFrom('new', 'edit', 'remove', 'restore'),
      which: fc.nat(6),
      text: fc.string({ maxLength: 8 }).map((text) => `t${text.replace(/\W/g, '')}`),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const { annotations, lines } = make();
        const model = new Map<string, { text: string; there: boolean }>();
        for (const { what, which, text } of steps) {
          const id = [...model.keys()][which];
          const known = id === undefined ? undefined : model.get(id);
          if (what === 'new') {
            model.set((await annotations.put(change(text))).id, { text, there: true });
          } else if (id === undefined || known === undefined) {
            expect(await codeOf(annotations.remove('neverwas1234', null))).toBe('not-found');
          } else if (what === 'remove') {
            expect(await codeOf(annotations.remove(id, null))).toBe(known.there ? 'done' : 'not-found');
            model.set(id, { ...known, there: false });
          } else {
            const kept = what === 'restore' ? known.text : text;
            await annotations.put(change(kept, { id }));
            model.set(id, { text: kept, there: true });
          }
        }
        const expected = [...model].filter(([, { there }]) => there).map(([id, { text }]) => `${id} ${text}`);
        const of = (list: readonly Annotation[]): string[] =>
          list.map(({ id, text }) => `${id} ${text}`).sort();
        expect(of(annotations.list())).toEqual(expected.sort());
        expect(replay(lines)).toEqual(annotations.list());
      }),
      { numRuns: 60 },
    );
  });
});
