import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, cutsOf, fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { GOROUTINE_FLAGS, type Goroutines } from './goroutines';
import { parseCounts } from './parse-counts';

const read = (from: string | Uint8Array): Goroutines => {
  const parsed = parseCounts(typeof from === 'string' ? bytesOf(from) : from);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

const STORY = `goroutine profile: total 30103
14974 @ 0x43a856 0x4085ec 0x408058 0x96233a 0x46ac81
#	0x962339	collect_svr/internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1+0x119		/src/config/rainbow.go:72

14974 @ 0x43a856 0x4085ec 0x408058 0xff5ffa 0x46ac81
#  0xff5ff9  git.corp/trpc-config-rainbow.(*KV).Watch.func1+0xd9   /go/pkg/my files/kv_config.go:69

155 @ 0x43a856 0x433997 0x468a65
# labels: {"handler":"Report", "sweep":"a]b"}
#	0x468a64	internal/poll.runtime_pollWait+0x84	/usr/local/go/src/runtime/netpoll.go:343
`;

describe('parseCounts', () => {
  it('refuses a text of more parts than it may hold, and reads none of a line that is too long', () => {
    // 3 records, 13 program counters, 2 pairs of labels, 3 frames.
    expect(parseCounts(bytesOf(STORY), 21).ok).toBe(true);
    const refused = parseCounts(bytesOf(STORY), 20);
    expect(refused.ok ? null : refused.error.code).toBe('too-large');
    const long = `goroutine profile: total 2\n1 @${' 0x1'.repeat(8_000_000)}\n1 @ 0x1\n`;
    expect(read(long).total).toBe(1);
  });

  it('reads counts, labels and frames, with tabs or blanks', () => {
    const g = read(STORY);
    expect(g).toMatchObject({
      source: 'counts',
      total: 30103,
      declaredTotal: 30103,
      truncated: false,
      statesInferred: true,
    });
    expect([...g.count]).toEqual([14974, 14974, 155]);
    expect(g.stacks[1]).toEqual([
      {
        function: 'git.corp/trpc-config-rainbow.(*KV).Watch.func1',
        file: '/go/pkg/my files/kv_config.go',
        line: 69,
      },
    ]);
    expect(g.labelSets).toEqual([{ handler: 'Report', sweep: 'a]b' }]);
    expect([...g.labels]).toEqual([-1, -1, 0]);
  });

  it('knows what is parked by the counter of gopark, and names what it can', () => {
    const g = read(STORY);
    expect([...g.state].map((state) => g.states[state] ?? null)).toEqual([null, null, 'IO wait']);
    expect([...g.flags]).toEqual([GOROUTINE_FLAGS.parked, GOROUTINE_FLAGS.parked, 0]);
    // Not parked: its leaf is another.
    const other = read(`${STORY}\n1 @ 0x1111 0x2222 0x46ac81\n#\t0x2222\tmain.spin+0x1\t/src/main.go:3\n`);
    expect(other.flags.at(-1)).toBe(0);
  });

  it.each(GO_VERSIONS)('%s: all of a real one', (version) => {
    const bytes = fixture(`goroutine/${version}/goroutine.debug1.txt`);
    const g = read(bytes);
    expect(g.total).toBe(g.declaredTotal);
    expect(g.truncated).toBe(false);
    expect(g.stacks.every((stack) => stack.length > 0)).toBe(true);
    expect(g.labelSets).toContainEqual({ quoted: 'say "hi"\n\\ }:', utf8: '配置 é' });
    for (const cut of cutsOf(bytes.length)) {
      const parsed = parseCounts(bytes.subarray(0, cut));
      if (!parsed.ok) continue;
      expect(parsed.value.total).toBeLessThanOrEqual(g.total);
      // Cut at the end of a line in the last record, nothing shows it.
      if (bytes[cut - 1] !== 10 || parsed.value.total < g.total) expect(parsed.value.truncated).toBe(true);
    }
  });

  it('reads CRLF and UTF-16', () => {
    const expected = read(STORY);
    expect(read(STORY.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(read(new Uint8Array(Buffer.from(`\uFEFF${STORY}`, 'utf16le')))).toEqual(expected);
  });

  it('marks the goroutines of a leak profile', () => {
    const g = read('goroutineleak profile: total 1\n1 @ 0x1 0x2\n#\t0x2\tmain.f+0x1\t/src/main.go:3\n');
    expect(g.flags[0]! & GOROUTINE_FLAGS.leaked).toBe(GOROUTINE_FLAGS.leaked);
  });

  it('is in time linear in a line', () => {
    const start = performance.now();
    read(`goroutine profile: total 1\n1 @ 0x1\n${`#\t0x1\tf+0x1${' '.repeat(60_000)}x\n`.repeat(10)}`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it.each([
    ['', 'empty'],
    ['heap profile: 1: 2 [3: 4] @ heap/1048576\n', 'malformed'],
    ['goroutine 1 [running]:\n', 'malformed'],
  ])('refuses %j', (text, code) => {
    const parsed = parseCounts(bytesOf(text));
    expect(parsed.ok ? null : parsed.error.code).toBe(code);
  });

  it('never fails on lines of any kind', () => {
    const line = fc.oneof(
      fc.constantFrom(...STORY.split('\n'), '# labels: {"a', '#\t0x1', '1 @', '# labels: {}'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(parseCounts(bytesOf(['goroutine profile: total 3', ...lines].join('\n'))).ok).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});
