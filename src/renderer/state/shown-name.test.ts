import { describe, expect, it } from 'vitest';
import { NO_FILTERS } from '../../core/pprof/filter/filters';
import { fileName } from './save-file';
import { shownName, shortFunction, type ShownName } from './shown-name';

const WHOLE: ShownName = {
  session: 'collect-svr',
  of: 'heap 11-25 14:14:03',
  sampleType: 'inuse_space',
  filters: NO_FILTERS,
  ownWords: 'Own code only',
  around: '',
  more: [],
};

describe('the name of what is shown', () => {
  it('tells apart all that makes it another', () => {
    const shown: readonly Partial<ShownName>[] = [
      {},
      { sampleType: 'alloc_space' },
      { filters: { options: { focus: 'main' }, ownOnly: false } },
      { filters: { options: { focus: 'main' }, ownOnly: true } },
      { filters: { options: { focus: 'main', hide: 'runtime' }, ownOnly: false } },
      { around: 'around config.decode' },
      { more: ['Bottom up', ''] },
      { more: ['MB'] },
    ];
    const names = shown.map((one) => shownName({ ...WHOLE, ...one }));
    expect(new Set(names).size).toBe(shown.length);
    expect(names[0]).toBe('collect-svr heap 11-25 14:14:03 inuse_space');
    expect(names[3]).toBe('collect-svr heap 11-25 14:14:03 inuse_space Own code only focus=main');
    expect(names[6]).toBe('collect-svr heap 11-25 14:14:03 inuse_space Bottom up');
  });

  it('is not longer than names of files may be, whatever has how long a name', () => {
    const long = 'x'.repeat(1_000);
    const name = shownName({
      ...WHOLE,
      session: long,
      filters: { options: { focus: long, hide: long }, ownOnly: true },
      around: `around ${shortFunction(long)}`,
      more: ['Bottom up', 'MB'],
    });
    expect(name.length).toBeLessThan(200);
    // What comes last is not what is cut.
    expect(name).toMatch(/ Bottom up MB$/);
  });

  it('tells apart patterns that begin alike, and what is around other functions where the session has a long name', () => {
    const session = '收集服务'.repeat(10);
    const names = [
      { filters: { options: { focus: `${'example\\.org/'.repeat(8)}decodeAppConfig` }, ownOnly: false } },
      { filters: { options: { focus: `${'example\\.org/'.repeat(8)}newWatcher` }, ownOnly: false } },
      { around: 'around config.decode' },
      { around: 'around config.other', more: ['Normalised'] },
    ].map((one) => fileName(`${shownName({ ...WHOLE, session, ...one })}.pb.gz`));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^收集.* heap /);
  });

  it('keeps the session, and tells filters apart that differ in their middle', () => {
    const filtersWith = (ignore: string) => ({
      options: { focus: 'github.com/acme/collect/internal', ignore, tagfocus: 'k=v' },
      ownOnly: true,
    });
    const of = 'goroutine 2026-11-25 14-13-34 to 2026-11-25 14-14-47';
    const more = ['What grew', 'Normalised'];
    const around = `around ${shortFunction('example.org/config.(*appConfigLoaderRainbowImpl).Watch.func1')}`;
    const names = ['prod-eu checkout', 'staging checkout'].flatMap((session) =>
      ['runtime.mallocgc|runtime.gcBgMarkWorker', 'runtime.other|runtime.gcBgMarkWorker'].map((ignore) =>
        shownName({ ...WHOLE, session, of, around, more, filters: filtersWith(ignore) }),
      ),
    );
    expect(new Set(names).size).toBe(4);
    for (const name of names)
      expect(name).toMatch(/^(?:prod-eu|staging) checkout goroutine .* What grew Normalised$/);
  });

  it('has functions without the paths of their packages', () => {
    expect(shortFunction('example.org/collect/internal/pkg/config.(*kv).Watch')).toBe('config.(*kv).Watch');
    expect(shortFunction('main.main')).toBe('main.main');
    const inner = ['func1', 'func2'].map((end) => shortFunction(`${'x'.repeat(100)}.${end}`));
    expect(inner).toEqual([expect.stringMatching(/^…x+\.func1$/), expect.stringMatching(/^…x+\.func2$/)]);
  });
});
