// The benchmarks' inputs are the same on every machine.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { inspectCapture } from '../../src/core/inspect/inspect-capture';
import { makeCpuProfile, makeGoroutineProfiles, makeHeapProfiles } from '../bench/make-profile';
import { serviceDumpBytes } from '../bench/make-service-dump';

/** Of what is inside a gzip: how it is packed is zlib's matter. */
const hash = (...parts: Uint8Array[]): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part[0] === 0x1f && part[1] === 0x8b ? gunzipSync(part) : part);
  return sum.digest('hex').slice(0, 16);
};
const SERIES = { snapshots: 5, stacks: 30, everyMs: 600_000 };

describe('the inputs of the benchmarks', () => {
  it('are what they were', () => {
    expect({
      cpu: hash(makeCpuProfile({ samples: 500 })),
      goroutines: hash(...[...makeGoroutineProfiles(SERIES)].map(({ bytes }) => bytes)),
      heap: hash(...[...makeHeapProfiles(SERIES)].map(({ bytes }) => bytes)),
      dump: hash(serviceDumpBytes(300_000)),
    }).toMatchInlineSnapshot(`
      {
        "cpu": "a8657c8335cb8859",
        "dump": "c1e3cbb1445dcb12",
        "goroutines": "5a4cddcb3db37b95",
        "heap": "9a71c3dfe279f8dc",
      }
    `);
  });

  it('are captures of the kinds they stand for', () => {
    const kindOf = (bytes: Uint8Array): string => {
      const found = inspectCapture(bytes);
      return found.ok ? found.value.kind : found.error.message;
    };
    expect(kindOf(makeCpuProfile({ samples: 50 }))).toBe('profile');
    expect(kindOf(gunzipSync([...makeGoroutineProfiles(SERIES)][0]!.bytes))).toBe('goroutine');
    expect(kindOf(gunzipSync([...makeHeapProfiles(SERIES)][0]!.bytes))).toBe('heap');
    expect(kindOf(serviceDumpBytes(100_000))).toBe('goroutine-dump');
  });
});
