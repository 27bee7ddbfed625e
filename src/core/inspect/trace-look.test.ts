// Held against the reader: what a look says of a trace is what reading all of it says.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readTrace } from '../trace/read-trace';
import { durationOf, type Trace } from '../trace/trace';
import { TraceLook } from './trace-look';

const ROOT = path.resolve(import.meta.dirname, '../../../test/fixtures/trace');
const FIXTURES = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^go1\.\d+[\\/].*\.trace\.gz$/.test(file))
  .sort();
const bytesOf = (file: string): Uint8Array => new Uint8Array(gunzipSync(readFileSync(path.join(ROOT, file))));

function lookAt(bytes: Uint8Array, piece = bytes.length): ReturnType<TraceLook['end']> {
  const look = new TraceLook();
  for (let at = 0; at < bytes.length; at += piece) look.add(bytes.subarray(at, at + piece));
  return look.end();
}
async function read(bytes: Uint8Array): Promise<Trace> {
  const trace = await readTrace([bytes]);
  if (!trace.ok) throw new Error(trace.error.message);
  return trace.value;
}
/** By its first snapshot of the clocks. */
function startOf({ syncs }: Trace): number | null {
  const first = syncs[0];
  return first == null ? null : Number(first.wallNs / 1000n) / 1000 - first.time / 1e6;
}

describe('TraceLook', () => {
  it.each(FIXTURES)('says of %s what reading it says', async (file) => {
    const bytes = bytesOf(file);
    const looked = lookAt(bytes);
    const trace = await read(bytes);
    if (!looked.ok) throw new Error(looked.error.message);
    const { version, seconds, startMs, truncated } = looked.value;
    expect({ version, truncated }).toEqual({ version: trace.version, truncated: trace.broken !== null });
    expect(seconds).toBeCloseTo(durationOf(trace) / 1e9, 3);
    const start = startOf(trace);
    if (start === null) expect(startMs).toBeNull();
    else expect(startMs).toBeCloseTo(start, 1);
  });

  it('takes it in pieces of any length', () => {
    for (const file of FIXTURES.filter((name) => name.includes('sync'))) {
      const bytes = bytesOf(file);
      for (const piece of [1, 7, 4096]) expect(lookAt(bytes, piece)).toEqual(lookAt(bytes));
    }
  });

  it('keeps what comes before a cut, and refuses only that of which nothing can be read', async () => {
    const file = FIXTURES.findLast((name) => name.includes('generations')) ?? '';
    const bytes = bytesOf(file);
    const whole = lookAt(bytes);
    for (let share = 0.05; share < 1; share += 0.05) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * share));
      const looked = lookAt(cut);
      const trace = await readTrace([cut]);
      // A sync alone says that nothing came.
      const events = trace.ok ? trace.value.events.length : 0;
      expect(looked.ok, `${share}`).toBe(events > 1);
      if (!looked.ok || !whole.ok || !trace.ok) continue;
      expect(looked.value.truncated).toBe(trace.value.broken !== null);
      expect(looked.value.startMs).toBe(whole.value.startMs);
      expect(looked.value.seconds).toBeCloseTo(durationOf(trace.value) / 1e9, 3);
    }
  });

  it('survives damage of any byte', () => {
    const bytes = bytesOf(FIXTURES.findLast((name) => name.includes('sync')) ?? '');
    for (let at = 0; at < bytes.length; at += Math.ceil(bytes.length / 400)) {
      const damaged = bytes.slice();
      damaged[at] = damaged[at]! ^ 0x55;
      const looked = lookAt(damaged);
      if (!looked.ok) expect(looked.error.message).not.toBe('');
      else expect(looked.value.seconds ?? 0).toBeGreaterThanOrEqual(0);
    }
  });

  it('keeps a format of a Go to come, and refuses a header alone', () => {
    const header = (text: string): Uint8Array => new TextEncoder().encode(text);
    expect(lookAt(header('go 1.99 trace\0\0\0anything'))).toEqual({
      ok: true,
      value: { version: 99, seconds: null, startMs: null, truncated: false },
    });
    expect(lookAt(header('go 1.26 trace\0\0\0'))).toMatchObject({ ok: false, error: { code: 'truncated' } });
    expect(lookAt(header('go 1.26 tra')).ok).toBe(false);
  });
});
