import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryNumbersSchema } from '../../contract/domain';
import { bytesOf, cutsOf, fixture, GO_VERSIONS } from '../../../test/support/goroutine-fixtures';
import type { FormatError, Result } from '../base/result';
import type { MemoryNumbers } from './memory-numbers';
import { parseMemStats } from './parse-memstats';
import { parseMetrics } from './parse-metrics';
import { parseVars } from './parse-vars';

type Parser = (bytes: Uint8Array) => Result<MemoryNumbers, FormatError>;
const numbers = (parse: Parser, from: string | Uint8Array): MemoryNumbers => {
  const parsed = parse(typeof from === 'string' ? bytesOf(from) : from);
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(memoryNumbersSchema.parse(parsed.value)).toEqual(parsed.value);
  return parsed.value;
};
const code = (parse: Parser, from: string): string | null => {
  const parsed = parse(bytesOf(from));
  return parsed.ok ? null : parsed.error.code;
};

/** What any source gives must hold together. */
const expectSound = (of: MemoryNumbers): void => {
  const {
    heapAllocBytes = NaN,
    heapInuseBytes = NaN,
    heapIdleBytes = NaN,
    heapReleasedBytes = NaN,
    sysBytes = NaN,
  } = of;
  expect(heapAllocBytes).toBeLessThanOrEqual(heapInuseBytes);
  expect(heapReleasedBytes).toBeLessThanOrEqual(heapIdleBytes);
  expect(heapInuseBytes + heapIdleBytes + (of.stackInuseBytes ?? NaN)).toBeLessThanOrEqual(sysBytes);
  expect(of.totalAllocBytes).toBeGreaterThanOrEqual(heapAllocBytes);
};

const numbersUpTo = (cut: MemoryNumbers, whole: MemoryNumbers): void => {
  for (const [field, value] of Object.entries(cut))
    expect([field, value]).toEqual([field, whole[field as keyof MemoryNumbers]]);
};

describe('parseMemStats', () => {
  it.each(GO_VERSIONS)('%s: the tail of heap?debug=1', (version) => {
    const bytes = fixture(`memory/${version}/heap.debug1.txt`);
    const of = numbers(parseMemStats, bytes);
    expectSound(of);
    expect(of).toMatchObject({
      source: 'memstats',
      numGc: expect.any(Number),
      nextGcBytes: expect.any(Number),
      mallocs: expect.any(Number),
    });
    expect(of.maxRssBytes).toBeGreaterThan(of.heapInuseBytes ?? NaN);
    expect(of).not.toHaveProperty('rssBytes');
    for (const cut of cutsOf(bytes.length)) {
      const parsed = parseMemStats(bytes.subarray(0, cut));
      if (parsed.ok) numbersUpTo(parsed.value, of);
    }
  });

  it('reads the numbers that stand there', () => {
    expect(
      numbers(
        parseMemStats,
        '# runtime.MemStats\n# HeapAlloc = 1\n# Stack = 753664 / 900000\n# NumGC = 4\n# GCCPUFraction = 0.1\n# MaxRSS = 12271616\n',
      ),
    ).toEqual({
      source: 'memstats',
      heapAllocBytes: 1,
      stackInuseBytes: 753664,
      numGc: 4,
      maxRssBytes: 12271616,
    });
  });

  it('refuses what has no such tail', () => {
    expect(code(parseMemStats, '')).toBe('empty');
    expect(code(parseMemStats, 'goroutine profile: total 3\n')).toBe('malformed');
    expect(code(parseMemStats, 'heap profile: 1: 2 [3: 4] @ heap/1048576\n\n# runtime.MemStats\n# Hea')).toBe(
      'truncated',
    );
  });
});

describe('parseMetrics', () => {
  it('reads client_golang’s page', () => {
    const of = numbers(parseMetrics, fixture('memory/metrics/default.txt'));
    expectSound(of);
    expect(of).toEqual({
      source: 'metrics',
      goroutines: 4,
      heapAllocBytes: 144560,
      heapInuseBytes: 1335296,
      heapIdleBytes: 6725632,
      heapReleasedBytes: 6725632,
      stackInuseBytes: 327680,
      sysBytes: 12015880,
      nextGcBytes: 4194304,
      numGc: 0,
      totalAllocBytes: 144560,
      mallocs: 472,
      rssBytes: 9392128,
      gogcPercent: 100,
      processStartMs: 1795429941000,
      goVersion: 'go1.26.8',
    });
  });

  it('falls back to runtime/metrics', () => {
    expect(numbers(parseMetrics, fixture('memory/metrics/runtime-metrics.txt'))).toMatchObject({
      goroutines: 3,
      heapAllocBytes: 273680,
      heapLiveBytes: 0,
      heapInuseBytes: 273680 + 1725168,
      heapIdleBytes: 6062080,
      heapReleasedBytes: 6062080,
      stackInuseBytes: 327680,
      sysBytes: 12015880,
      nextGcBytes: 4194304,
      numGc: 0,
    });
  });

  it('takes labels, times and exponents, and the container’s number only where the process has none', () => {
    const page = 'go_goroutines{pod="a b{c}"} 3.0103e+04 1715500000000\ncontainer_memory_rss{pod="a"} 7\n';
    expect(numbers(parseMetrics, page)).toEqual({ source: 'metrics', goroutines: 30103, rssBytes: 7 });
    expect(numbers(parseMetrics, `${page}process_resident_memory_bytes 9\n`).rssBytes).toBe(9);
  });

  it('leaves unknown what a page of many processes gives several times', () => {
    expect(
      numbers(
        parseMetrics,
        'go_goroutines{pod="a"} 3\ngo_goroutines{pod="b"} 4\ngo_threads 4\nprocess_start_time_seconds 1.5\n',
      ),
    ).toEqual({
      source: 'metrics',
      processStartMs: 1500,
    });
    expect(numbers(parseMetrics, 'go_goroutines NaN\ngo_memstats_sys_bytes 1\n')).toEqual({
      source: 'metrics',
      sysBytes: 1,
    });
  });

  it('takes limits where there are any, and a sum only where both are there', () => {
    expect(
      numbers(
        parseMetrics,
        [
          'go_memlimit_bytes 1073741824',
          'vm_available_memory_bytes 2147483648',
          'process_resident_memory_anon_bytes 5',
          'go_memory_classes_heap_objects_bytes 7',
          '',
        ].join('\n'),
      ),
    ).toEqual({
      source: 'metrics',
      heapAllocBytes: 7,
      rssAnonBytes: 5,
      gomemlimitBytes: 2 ** 30,
      containerLimitBytes: 2 ** 31,
    });
    for (const none of ['0', '9.223372036854776e+18', '9.223372036854771712e+18']) {
      const page = `go_gc_gomemlimit_bytes ${none}\ncontainer_spec_memory_limit_bytes ${none}\ngo_goroutines 1\n`;
      expect(numbers(parseMetrics, page)).toEqual({ source: 'metrics', goroutines: 1 });
    }
  });

  it('never takes a number that was cut', () => {
    const bytes = fixture('memory/metrics/default.txt');
    const whole = numbers(parseMetrics, bytes);
    for (const cut of cutsOf(bytes.length)) {
      const parsed = parseMetrics(bytes.subarray(0, cut));
      if (parsed.ok) numbersUpTo(parsed.value, whole);
    }
  });

  it('refuses other pages', () => {
    expect(code(parseMetrics, '')).toBe('empty');
    expect(code(parseMetrics, '<!DOCTYPE html><title>Sign in</title>')).toBe('html');
    expect(code(parseMetrics, 'python_info{version="3"} 1\n')).toBe('unsupported');
  });
});

describe('parseVars', () => {
  it.each(GO_VERSIONS)('%s: expvar’s page', (version) => {
    const bytes = fixture(`memory/${version}/vars.json`);
    const of = numbers(parseVars, bytes);
    expectSound(of);
    expect(of).not.toHaveProperty('goroutines');
    expect(JSON.stringify(of)).not.toContain('out-');
    for (const cut of cutsOf(bytes.length - 2)) expect(parseVars(bytes.subarray(0, cut)).ok).toBe(false);
  });

  it('takes a goroutine count where the service publishes one', () => {
    expect(numbers(parseVars, '{"goroutines": 12, "memstats": {"Sys": 5, "NumGC": "x"}}')).toEqual({
      source: 'vars',
      goroutines: 12,
      sysBytes: 5,
    });
  });

  it('refuses other pages', () => {
    expect(code(parseVars, '')).toBe('empty');
    expect(code(parseVars, '{"memstats": ')).toBe('malformed');
    for (const json of ['{}', 'null', '[1]', '{"memstats": null}'])
      expect(code(parseVars, json)).toBe('unsupported');
    expect(code(parseVars, ' <html>')).toBe('html');
  });
});

describe('any bytes', () => {
  it.each([parseMemStats, parseMetrics, parseVars])('do not make %o fail', (parse) => {
    const line = fc.oneof(
      fc.constantFrom(
        '# runtime.MemStats',
        '# Stack = 1 / ',
        'go_goroutines',
        'go_goroutines{ 1',
        'process_',
        '{"memstats":{}}',
      ),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => void parse(bytesOf(lines.join('\n')))),
      { seed: 7, numRuns: 200 },
    );
  });
});
