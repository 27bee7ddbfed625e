import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FIXTURES } from '../../../test/support/go-trace';
import { inspectBytes, isPackedTrace } from './inspect-bytes';

const packed = readFileSync(join(FIXTURES, 'go1.26/generations.trace.gz'));
const plain = gunzipSync(packed);

describe('a look into bytes', () => {
  it('says the same of a trace that is packed and of one that is not', async () => {
    const facts = await inspectBytes(packed);
    expect(facts).toEqual(await inspectBytes(plain));
    expect(facts).toMatchObject({
      ok: true,
      value: { kind: 'trace', truncated: false, trace: { version: 26 } },
    });
  });

  it('keeps a packed trace whose end is missing or damaged, where a part of it is whole', async () => {
    const again = gzipSync(plain);
    const short = await inspectBytes(again.subarray(0, Math.floor(again.length * 0.9)));
    expect(short).toMatchObject({ ok: true, value: { kind: 'trace', truncated: true } });
    const damaged = again.slice();
    damaged.fill(0xff, again.length - 3000, again.length - 2800);
    expect(await inspectBytes(damaged)).toMatchObject({ ok: true, value: { truncated: true } });
    expect(await inspectBytes(again.subarray(0, 500))).toMatchObject({
      ok: false,
      error: { code: 'truncated' },
    });
  });

  it('takes nothing else for a trace', () => {
    expect(isPackedTrace(gzipSync('goroutine 1 [running]:\n'))).toBe(false);
    expect(isPackedTrace(Uint8Array.of(0x1f, 0x8b, 0, 0, 0))).toBe(false);
    expect(isPackedTrace(plain)).toBe(false);
  });
});
