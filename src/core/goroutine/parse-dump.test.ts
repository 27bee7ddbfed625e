import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, cutsOf, fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { dumpBytes, dumpText, STORY_STATES } from '../../../test/support/make-dump';
import { GOROUTINE_FLAGS, type Goroutines } from './goroutines';
import { GO_DUMP_LIMIT_BYTES, parseDump } from './parse-dump';

const read = (from: string | Uint8Array): Goroutines => {
  const parsed = parseDump(typeof from === 'string' ? bytesOf(from) : from);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
};

/** What is in it, in words, whatever rows it is interned in. */
const shown = (g: Goroutines) =>
  Array.from({ length: g.length }, (_, i) => ({
    goid: g.goid[i],
    state: g.states[g.state[i]!] ?? null,
    minutes: g.waitMinutes[i],
    flags: g.flags[i],
    labels: g.labelSets[g.labels[i]!] ?? null,
    stack: g.stacks[g.stack[i]!]!.map((f) => `${f.function} ${f.file}:${f.line}`),
    creator: ((f) => (f === undefined ? null : `${f.function} ${f.file}:${f.line}`))(
      g.creators[g.creator[i]!],
    ),
    creatorGoid: g.creatorGoid[i],
  }));

/** How many goroutines there are of each state with its flags and labels, in the order of their first appearance. */
const kindsOf = (g: Goroutines): [string, number][] => {
  const kinds = new Map<string, number>();
  shown(g).forEach(({ state, flags, labels }, i) => {
    const kind = JSON.stringify([state, flags, labels]);
    kinds.set(kind, (kinds.get(kind) ?? 0) + g.count[i]!);
  });
  return [...kinds];
};

const stateCounts = (g: Goroutines): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of g.state) counts[g.states[row]!] = (counts[g.states[row]!] ?? 0) + 1;
  return counts;
};

/** As the shell pipeline of the field counts: headers by their first word group. */
const countedByHeaders = (text: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const [, state] of text.matchAll(/^goroutine \d+ (?:gp=.*)?\[([^\],]*?)(?: labels:\{.*)?[\],]/gm)) {
    counts[state!] = (counts[state!] ?? 0) + 1;
  }
  return counts;
};

const WATCH = [
  'goroutine 7 [chan receive, 12 minutes]:',
  'collect_svr/config.(*Loader).Watch.func1(0xc000123456, {0x1, 0x2?}, ...)',
  '\t/src/config/rainbow.go:72 +0x119',
  'created by collect_svr/config.(*Loader).Watch in goroutine 1',
  '\t/src/config/rainbow.go:70 +0x2d5',
];
const text = (...lines: string[]): string => `${lines.join('\n')}\n`;

describe('real dumps', () => {
  const files = [
    ...GO_VERSIONS.map((v) => `goroutine/${v}/goroutine.debug2.txt`),
    'goroutine/go1.26/trimpath/goroutine.debug2.txt',
    'goroutine/go1.26/debug-flags/goroutine.debug2.txt',
    'goroutine/go1.19/sigquit-system.txt',
    'goroutine/go1.26/sigquit-system.txt',
  ];
  it.each(files)('%s: every header, none made up', (path) => {
    const bytes = fixture(path);
    const g = read(bytes);
    expect(stateCounts(g)).toEqual(countedByHeaders(new TextDecoder().decode(bytes)));
    expect(g.truncated).toBe(false);
    expect(g.total).toBe(g.length);
    expect(new Set(g.goid).size).toBe(g.length);
    for (const [i, goid] of g.goid.entries()) {
      const isSystem = path.includes('sigquit');
      expect(g.stacks[g.stack[i]!]!.length).toBeGreaterThan(isSystem ? -1 : 0);
      // Goroutine 0 is a thread's own stack; goroutine 1 nobody created.
      if (goid > 1 && !isSystem) expect(g.creator[i], `creator of ${goid}`).toBeGreaterThanOrEqual(0);
    }
    for (const frame of g.stacks.flat()) {
      expect(frame.function).toMatch(
        /^(?:[^\s(]+(?:\(\*[^\s()]+\)\S*)?|non-Go function|\.\.\.(?:\d+|additional) frames elided\.\.\.)$/,
      );
      expect(frame.file).not.toMatch(/\+0x|\bpc=|\t/);
    }
  });

  it('sees waits in minutes, the thread lock and both created-by forms', () => {
    for (const version of GO_VERSIONS) {
      const g = read(fixture(`goroutine/${version}/goroutine.debug2.txt`));
      expect([...g.waitMinutes].filter((m) => m === 1).length).toBeGreaterThan(50);
      expect([...g.flags].filter((f) => (f & GOROUTINE_FLAGS.locked) !== 0).length).toBeGreaterThanOrEqual(1);
      const known = [...g.creatorGoid].filter((goid) => goid > 0).length;
      if (version === 'go1.19') expect(known).toBe(0);
      else expect(known).toBeGreaterThan(50);
    }
  });

  it('reads labels that hold brackets, quotes and other scripts', () => {
    const g = read(fixture('goroutine/go1.26/debug-flags/goroutine.debug2.txt'));
    expect(g.labelSets).toContainEqual({ handler: 'Report', sweep: 'a]b' });
    expect(g.labelSets).toContainEqual({ quoted: 'say "hi"\n\\ }:', utf8: '配置 é' });
    // The frames of ancestors are not frames of the goroutine.
    const plain = read(fixture('goroutine/go1.26/goroutine.debug2.txt'));
    expect(Math.max(...g.stacks.map((s) => s.length))).toBe(Math.max(...plain.stacks.map((s) => s.length)));
  });

  it('gives one stack to goroutines that differ in arguments alone', () => {
    const g = read(fixture('goroutine/go1.26/goroutine.debug2.txt'));
    const watch = g.stacks.filter((s) => s[0]?.function.includes('(*Loader).Refresh.func1'));
    expect(watch).toHaveLength(1);
    expect(watch[0]![0]).toMatchObject({ line: 18 });
    expect(
      g.stacks.some((s) => s.some((f) => /^\.\.\.(?:\d+|additional) frames elided\.\.\.$/.test(f.function))),
    ).toBe(true);
  });

  it.each(files)('%s: cut anywhere, it gives what was whole', (path) => {
    const bytes = fixture(path);
    const whole = shown(read(bytes));
    for (const cut of cutsOf(bytes.length)) {
      const parsed = parseDump(bytes.subarray(0, cut));
      if (!parsed.ok) continue;
      const rows = shown(parsed.value);
      expect(rows.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, rows.length - 1)));
      const last = rows.at(-1)!;
      expect(whole[rows.length - 1]).toMatchObject({ goid: last.goid, state: last.state });
      // The last one may lack frames, but has none that it had not.
      expect(whole[rows.length - 1]!.stack.slice(0, last.stack.length)).toEqual(last.stack);
      if (cut < bytes.length && bytes[cut - 1] !== 10) expect(parsed.value.truncated).toBe(true);
    }
  });
});

describe('forms of a dump', () => {
  it('reads the whole grammar of a block', () => {
    const g = read(text(...WATCH));
    expect(shown(g)).toEqual([
      {
        goid: 7,
        state: 'chan receive',
        minutes: 12,
        flags: 0,
        labels: null,
        stack: ['collect_svr/config.(*Loader).Watch.func1 /src/config/rainbow.go:72'],
        creator: 'collect_svr/config.(*Loader).Watch /src/config/rainbow.go:70',
        creatorGoid: 1,
      },
    ]);
  });

  it('reads gp=, m=, mp= before the state, and fp=, sp=, pc= behind the place', () => {
    const g = read(
      text(
        'goroutine 18 gp=0xc000102380 m=nil [chan receive]:',
        'runtime.gopark(0x0?, 0x0?)',
        '\t/usr/local/go/src/runtime/proc.go:461 +0xce fp=0xc000 sp=0xc001 pc=0x48',
        '',
        'goroutine 0 gp=0xb31120 m=0 mp=0xb32300 [idle]:',
        'runtime.mPark(...)',
        '\t/usr/local/go/src/runtime/proc.go:1967',
      ),
    );
    expect(shown(g).map((r) => [r.goid, r.state, r.stack])).toEqual([
      [18, 'chan receive', ['runtime.gopark /usr/local/go/src/runtime/proc.go:461']],
      [0, 'idle', ['runtime.mPark /usr/local/go/src/runtime/proc.go:1967']],
    ]);
  });

  it('reads drives, blanks in paths, cgo frames, and stacks that are not to be had', () => {
    const g = read(
      text(
        'goroutine 1 [syscall]:',
        'runtime.cgocall(0x1, 0x2)',
        '\tC:/Program Files/Go/src/runtime/cgocall.go:157 +0x3f',
        'do_work',
        '\t/src/c code/work.c:12 pc=0x4a1',
        'non-Go function',
        '\tpc=0x4a2',
        'non-Go function at pc=4a3',
        'main.main()',
        '\tC:/src/main.go:9 +0x1d',
        '',
        'goroutine 2 [running]:',
        '\tgoroutine running on other thread; stack unavailable',
        'created by main.main in goroutine 1',
        '\tC:/src/main.go:8 +0x1d',
      ),
    );
    expect(shown(g).map((r) => [r.stack, r.creator])).toEqual([
      [
        [
          'runtime.cgocall C:/Program Files/Go/src/runtime/cgocall.go:157',
          'do_work /src/c code/work.c:12',
          'non-Go function :0',
          'non-Go function :0',
          'main.main C:/src/main.go:9',
        ],
        null,
      ],
      [[], 'main.main C:/src/main.go:8'],
    ]);
    expect(g.truncated).toBe(false);
  });

  it('keeps the frames of ancestors and of registers out', () => {
    const g = read(
      text(
        'SIGQUIT: quit',
        'PC=0x4923e1 m=0 sigcode=0',
        '',
        ...WATCH,
        '[originating from goroutine 1]:',
        'main.main(...)',
        '\t/src/main.go:10 +0x12',
        'created by main.other',
        '\t/src/other.go:11 +0x12',
        '...additional frames elided...',
        '',
        'rax    0xca',
        'exit status 2',
      ),
    );
    expect(shown(g)).toEqual(shown(read(text(...WATCH))));
  });

  it('does not care for CRLF, a byte order mark, UTF-16 or lost empty lines', () => {
    const two = [...WATCH, '', ...WATCH.with(0, 'goroutine 9 [select]:')];
    const expected = shown(read(text(...two)));
    expect(expected).toHaveLength(2);
    expect(shown(read(two.join('\r\n') + '\r\n'))).toEqual(expected);
    expect(shown(read(`\uFEFF${text(...two)}`))).toEqual(expected);
    expect(shown(read(text(...two.filter((line) => line !== ''))))).toEqual(expected);
    const utf16 = new Uint8Array(Buffer.from(`\uFEFF${text(...two)}`, 'utf16le'));
    expect(shown(read(utf16))).toEqual(expected);
  });

  it('skips other lines of a log, between blocks and within', () => {
    const noisy = WATCH.flatMap((line) => [
      line,
      '2025/05/12 11:36:06 GET /report (200)',
      'level=info msg="a (b)"',
    ]);
    expect(shown(read(text('starting (pid 1)', ...noisy, 'bye')))).toEqual(shown(read(text(...WATCH))));
  });

  it('flags an end within a line, within a frame, or at the length at which Go cuts', () => {
    expect(read(text(...WATCH)).truncated).toBe(false);
    expect(read(text(...WATCH).trimEnd()).truncated).toBe(true);
    expect(read(text(...WATCH.slice(0, 2))).truncated).toBe(true);
    expect(read(text(...WATCH.slice(0, 4))).truncated).toBe(true);
    expect(read(text(...WATCH, '', WATCH[0]!)).truncated).toBe(true);
  });

  it('flags a dump of the length at which Go cuts, though it ends with a goroutine', () => {
    const block = bytesOf(text(...WATCH));
    const ofLength = (length: number): Uint8Array => {
      const bytes = new Uint8Array(length).fill(0x20);
      bytes.set(block);
      bytes[length - block.length - 1] = 0x0a;
      bytes.set(block, length - block.length);
      return bytes;
    };
    const cut = read(ofLength(GO_DUMP_LIMIT_BYTES));
    expect({ length: cut.length, truncated: cut.truncated }).toEqual({ length: 2, truncated: true });
    expect(read(ofLength(GO_DUMP_LIMIT_BYTES - 1)).truncated).toBe(false);
  });

  it('does not take a header for one that was cut where the wait of the other begins', () => {
    const text = 'goroutine 1 [select\n\ngoroutine 2 [select, 3 minutes]:\nmain.f()\n\t/f.go:1\n';
    expect(shown(read(text))).toMatchObject([{ goid: 2, state: 'select', minutes: 3 }]);
  });

  it('does not take a number that was cut for a line', () => {
    const g = read('goroutine 7 [running]:\nmain.f(0x1)\n\t/src/f.go:12');
    expect(g.stacks).toEqual([[]]);
    expect(g.truncated).toBe(true);
  });

  it.each([
    ['', 'empty'],
    ['404 page not found\n', 'malformed'],
    ['goroutine profile: total 3\n1 @ 0x1\n', 'malformed'],
    ['the goroutine 7 [sic', 'malformed'],
  ])('refuses %j', (bytes, code) => {
    const parsed = parseDump(bytesOf(bytes));
    expect(parsed.ok ? null : parsed.error.code).toBe(code);
  });

  it('never fails on bytes of any kind', () => {
    const pieces = fc.oneof(
      fc.constantFrom(
        ...WATCH,
        '',
        '\t',
        '\r',
        'goroutine 1 [',
        '[originating from goroutine 1]:',
        '...3 frames elided...',
        'f(',
        ')',
        'created by ',
        '{"log":"goroutine 1 [running]:\\n"}',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(pieces), fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const parsed = parseDump(bytesOf(lines.join(end)));
        if (parsed.ok) expect(parsed.value.total).toBe(parsed.value.length);
      }),
      { seed: 7, numRuns: 400 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void parseDump(bytes)),
      { seed: 7, numRuns: 200 },
    );
  });
});

describe('without stacks', () => {
  const compare = (from: string | Uint8Array): void => {
    const bytes = typeof from === 'string' ? bytesOf(from) : from;
    const whole = parseDump(bytes);
    const states = parseDump(bytes, { stacks: false });
    expect(states.ok).toBe(whole.ok);
    if (!whole.ok || !states.ok) {
      expect(states).toEqual(whole);
      return;
    }
    expect(kindsOf(states.value)).toEqual(kindsOf(whole.value));
    expect(states.value.total).toBe(whole.value.total);
    expect(states.value.truncated).toBe(whole.value.truncated);
    expect(states.value.stacks).toEqual([[]]);
    expect(states.value.creators).toEqual([]);
  };

  it.each(GO_VERSIONS)('counts of %s what the whole reading shows one by one', (version) => {
    const bytes = fixture(`goroutine/${version}/goroutine.debug2.txt`);
    compare(bytes);
    for (const cut of cutsOf(bytes.length)) compare(bytes.subarray(0, cut));
  });

  it('does so in a log, after SIGQUIT, and where brackets stand elsewhere', () => {
    const story = dumpText({ goroutines: 200 });
    compare(story.replaceAll('\n', '\r\n'));
    compare(story.replaceAll(/^/gm, '2025-05-12T11:36:06Z [pod/a] '));
    compare(story.replaceAll('(0x', '([...]0x'));
    compare(story.replaceAll(/^created/gm, '[originating from goroutine 7]:\n[x] goroutine 9 [no]\ncreated'));
    compare(fixture('goroutine/go1.26/sigquit-system.txt'));
    compare(fixture('goroutine/go1.19/sigquit-system.txt'));
  });

  it('does so with any lines', () => {
    const lines = fc.constantFrom(
      'goroutine 1 [running]:',
      'goroutine 2 [select, 3 minutes]:',
      'goroutine 3 [select, 3 minutes, locked to thread]:',
      'goroutine 4 [chan receive, 0123456789 minutes]:',
      'goroutine 5 [chan receive, 7 minutes]: [',
      'goroutine 6 gp=0xc000 m=nil [IO wait, 12 minutes]:',
      'goroutine 7 gp=0xc000 without',
      'goroutine 8 [, 3 minutes]:',
      'goroutine 9 [sleep, 4 minutes] labels:{"a": "b, 5 minutes]:',
      'goroutine 10 [a], 5 minutes]:',
      ' goroutine 11 [running]:',
      'main.f[...](0x1)',
      '\t/src/main.go:12 +0x1d',
      '[[goroutine 12 [running]:',
      'goroutine 13 gp=0xc[000 m=nil [running]:',
      'goroutine 14 gp=0xc000 m=[ [running]:',
      'a [goroutine 15 [running]:',
      'created by main.main in goroutine 1',
      '',
    );
    fc.assert(
      fc.property(fc.array(lines, { maxLength: 12 }), fc.constantFrom('', '\n'), (all, end) => {
        compare(`goroutine 1 [running]:\n${all.join('\n')}${end}`);
      }),
      { seed: 7, numRuns: 2000 },
    );
  });
});

describe('waits in minutes', () => {
  it('are read where they end a header as where something follows', () => {
    const waits = (header: string) =>
      shown(read(`${header}\nmain.f()\n\t/a.go:1 +0x1\n`)).map(({ state, minutes }) => [state, minutes]);
    const text = [1, 22, 999_999_999].map((n) => `goroutine ${n} [select, ${n} minutes]:`).join('\n');
    expect(waits(text)).toEqual([
      ['select', 1],
      ['select', 22],
      ['select', 999_999_999],
    ]);
    expect(waits('goroutine 1 [select, 5 minutes, locked to thread]:')).toEqual([['select', 5]]);
    expect(waits('goroutine 1 [select, 4 minutes, 5 minutes]:')).toEqual([['select', 5]]);
    // Without its comma it is a part of the reason.
    expect(waits('goroutine 1 [select 5 minutes]:')).toEqual([['select 5 minutes', -1]]);
    // More digits than any wait has: no minutes at all.
    expect(waits('goroutine 1 [select, 1234567890 minutes]:')).toEqual([['select', -1]]);
    expect(waits('goroutine 1 [select]:\n\ngoroutine 2 [select, 6 minutes]:')).toEqual([
      ['select', -1],
      ['select', 6],
    ]);
  });
});

describe('a dump of the story', () => {
  it('counts states as the shell pipeline does', () => {
    const g = read(dumpText({ goroutines: 30567 }));
    expect(stateCounts(g)).toEqual(STORY_STATES);
    expect(g.stacks).toHaveLength(10);
  });

  it('is read at the 64 MiB where Go cuts it, within twice its size of memory', () => {
    const bytes = dumpBytes(64 * 1024 * 1024);
    const before = process.memoryUsage();
    const g = read(bytes);
    const after = process.memoryUsage();
    expect(g.truncated).toBe(true);
    expect(g.total).toBeGreaterThan(150_000);
    expect(g.stacks.length).toBeLessThan(20);
    const grown = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
    expect(grown).toBeLessThan(128 * 1024 * 1024);
  });
});
