// What the views show under filters is what `go tool pprof` prints with the same options. Asked of the jobs; the reports of
// the command line, which are held against pprof's recorded answers, say what is right, and so does this machine's pprof.
import { readFileSync, writeFileSync } from 'node:fs';
import path, { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIXTURES, findGoPprof } from '../../../test/support/go-pprof';
import { expectOk } from '../../../test/support/expect-ok';
import { fixture, ourAnswer } from '../../../test/support/pprof-answers';
import { goArguments, type Pair } from '../../../test/support/pprof-pairs';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { FLAME_CHANGES } from '../../contract/analysis';
import { unpackFlame } from '../../contract/flame-table';
import { DIFF_BASE_LABEL } from '../../core/pprof/aggregate';
import { decodeProfile } from '../../core/pprof/decode';
import { scaleValues } from '../../core/pprof/align';
import { combineProfiles } from '../../core/pprof/combine';
import { encodeProfile } from '../../core/pprof/encode';
import { flameMatches } from '../../core/layout/flame-layout';
import {
  NO_FILTERS,
  combineFilters,
  type Filter,
  type FilterQuestion,
} from '../../core/pprof/filter/filters';
import { pickSamples } from '../../core/pprof/pick-samples';
import { flameValue } from '../../core/pprof/flame-tree';
import type { Profile } from '../../core/pprof/profile';
import { compareCaptures } from './job-compare';
import { exportCapture, exportDifference } from './job-export';
import { flameOfCapture, flameOfTwo } from './job-flame';
import { tableOfCapture } from './job-profile';
import { unpack } from './read-capture';

type Chips = Readonly<Partial<Record<Filter['kind'], string | readonly string[]>>>;
const question = (chips: Chips): FilterQuestion =>
  combineFilters(
    Object.entries(chips).flatMap(([kind, patterns]) =>
      [patterns].flat().map((pattern) => ({ kind: kind as Filter['kind'], pattern, enabled: true })),
    ),
  ).question;

const pathOf = (file: string): string => path.join(FIXTURES, file);
const HEAP = ['go1.26/heap-1.pb.gz', 'go1.26/heap-2.pb.gz'] as const;
const GOROUTINES = ['go1.26/goroutine-1.pb.gz', 'go1.26/goroutine-2.pb.gz'] as const;

const ON_NAMES: readonly Chips[] = [
  { focus: 'main\\.' },
  { focus: ['net/http', 'main\\.'], ignore: 'encoding' },
  { hide: ['^runtime\\.', 'sync'] },
  { show: '^main\\.' },
  { show_from: 'main\\.' },
  { prune_from: 'main\\.' },
  { focus: '(?i)MAIN', hide: 'main\\.main$', show_from: '.', prune_from: 'json' },
  { ignore: 'nothing at all' },
  { focus: 'nothing at all' },
];
const ON_LABELS: readonly Chips[] = [
  { tagfocus: 'job=config' },
  { tagignore: 'job=config,stream', taghide: 'shard' },
  { tagroot: ['job', 'shard'] },
  { tagleaf: 'job', tagshow: 'job', focus: 'main' },
];
const ON_SIZES: readonly Chips[] = [{ tagfocus: 'bytes=1kb:64kb', tagroot: 'bytes' }, { tagignore: ':1kb' }];
const CASES = [
  ...[...ON_NAMES, ...ON_SIZES].map((chips) => [HEAP, chips] as const),
  ...[...ON_NAMES, ...ON_LABELS].map((chips) => [GOROUTINES, chips] as const),
];

/** `flat cum name` of each row of a report whose values are in the profile's own unit. */
function numbers(report: string): string[] {
  const rows = report.split('\n').slice(report.split('\n').findIndex((line) => /^\s+flat /.test(line)) + 1);
  return rows.flatMap((line) => {
    const found = /^\s*(-?\d+)\S*\s+\S+\s+\S+\s+(-?\d+)\S*\s+\S+ {2}(.*?)(?: \((?:partial-)?inline\))?$/.exec(
      line,
    );
    return found === null ? [] : [`${found[1]} ${found[2]} ${found[3]}`];
  });
}
const asked = (files: readonly string[], { options }: FilterQuestion, ...more: string[]): Pair => ({
  report: 'top',
  args: ['-trim=false', '-unit=bytes', ...Object.entries(options).map(([k, v]) => `-${k}=${v}`), ...more],
  files,
});
const written = (rows: readonly { flat: number; cum: number; function: string }[]): string[] =>
  rows.map(({ flat, cum, function: name }) => `${flat} ${cum} ${name}`);

/** Of other formats. */
const NO_GRAPH = { nodeCount: 80, nodeFraction: 0, edgeFraction: 0, unit: 'minimum' as const };
const pprof = findGoPprof();
const folder = temporaryFolder('filtered');
const read = (bytes: Uint8Array): Profile => expectOk(decodeProfile(expectOk(unpack(bytes))));

describe('filters', () => {
  it.each(CASES)(
    'of %j by %j give the numbers of pprof, in table, flame graph and file',
    async (files, chips) => {
      const [, file] = files;
      const filters = question(chips);
      const pair = asked([file], filters);
      const right = numbers(ourAnswer(pair, fixture));
      if (pprof !== null) expect(right).toEqual(numbers((await pprof.ask(goArguments(pair, pathOf))) ?? ''));

      const table = await tableOfCapture({ files: [pathOf(file)], filters });
      expect(written(table.rows)).toEqual(right);

      const { bytes } = await flameOfCapture({
        files: [pathOf(file)],
        filters,
        order: 'callees',
        pivot: null,
      });
      const flame = unpackFlame(bytes);
      expect(flame.total).toBe(table.total);
      for (const { function: name, cum } of table.rows) {
        const wanted = Uint8Array.from(flame.frames, (frame) => Number(frame.function === name));
        expect([name, flameMatches(flame.tree, wanted).value]).toEqual([name, cum]);
      }

      const saved = await exportCapture({
        files: [pathOf(file)],
        filters,
        format: 'pprof',
        name: '',
        pivot: null,
        graph: NO_GRAPH,
      });
      // What nothing is left of can be asked nothing of either.
      const plain = asked(['saved'], NO_FILTERS);
      expect(numbers(ourAnswer(plain, () => read(saved)))).toEqual(right);
      if (pprof !== null && right.length > 0) {
        const name = join(folder, 'saved.pb.gz');
        writeFileSync(name, saved);
        expect(numbers((await pprof.ask(goArguments(plain, () => name))) ?? '')).toEqual(right);
      }
    },
  );

  it.each(CASES)('of the difference of %j by %j give the numbers of -base', async (both, chips) => {
    const filters = question(chips);
    const pair = asked([both[1]], filters, `-base=${both[0]}`);
    const right = numbers(ourAnswer(pair, fixture));
    if (pprof !== null) expect(right).toEqual(numbers((await pprof.ask(goArguments(pair, pathOf))) ?? ''));

    const files = { fileA: pathOf(both[0]), fileB: pathOf(both[1]) };
    const whole = { normalize: false, only: 'all', name: '', pivot: null, graph: NO_GRAPH } as const;
    const saved = await exportDifference({ ...files, ...whole, filters, format: 'pprof' });
    expect(numbers(ourAnswer(asked(['saved'], NO_FILTERS), () => read(saved)))).toEqual(right);
    // Its samples are those of -base: of both sides together, and not marked as of the base.
    expect(read(saved).strings).not.toContain(DIFF_BASE_LABEL.key);

    const folded = await exportDifference({ ...files, ...whole, filters, format: 'collapsed' });
    const changes = new TextDecoder().decode(folded).matchAll(/ (\d+) (\d+)$/gm);
    const change = [...changes].reduce((sum, [, a, b]) => sum + Number(b) - Number(a), 0);

    const asks = { order: 'callees', pivot: null, normalize: false, only: 'all' } as const;
    const flame = unpackFlame((await flameOfTwo({ ...files, ...asks, filters })).bytes);
    for (const row of right) {
      const [, cum, name] = /^\S+ (\S+) (.*)$/.exec(row) ?? [];
      const wanted = Uint8Array.from(flame.frames, (frame) => Number(frame.function === name));
      expect([name, flameMatches(flame.tree, wanted).value]).toEqual([name, Number(cum)]);
    }

    const table = await compareCaptures({ ...files, kind: 'custom', filters });
    for (const [side, flat, cum] of [
      [both[0], 'flatA', 'cumA'],
      [both[1], 'flatB', 'cumB'],
    ] as const) {
      const there = table.rows.map((row) => `${row[flat]} ${row[cum]} ${row.function}`);
      for (const row of numbers(ourAnswer(asked([side], filters), fixture))) expect(there).toContain(row);
    }
    // A sample without a stack is in no row.
    const rootless = flameValue(flame.tree, 0) - (flame.tree.self[0] ?? 0);
    expect(table.totalB - table.totalA).toBe(rootless);
    expect(change).toBe(flameValue(flame.tree, 0));
  });

  it.each(FLAME_CHANGES.flatMap((only) => [false, true].map((normalize) => [only, normalize] as const)))(
    'saves of a difference what is shown of it: %s, normalised %s',
    async (only, normalize) => {
      const [heaps, goroutines] = [HEAP, GOROUTINES].map((files) => files.map(pathOf));
      // Counts of one, beside one so large that they are less than half of one on the other's scale.
      const crowded = join(folder, 'crowded.pb.gz');
      const second = fixture(GOROUTINES[1]);
      const one = Uint8Array.from(second.samples.values[0]?.numbers ?? [], (_, i) => Number(i === 0));
      const crowd = scaleValues(pickSamples(second, one), [10_000]);
      writeFileSync(crowded, encodeProfile(expectOk(combineProfiles([second, crowd]))));
      const pairs = [heaps, goroutines, [crowded, pathOf(GOROUTINES[0])]];
      let boxes = 0;
      // Forwards and back, so that there is something new, and something gone.
      for (const [fileA = '', fileB = ''] of pairs.flatMap((pair = []) => [pair, pair.toReversed()])) {
        // The second changes more each time that it is applied.
        for (const chips of fileA === heaps?.[0]
          ? [{ hide: '^runtime\\.' }]
          : [{ hide: '^runtime\\.' }, { tagroot: 'job' }]) {
          const asks = { fileA, fileB, filters: question(chips), only, normalize };
          const flame = unpackFlame((await flameOfTwo({ ...asks, order: 'callees', pivot: null })).bytes);
          const saved = read(
            await exportDifference({ ...asks, format: 'pprof', name: '', pivot: null, graph: NO_GRAPH }),
          );
          const rows = numbers(ourAnswer(asked(['saved'], NO_FILTERS), () => saved));
          const savedCum = new Map(
            rows.map((row) => [row.split(' ').slice(2).join(' '), Number(row.split(' ')[1])]),
          );
          const folded = await exportDifference({
            ...asks,
            format: 'collapsed',
            name: '',
            pivot: null,
            graph: NO_GRAPH,
          });
          expect(new TextDecoder().decode(folded)).not.toMatch(/^([^;\n]+);\1;/m);
          // Whole numbers where a base that is scaled has fractions: half of one for each sample.
          const slack = normalize ? read(readFileSync(fileA)).samples.length / 2 : 0;
          const drawn = new Set([...flame.tree.frame].slice(1));
          const differing = flame.frames.flatMap(({ function: name }, row) => {
            const wanted = Uint8Array.from(flame.frames, (_, i) => Number(i === row));
            const cum = flameMatches(flame.tree, wanted).value;
            const isRight = Math.abs((savedCum.get(name) ?? 0) - cum) <= slack;
            return isRight && (drawn.has(row) || !savedCum.has(name))
              ? []
              : [[name, savedCum.get(name), cum]];
          });
          expect([fileA, chips, differing]).toEqual([fileA, chips, []]);
          boxes += flame.tree.length - 1;
        }
      }
      expect(boxes).toBeGreaterThan(0);
    },
  );

  it.each([{}, { hide: '^runtime\\.' }, { ignore: 'json' }] as const)(
    'saves around a function what the flame graph around it has, by %j',
    async (chips) => {
      const [fileA, fileB] = HEAP.map(pathOf) as [string, string];
      const filters = question(chips);
      const pivot = 'main.grow';
      const focused = question({ ...chips, focus: '^main\\.grow$' });
      const common = { filters, pivot, name: '', graph: NO_GRAPH } as const;
      const savedTop = async (saved: Uint8Array): Promise<string[]> => {
        const plain = asked(['saved'], NO_FILTERS);
        const rows = numbers(ourAnswer(plain, () => read(saved)));
        if (pprof !== null) {
          const name = join(folder, 'around.pb.gz');
          writeFileSync(name, saved);
          expect(numbers((await pprof.ask(goArguments(plain, () => name))) ?? '')).toEqual(rows);
        }
        return rows;
      };
      const cumOf = (rows: readonly string[]): number =>
        Number(rows.find((row) => row.endsWith(` ${pivot}`))?.split(' ')[1]);
      const lastSum = (text: Uint8Array, pattern: RegExp): number =>
        [...new TextDecoder().decode(text).matchAll(pattern)].reduce(
          (sum, [, one, other]) => sum + (other === undefined ? Number(one) : Number(other) - Number(one)),
          0,
        );

      const whole = { files: [fileB], ...common };
      const flame = unpackFlame((await flameOfCapture({ ...whole, order: 'callees' })).bytes);
      const rows = await savedTop(await exportCapture({ ...whole, format: 'pprof' }));
      expect(rows).toEqual(numbers(ourAnswer(asked([HEAP[1]], focused), fixture)));
      expect(cumOf(rows)).toBe(flameValue(flame.tree, 0));
      expect(flameValue(flame.tree, 0)).toBeGreaterThan(0);
      expect(flameValue(flame.tree, 0)).toBeLessThan(flame.total);
      const folded = await exportCapture({ ...whole, format: 'collapsed' });
      expect(lastSum(folded, / (\d+)$/gm)).toBe(flameValue(flame.tree, 0));

      for (const only of FLAME_CHANGES.slice(0, 2)) {
        const two = { fileA, fileB, ...common, normalize: false, only };
        const drawn = unpackFlame((await flameOfTwo({ ...two, order: 'callers' })).bytes);
        const change = flameValue(drawn.tree, 0);
        expect(cumOf(await savedTop(await exportDifference({ ...two, format: 'pprof' })))).toBe(change);
        const sides = await exportDifference({ ...two, format: 'collapsed' });
        expect(lastSum(sides, / (\d+) (\d+)$/gm)).toBe(change);
      }
    },
  );

  it('scales all sample types of a normalised difference, as -normalize does', async () => {
    const [a, b] = HEAP.map(fixture);
    const asks = {
      fileA: pathOf(HEAP[0]),
      fileB: pathOf(HEAP[1]),
      filters: NO_FILTERS,
      only: 'all',
    } as const;
    const saved = read(
      await exportDifference({
        ...asks,
        normalize: true,
        format: 'pprof',
        name: '',
        pivot: null,
        graph: NO_GRAPH,
      }),
    );
    for (const [type, { numbers: values }] of saved.samples.values.entries()) {
      const sum = (of: ArrayLike<number>): number => Array.from(of).reduce((all, value) => all + value, 0);
      // Nothing but what is lost in whole numbers: shares of A against shares of B.
      expect(Math.abs(sum(values))).toBeLessThanOrEqual((a?.samples.length ?? 0) / 2);
      expect(sum(b?.samples.values[type]?.numbers ?? [])).toBeGreaterThan(0);
    }
  });

  it('give a file of what drop_frames has left, that asks for no frames to be dropped again', async () => {
    const asks = { dropFrames: 'runtime.*', keepFrames: 'runtime\\.selectgo' };
    const file = join(folder, 'drops.pb.gz');
    writeFileSync(file, encodeProfile({ ...fixture(GOROUTINES[1]), ...asks }));
    // The frame of the label stands outside of what could not be dropped for lack of one.
    const filters = question({ tagroot: 'job', tagfocus: 'job=.' });
    const pair = asked(['drops'], filters);
    const right = [
      '15 15 runtime.selectgo',
      '0 12 config',
      '0 15 main.(*watcher).watch',
      '0 15 main.park.func1',
      '0 15 runtime/pprof.Do',
      '0 3 stream',
    ];
    expect(numbers(ourAnswer(pair, () => read(readFileSync(file))))).toEqual(right);
    if (pprof !== null)
      expect(numbers((await pprof.ask(goArguments(pair, () => file))) ?? '')).toEqual(right);

    const saved = await exportCapture({
      files: [file],
      filters,
      format: 'pprof',
      name: '',
      pivot: null,
      graph: NO_GRAPH,
    });
    const plain = asked(['saved'], NO_FILTERS);
    expect(numbers(ourAnswer(plain, () => read(saved)))).toEqual(right);
    if (pprof !== null) {
      const name = join(folder, 'dropped.pb.gz');
      writeFileSync(name, saved);
      expect(numbers((await pprof.ask(goArguments(plain, () => name))) ?? '')).toEqual(right);
    }
  });

  it('say how much stays, by sample type, and what matched nothing', async () => {
    const filters = question({ focus: 'main\\.', ignore: 'nothing at all' });
    const { filtered, total } = await tableOfCapture({ files: [pathOf(HEAP[1])], filters });
    const [stay] = filtered?.stays ?? [];
    expect(filtered).toMatchObject({ ownPattern: null, idle: ['ignore'] });
    expect(stay?.samples).toBeGreaterThan(0);
    expect(stay?.samples).toBeLessThan(stay?.allSamples ?? 0);
    expect(stay?.values.map(({ type }) => type)).toEqual([
      'alloc_objects',
      'alloc_space',
      'inuse_objects',
      'inuse_space',
    ]);
    const inuse = stay?.values.at(-1);
    expect(inuse?.all).toBe(total);
    const only = await tableOfCapture({ files: [pathOf(HEAP[1])], filters });
    expect(inuse?.value).toBe(only.rows.reduce((sum, row) => sum + row.flat, 0));
    expect((await tableOfCapture({ files: [pathOf(HEAP[1])], filters: NO_FILTERS })).filtered).toBeNull();
  });

  it('to own code are -show of an expression, which is told', async () => {
    const own = await tableOfCapture({ files: [pathOf(HEAP[1])], filters: question({ own: '' }) });
    const pattern = own.filtered?.ownPattern ?? '';
    expect(pattern).toMatch(/^\^\(\?:main\\\./);
    expect(own.rows.length).toBeGreaterThan(0);
    expect(own.rows.every((row) => row.own)).toBe(true);
    expect(written(own.rows)).toEqual(
      numbers(ourAnswer(asked([HEAP[1]], question({ show: pattern })), fixture)),
    );
    const more = await tableOfCapture({
      files: [pathOf(HEAP[1])],
      filters: question({ own: '', show: 'net/http' }),
    });
    const both = question({ show: ['net/http', pattern] });
    expect(written(more.rows)).toEqual(numbers(ourAnswer(asked([HEAP[1]], both), fixture)));
  });

  it('that cannot be read fail the question, in a sentence', async () => {
    const filters: FilterQuestion = { options: { focus: '(' }, ownOnly: false };
    await expect(tableOfCapture({ files: [pathOf(HEAP[1])], filters })).rejects.toThrow(
      'Missing closing ) in -focus=(',
    );
  });

  it('leave goroutines their stacks, and the states that their whole stacks tell', async () => {
    const files = { fileA: pathOf(GOROUTINES[0]), fileB: pathOf(GOROUTINES[1]), kind: 'goroutine' };
    const all = await compareCaptures({ ...files, filters: NO_FILTERS });
    const focused = await compareCaptures({ ...files, filters: question({ focus: 'main\\.' }) });
    expect(focused.stacks.length).toBeGreaterThan(0);
    expect(focused.stacks.length).toBeLessThan(all.stacks.length);
    for (const stack of focused.stacks) expect(all.stacks).toContainEqual(stack);
    const own = await compareCaptures({ ...files, filters: question({ own: '' }) });
    expect(
      own.stacks.flatMap(({ stack }) => stack).every((frame) => frame.function.startsWith('main.')),
    ).toBe(true);
    const states = (of: typeof own): string[] => [...new Set(of.stacks.map(({ state }) => state ?? ''))];
    expect(states(own)).toEqual(['select']);
    expect(states(all)).toEqual(expect.arrayContaining(states(own)));
    expect(own.totalB).toBe(own.filtered?.stays[1]?.values[0]?.value);
  });
});
