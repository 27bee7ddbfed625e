import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Progress } from '../../contract/progress';
import { FIXTURES, traceAnswers } from '../../../test/support/go-trace';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { groupCapture } from './job-goroutines';
import { summariseTrace } from './job-trace';
import { loadTrace } from './load-trace';

const folder = temporaryFolder('traces');
const fixture = (file: string): string => join(FIXTURES, file);
const { traces } = traceAnswers();
const generations = fixture('go1.26/generations.trace.gz');
const plain = gunzipSync(readFileSync(generations));
const written = (name: string, bytes: Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
};

describe('a trace in short', () => {
  it('names what is more in the other one', async () => {
    const report = await summariseTrace({
      path: fixture('go1.26/http.trace.gz'),
      other: fixture('go1.26/parked.trace.gz'),
    });
    expect(report).toMatchObject({
      ...{ version: '1.26', broken: null, events: traces['go1.26/http.trace.gz']!.events },
      other: { events: traces['go1.26/parked.trace.gz']!.events },
    });
    const [first, second, third] = report.compare ?? [];
    expect([first, second].map((row) => [row?.a, row?.b, row?.startFunction])).toEqual([
      [0, 10_000, 'example.org/collect/internal/pkg/config.(*appConfigLoaderRainbowImpl).Watch.func1'],
      [0, 10_000, 'example.org/collect/trpc-config-rainbow.(*KV).Watch.func1'],
    ]);
    expect(third?.b).toBeLessThan(10);
    expect(report.census.reduce((sum, { count }) => sum + count, 0)).toBeLessThan(100);
  });

  it('says when it began where the trace does', async () => {
    const { startMs, durationNs } = await summariseTrace({ path: generations, other: null });
    expect(new Date(startMs ?? 0).getUTCFullYear()).toBe(2026);
    expect(durationNs).toBeGreaterThan(1e6);
    const old = await summariseTrace({ path: fixture('go1.22/http.trace.gz'), other: null });
    expect(old.startMs).toBeNull();
  });
});

describe('the file of a trace', () => {
  it('may be gzipped or not', async () => {
    const path = written('plain.trace', plain);
    const told: Progress[] = [];
    const trace = await loadTrace(path, {}, (progress) => told.push(progress));
    expect(trace.events).toEqual((await loadTrace(generations)).events);
    expect(told.at(-1)).toEqual({ step: 'bytes', done: 1, all: 1 });
  });

  it('may end early, or be damaged, in its gzip: what was unpacked is there', async () => {
    const packed = gzipSync(plain);
    const short = await loadTrace(
      written('short.trace.gz', packed.subarray(0, Math.floor(packed.length * 0.8))),
    );
    expect(short.broken).toEqual({ code: 'truncated', message: 'the gzip data ends early' });
    expect(short.events.length).toBeGreaterThan(1000);
    const damaged = packed.slice();
    const middle = Math.floor(packed.length / 2);
    damaged.fill(0xff, middle, middle + 200);
    const { broken } = await loadTrace(written('damaged.trace.gz', damaged));
    expect(broken?.code).toBe('malformed');
  });

  it('has a bound once it is unpacked', async () => {
    const { broken, events } = await loadTrace(generations, { limit: plain.length - 1 });
    expect(broken?.code).toBe('too-large');
    expect(events.length).toBeGreaterThan(1000);
    expect((await loadTrace(generations, { limit: plain.length })).broken).toBeNull();
  });

  it('is named where it is none', async () => {
    await expect(loadTrace(join(folder, 'absent.trace'))).rejects.toThrow(/There is no file/);
    const text = written('text.trace', Buffer.from('not a trace, by far'));
    await expect(loadTrace(text)).rejects.toThrow(/text\.trace/);
    await expect(loadTrace(folder)).rejects.toThrow(/folder/);
  });

  it.skipIf(process.platform === 'win32')('may come through a pipe, gzipped or not', async () => {
    for (const [name, bytes] of [
      ['packed', gzipSync(plain)],
      ['plain', plain],
    ] as const) {
      const pipe = join(folder, `${name}.pipe`);
      execFileSync('mkfifo', [pipe]);
      const writing = writeFile(pipe, bytes);
      const { events, broken } = await loadTrace(pipe);
      await writing;
      expect([events.length, broken]).toEqual([traces['go1.26/generations.trace.gz']!.events, null]);
    }
  });

  it('is not read on once that is given up', async () => {
    const controller = new AbortController();
    controller.abort(new Error('given up'));
    await expect(loadTrace(generations, { signal: controller.signal })).rejects.toThrow('given up');
  });
});

describe('the goroutines of a trace', () => {
  it('are grouped as those of a dump are', async () => {
    const path = fixture('go1.26/parked.trace.gz');
    const bySite = await groupCapture({ path, by: 'site' });
    expect(bySite).toMatchObject({ statesInferred: false, saysLabels: false, truncated: false, delta: null });
    expect(bySite.groups.slice(0, 2).map(({ count, state }) => [count, state])).toEqual([
      [10_000, 'chan receive'],
      [10_000, 'chan receive'],
    ]);
    const byState = await groupCapture({
      path: written('parked.trace', gunzipSync(readFileSync(path))),
      by: 'state',
    });
    expect(byState.groups[0]).toMatchObject({ key: 'chan receive' });
    expect(byState.total).toBe(bySite.total);
  });

  it.skipIf(process.platform === 'win32')(
    'are not looked for in a pipe, which has no second look',
    async () => {
      const pipe = join(folder, 'dump.pipe');
      execFileSync('mkfifo', [pipe]);
      const writing = writeFile(pipe, 'goroutine 7 [select]:\nmain.main()\n\t/src/main.go:3 +0x1d\n');
      const { groups } = await groupCapture({ path: pipe, by: 'state' });
      await writing;
      expect(groups).toMatchObject([{ key: 'select', count: 1 }]);
    },
  );

  it('say who created those that were created in it', async () => {
    const { groups, saysCreators } = await groupCapture({
      path: fixture('go1.26/http.trace.gz'),
      by: 'creator',
    });
    expect(saysCreators).toBe(true);
    expect(groups.some(({ createdBy }) => createdBy !== null)).toBe(true);
  });

  it('are said to be cut where the trace is', async () => {
    const half = written('half.trace', plain.subarray(0, Math.floor(plain.length / 2)));
    expect((await groupCapture({ path: half, by: 'state' })).truncated).toBe(true);
  });
});
