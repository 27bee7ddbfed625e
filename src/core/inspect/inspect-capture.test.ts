import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { captureFactsSchema } from '../../contract/domain';
import { bytesOf, cutsOf, fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import { dumpBytes, dumpText } from '../../../test/support/make-dump';
import { inspectCapture, type CaptureFacts } from './inspect-capture';

const facts = (from: string | Uint8Array): CaptureFacts => {
  const found = inspectCapture(typeof from === 'string' ? bytesOf(from) : from);
  if (!found.ok) throw new Error(found.error.message);
  expect(captureFactsSchema.parse(found.value)).toEqual(found.value);
  return found.value;
};
const problem = (from: string | Uint8Array) => {
  const found = inspectCapture(typeof from === 'string' ? bytesOf(from) : from);
  return found.ok ? found.value : found.error;
};

describe('inspectCapture on real captures', () => {
  it.each(GO_VERSIONS)('%s', (version) => {
    const of = (path: string) =>
      facts(fixture(`${path.startsWith('heap') ? 'memory' : 'goroutine'}/${version}/${path}`));
    const total = /1\.(19|21)/.test(version) ? 68 : 69;
    const plain = { timeMs: null, delta: null, truncated: false, buildId: null };
    expect(of('goroutine.debug1.txt')).toEqual({
      ...plain,
      kind: 'goroutine',
      encoding: 'text',
      total,
      unit: 'count',
    });
    expect(of('goroutine.debug2.txt')).toEqual({
      ...plain,
      kind: 'goroutine-dump',
      encoding: 'text',
      total,
      unit: 'count',
    });
    const goroutine = of('goroutine.debug0.pb.gz');
    expect(goroutine).toMatchObject({
      kind: 'goroutine',
      encoding: 'proto',
      total,
      unit: 'count',
      delta: null,
    });
    expect(new Date(goroutine.timeMs ?? NaN).getUTCFullYear()).toBe(2026);
    const heap = of('heap.debug0.pb.gz');
    expect(heap).toMatchObject({ kind: 'heap', encoding: 'proto', unit: 'bytes', delta: null });
    // The text holds raw samples of the same moment; scaled, they come to the same.
    const text = of('heap.debug1.txt');
    expect(text).toMatchObject({ kind: 'heap', encoding: 'text', unit: 'bytes', timeMs: null });
    expect(text.total).toBeGreaterThan(1_000_000);
    expect(Math.abs((text.total ?? NaN) - (heap.total ?? NaN))).toBeLessThan(0.001 * (heap.total ?? NaN));
  });

  it('survives cuts of any length', () => {
    for (const path of [
      'goroutine/go1.26/goroutine.debug0.pb.gz',
      'goroutine/go1.26/goroutine.debug1.txt',
      'memory/go1.26/heap.debug1.txt',
    ]) {
      const bytes = fixture(path);
      for (const cut of cutsOf(bytes.length)) {
        const found = inspectCapture(bytes.subarray(0, cut));
        if (!found.ok) expect(found.error.message).not.toBe('');
      }
    }
  });
});

describe('inspectCapture by what stands in the bytes', () => {
  it.each<[string, Partial<CaptureFacts>]>([
    [
      'goroutineleak profile: total 2\n2 @ 0x1 0x2\n#\t0x2\tmain.f+0x1\t/src/main.go:3\n\n',
      { kind: 'goroutineleak', total: 2 },
    ],
    ['threadcreate profile: total 9\n8 @ \n#\t0x0\n\n1 @ 0x1\n', { kind: 'threadcreate', total: 9 }],
    ['my.profile profile: total 4\n4 @ 0x1\n', { kind: 'my.profile', total: 4 }],
    [
      '--- contention:\ncycles/second=2000000000\n3000 2 @ 0x1\n1000 1 @ 0x2\n',
      { kind: 'block', total: 2000, unit: 'nanoseconds' },
    ],
    [
      '--- mutex:\ncycles/second=1000000000\nsampling period=5\n30 2 @ 0x1\n',
      { kind: 'mutex', total: 30, unit: 'nanoseconds' },
    ],
    [`go 1.99 trace\0\0\0\u0001\u0002`, { kind: 'trace', encoding: 'proto', total: null }],
    [
      `panic: boom\n\n${dumpText({ goroutines: 20 })}`,
      { kind: 'goroutine-dump', total: 20, truncated: false },
    ],
    [dumpText({ goroutines: 20 }).replaceAll(/^/gm, '[pod/a/b] '), { kind: 'goroutine-dump', total: 20 }],
    [
      JSON.stringify({ log: 'goroutine 1 [running]:\nmain.main()\n\t/a.go:1 +0x1\n' }) + '\n',
      { kind: 'goroutine-dump', total: 1 },
    ],
    [
      '\uFEFFgoroutine profile: total 1\r\n1 @ 0x1\r\n#\t0x1\tmain.f+0x1\t/a.go:1\r\n',
      { kind: 'goroutine', total: 1, truncated: false },
    ],
  ])('%j', (text, expected) => expect(facts(text)).toMatchObject(expected));

  it('reads a dump saved by PowerShell, in UTF-16', () => {
    expect(
      facts(new Uint8Array(Buffer.from(`\uFEFF${dumpText({ goroutines: 9 })}`, 'utf16le'))),
    ).toMatchObject({ kind: 'goroutine-dump', total: 9 });
  });

  it('flags what was cut', () => {
    expect(facts(dumpBytes(200_000)).truncated).toBe(true);
    expect(facts('goroutine profile: total 3\n1 @ 0x1\n').truncated).toBe(true);
    expect(facts('--- mutex:\ncycles/second=10\n30 2 @ 0x').truncated).toBe(true);
  });

  it.each([
    ['', 'empty', 'empty'],
    ['<!DOCTYPE html>\n<html><head><title>\n  Sign in ·  SSO </title>', 'html', '“Sign in · SSO”'],
    ['\n <html>\n', 'html', 'HTML'],
    ['{"error": "unauthorized"}', 'unsupported', 'JSON'],
    ['# HELP go_goroutines x\ngo_goroutines 4\n', 'unsupported', 'metrics'],
    ['404 page not found\n', 'unsupported', '“404 page not found”'],
    ['Could not enable CPU profiling: cpu profiling already in use\n', 'unsupported', 'already in use'],
    ['heap profile: nonsense\n', 'malformed', 'heap profile'],
  ])('refuses %j as %s', (text, code, words) => {
    const found = problem(text);
    expect(found).toMatchObject({ code });
    expect('message' in found && found.message).toContain(words);
  });

  it('refuses other binaries', () => {
    expect(problem(Uint8Array.of(0x1f, 0x8b, 8, 0))).toMatchObject({ code: 'unsupported' });
    expect(problem(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0))).toHaveProperty(
      'code',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void inspectCapture(bytes)),
      { seed: 7, numRuns: 300 },
    );
  });
});
