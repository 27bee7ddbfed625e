import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { MAX_CAPTURE_BYTES } from '../analysis/read-capture';
import { checkBody } from './check-body';

describe('what a gzipped answer may unpack to', () => {
  const MIB = 1 << 20;
  const member = gzipSync(new Uint8Array(MIB));
  /** Gzip members, one after the other, are one file. */
  const unpackingTo = (mib: number): Uint8Array => Buffer.concat(new Array<Buffer>(mib).fill(member));

  it('is what analysis reads, and not a byte more', async () => {
    const most = MAX_CAPTURE_BYTES / MIB;
    const whole = await checkBody(unpackingTo(most), '', 'The heap');
    expect(whole.ok && whole.value.decodedBytes).toBe(MAX_CAPTURE_BYTES);
    const more = Buffer.concat([unpackingTo(most), gzipSync(Buffer.of(0))]);
    expect(await checkBody(more, '', 'The heap')).toMatchObject({ ok: false });
  });
});
