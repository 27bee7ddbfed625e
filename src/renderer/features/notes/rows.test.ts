import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../../contract/annotations';
import { filterAnnotations, timeOfPlace } from './rows';

const note = (id: string, change: Partial<Annotation>): Annotation => ({
  ...{ id, on: { type: 'moment', timeMs: 5 }, text: '', tags: [], flag: null, createdMs: 1, changedMs: 1 },
  ...change,
});
const LIST = [
  note('deploy', { text: 'Deploy of 1.4.2', tags: ['release', 'pod 3'], flag: 'deploy' }),
  note('oom', { text: 'Killed again', tags: ['oom'], flag: 'incident' }),
  note('stack', {
    on: { type: 'stack', functions: ['rainbow.(*KV).Watch.func1', 'main.main'] },
    text: '增长',
  }),
  note('function', { on: { type: 'function', function: 'main.load' }, tags: ['release'] }),
];
const found = (text: string, tag = ''): string[] => filterAnnotations(LIST, text, tag).map(({ id }) => id);

describe('filterAnnotations', () => {
  it('leaves all where nothing is asked', () => {
    expect(filterAnnotations(LIST, '  ', '')).toBe(LIST);
  });

  it('looks into text, tags, marks and functions, for every word, in any case', () => {
    expect(found('1.4.2 deploy')).toEqual(['deploy']);
    expect(found('OOM')).toEqual(['oom']);
    expect(found('#oom killed')).toEqual(['oom']);
    expect(found('incident')).toEqual(['oom']);
    expect(found('kv watch')).toEqual(['stack']);
    expect(found('main.')).toEqual(['stack', 'function']);
    expect(found('增长')).toEqual(['stack']);
    expect(found('deploy nowhere')).toEqual([]);
  });

  it('asks for a whole tag, beside the text', () => {
    expect(found('', 'release')).toEqual(['deploy', 'function']);
    expect(found('load', 'release')).toEqual(['function']);
    expect(found('', 'pod')).toEqual([]);
  });
});

describe('timeOfPlace', () => {
  it('is where it is about a time, and none for a stack', () => {
    const on = (place: Annotation['on']) =>
      timeOfPlace(note('x', { on: place }), (id) => (id === 's' ? 9 : null));
    expect(on({ type: 'moment', timeMs: 5 })).toBe(5);
    expect(on({ type: 'range', fromMs: 6, toMs: 8 })).toBe(6);
    expect(on({ type: 'snapshot', snapshotId: 's' })).toBe(9);
    expect(on({ type: 'snapshot', snapshotId: 'gone' })).toBeNull();
    expect(on({ type: 'function', function: 'f' })).toBeNull();
  });
});
