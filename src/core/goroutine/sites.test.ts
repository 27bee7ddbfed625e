import { describe, expect, it } from 'vitest';
import { concentrationSchema, siteRowSchema } from '../../contract/growth';
import { bytesOf, fixture } from '../../../test/support/goroutine-fixtures';
import { dumpText } from '../../../test/support/make-dump';
import type { Stack } from '../base/frame';
import { GoroutineBuilder, ownCodeOf, type Goroutines } from './goroutines';
import { parseCounts } from './parse-counts';
import { parseDump } from './parse-dump';
import { concentrations, siteRows } from './sites';

const read = (from: string): Goroutines => {
  const parsed = parseDump(bytesOf(from));
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};
const found = (g: Goroutines) =>
  concentrations(g, ownCodeOf(g)).map(({ site, count }) => `${count} ${site.function}`);

/** Goroutines by state and stack, as `count, state, leaf, callers …`. */
const service = (...rows: [count: number, state: string | null, ...names: string[]][]): Goroutines => {
  const builder = new GoroutineBuilder('profile');
  for (const [count, state, ...names] of rows) {
    const stack: Stack = names.map((name) => ({ function: name, file: `/src/${name}.go`, line: 1 }));
    builder.add({
      stack: builder.stacks.push(stack) - 1,
      count,
      state: builder.stateRow(state),
      ...{ waitMinutes: -1, creator: -1, labels: -1, flags: 0, goid: 0, creatorGoid: 0 },
    });
  }
  return builder.finish({ statesInferred: true, truncated: false, declaredTotal: null });
};

const POLL = ['internal/poll.runtime_pollWait', 'net.(*conn).Read'];
const SERVER: [number, string, ...string[]] = [
  40,
  'IO wait',
  ...POLL,
  'net/http.(*connReader).Read',
  'net/http.(*conn).serve',
];
const OTHERS: [number, string | null, ...string[]][] = [
  [12, 'select', 'database/sql.(*DB).connectionOpener'],
  [9, 'sleep', 'time.Sleep', 'svc/stat.loop'],
  [6, null, 'svc/report.handle'],
];

describe('siteRows', () => {
  it('gives each site and state its count and share', () => {
    const g = read(dumpText({ goroutines: 30567 }));
    const rows = siteRows(g, ownCodeOf(g));
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(30567);
    expect(rows[0]).toMatchObject({ count: 15022, state: 'chan receive' });
    expect(rows[0]!.share).toBeCloseTo(0.491, 3);
    for (const row of rows) expect(siteRowSchema.parse(row)).toEqual(row);
  });

  it('keeps a row for goroutines without a stack', () => {
    const g = read('goroutine 2 [running]:\n\tgoroutine running on other thread; stack unavailable\n');
    expect(siteRows(g, ownCodeOf(g))).toMatchObject([
      { site: { function: '(no stack)' }, ownSite: null, count: 1 },
    ]);
  });
});

describe('concentrations', () => {
  it('shows both stacks of the story, from a dump and from counts', () => {
    const g = read(dumpText({ goroutines: 30567 }));
    const both = concentrations(g, ownCodeOf(g));
    expect(both).toHaveLength(2);
    for (const one of both) expect(concentrationSchema.parse(one)).toEqual(one);
    const counts = parseCounts(
      bytesOf(
        'goroutine profile: total 30103\n14974 @ 0x43a856 0x4085ec 0x408058 0x96233a 0x46ac81\n#\t0x962339\tsvc/config.(*Loader).Watch.func1+0x119\t/src/rainbow.go:72\n\n' +
          '14974 @ 0x43a856 0x4085ec 0x408058 0xff5ffa 0x46ac81\n#\t0xff5ff9\tdep.(*KV).Watch.func1+0xd9\t/src/kv_config.go:69\n\n' +
          '155 @ 0x1 0x2\n#\t0x1\tsvc.work+0x1\t/src/w.go:1\n',
      ),
    );
    expect(counts.ok && found(counts.value)).toEqual(
      ['14974 dep.(*KV).Watch.func1', '14974 svc/config.(*Loader).Watch.func1'].sort().reverse().sort(),
    );
  });

  it.each([
    [60, 30],
    [60, 90],
    [100, 50],
    [120, 10],
  ])('shows a leak of a minute: %i at each of two sites beside %i others', (n, others) => {
    const g = service(
      [n, 'chan receive', 'svc/config.(*Loader).Watch.func1'],
      [n - 1, 'chan receive', 'dep.(*KV).Watch.func1'],
      [others, 'IO wait', ...POLL, 'net/http.(*connReader).Read', 'net/http.(*conn).serve'],
    );
    expect(found(g)).toHaveLength(2);
  });

  it('shows one that leaves a single goroutine each time once there are a hundred', () => {
    expect(found(service([120, 'select', 'svc/stream.loop'], SERVER, ...OTHERS))).toEqual([
      '120 svc/stream.loop',
    ]);
    expect(found(service([90, 'select', 'svc/stream.loop'], SERVER, ...OTHERS))).toEqual([]);
  });

  it('shows ten thousand whatever the share', () => {
    expect(found(service([10_000, 'chan send', 'svc.f'], [90_000, null, 'svc.work']))).toEqual([
      '10000 svc.f',
    ]);
    expect(found(service([9_000, 'chan send', 'svc.f'], [90_000, null, 'svc.work']))).toEqual([]);
  });

  it.each<[string, Goroutines]>([
    ['an idle server with keep-alive connections', service(SERVER, ...OTHERS)],
    [
      'thousands of idle connections',
      service([5000, 'IO wait', ...POLL, 'net/http.(*connReader).Read', 'net/http.(*conn).serve'], ...OTHERS),
    ],
    [
      'idle client connections: a reader and a writer each',
      service(
        [400, 'IO wait', ...POLL, 'net/http.(*persistConn).Read', 'net/http.(*persistConn).readLoop'],
        [400, 'select', 'net/http.(*persistConn).writeLoop'],
        ...OTHERS,
      ),
    ],
    [
      'websockets: a reader and a writer each',
      service(
        [2000, 'IO wait', ...POLL, 'svc/hub.(*Client).readPump'],
        [1998, 'select', 'svc/hub.(*Client).writePump'],
        ...OTHERS,
      ),
    ],
    ['a pool of 64 workers', service([64, 'chan receive', 'svc/pool.worker'], SERVER, ...OTHERS)],
    [
      'the runtime’s GC workers',
      service([128, 'GC worker (idle)', 'runtime.gopark', 'runtime.gcBgMarkWorker'], ...OTHERS),
    ],
    ['work', service([5000, 'runnable', 'svc.work'], [3000, null, 'svc.work2'], ...OTHERS)],
    ['nothing', service()],
  ])('is silent on %s', (_, g) => expect(found(g)).toEqual([]));

  it('shows client connections whose bodies nobody closed, since their readers wait for the program', () => {
    const g = service(
      [400, 'select', 'net/http.(*persistConn).readLoop'],
      [400, 'select', 'net/http.(*persistConn).writeLoop'],
      SERVER,
      ...OTHERS,
    );
    expect(found(g)).toHaveLength(2);
  });

  it('is silent on the fixtures, which park a few goroutines everywhere', () => {
    const parsed = parseDump(fixture('goroutine/go1.26/goroutine.debug2.txt'));
    expect(parsed.ok && found(parsed.value)).toEqual([]);
  });
});
