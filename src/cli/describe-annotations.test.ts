import { describe, expect, it } from 'vitest';
import type { Annotation } from '../contract/annotations';
import { describeNotes } from './describe-annotations';

const note = (change: Partial<Annotation>): Annotation => ({
  ...{ id: 'a1b2c3d4', on: { type: 'moment', timeMs: 0 }, text: '', tags: [], flag: null },
  ...{ createdMs: 1, changedMs: 1, ...change },
});

describe('notes in session show', () => {
  it('are a line each: where, mark, text, tags', () => {
    const on = { type: 'stack' as const, functions: ['kv.Watch', 'main.main'] };
    const lines = describeNotes(
      [
        note({ text: 'Deploy\nof 1.4.2', tags: ['prod', 'pod 3'], flag: 'deploy' }),
        note({ on, text: 'never ends' }),
        note({ on: { type: 'range', fromMs: 0, toMs: 60_000 }, tags: ['oom'] }),
      ],
      { sizeBytes: 2048, savedMs: 1000, fromOutside: false },
    );
    expect(lines).toEqual([
      'notes      2kB in notes.md, saved 1970-01-01 00:00:01Z',
      'note       1970-01-01 00:00:00Z  deploy  Deploy of 1.4.2  #prod #pod 3',
      'note       kv.Watch  never ends',
      'note       1970-01-01 00:00:00Z to 1970-01-01 00:01:00Z  #oom',
    ]);
  });

  it('say what is not shown, and nothing where there is nothing', () => {
    expect(describeNotes([], { sizeBytes: 0, savedMs: null, fromOutside: false })).toEqual([]);
    expect(describeNotes([], null)).toEqual(['notes      notes.md cannot be shown']);
    expect(describeNotes([], { sizeBytes: 5, savedMs: 1, fromOutside: true })).toEqual([
      'notes      5B in notes.md, changed outside of Plumbline',
    ]);
    const many = Array.from({ length: 23 }, (_, i) => note({ text: String(i) }));
    const lines = describeNotes(many, { sizeBytes: 0, savedMs: null, fromOutside: false });
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/ {2}3$/);
    expect(lines.at(-1)).toContain('and 3 older ones');
  });
});
