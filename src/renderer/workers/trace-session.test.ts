import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { traceHere } from '../../../test/support/trace-here';
import { TraceDesk } from './trace-desk';
import type { TracePort } from './trace-port';
import type { SessionSizes } from './trace-session';

const file = join(import.meta.dirname, '../../../test/fixtures/trace/go1.26/generations.trace.gz');
const whole = (): Uint8Array => new Uint8Array(gunzipSync(readFileSync(file)));
/** Of a file of some tens of kilobytes. */
const SMALL: SessionSizes = { leastInParts: 1, piece: 512 };
/** Where the first one ends. */
const FIRST_GENERATION = 3_727;

const opened = (port: TracePort, bytes: Uint8Array) => port.open(bytes, () => undefined);

describe('a trace that is opened', () => {
  it('is there as a whole, and answers', async () => {
    const { port, said } = traceHere();
    const { whole: all } = opened(port, whole());
    expect(await all).toBeNull();
    expect((await port.ask('facts')).events).toBeGreaterThan(1000);
    expect(said).not.toContain('part');
  });

  it('can be looked at in part while the rest is read, where it is large', async () => {
    const { port, said } = traceHere(SMALL);
    const { part, whole: all } = opened(port, whole());
    await part;
    const early = await port.ask('facts');
    expect(await all).toBeNull();
    const late = await port.ask('facts');
    expect(early.goroutines).toBeGreaterThan(0);
    expect(late.events).toBeGreaterThan(early.events);
    expect(said.indexOf('part')).toBeLessThan(said.indexOf('opened'));
  });

  it('can be looked at in part where it is packed', async () => {
    const { port, said } = traceHere(SMALL);
    const { part, whole: all } = opened(port, new Uint8Array(readFileSync(file)));
    await part;
    expect((await port.ask('facts')).goroutines).toBeGreaterThan(0);
    expect(await all).toBeNull();
    expect(said.indexOf('part')).toBeLessThan(said.indexOf('opened'));
  });

  it.each([
    ['it is small', { ...SMALL, leastInParts: 1 << 20 }, (bytes: Uint8Array) => bytes],
    // Its first generation, and a little of the next.
    ['the whole is not far', SMALL, (bytes: Uint8Array) => bytes.subarray(0, FIRST_GENERATION * 1.5)],
  ])('is not shown in part where %s', async (_, sizes, cut) => {
    const { port, said } = traceHere(sizes);
    expect(await opened(port, cut(whole()).slice()).whole).toBeNull();
    expect(said).not.toContain('part');
    expect((await port.ask('facts')).goroutines).toBeGreaterThan(0);
  });

  it('stays the part that it is where reading is stopped', async () => {
    const { port, said } = traceHere(SMALL);
    const { part } = opened(port, whole());
    await part;
    const early = await port.ask('facts');
    port.stop();
    for (let i = 0; i < 50; i++) await port.ask('facts');
    expect(said).not.toContain('opened');
    expect(await port.ask('facts')).toEqual(early);
  });

  it('stays the part that it is where there is no memory for the whole', async () => {
    const { port } = traceHere(SMALL, (trace) => {
      if (trace.events.length > 1000) throw new RangeError('Array buffer allocation failed');
      return new TraceDesk(trace);
    });
    const { part, whole: all } = opened(port, whole());
    await part;
    await expect(all).rejects.toThrow('allocation failed');
    const { goroutines, events } = await port.ask('facts');
    expect(goroutines).toBeGreaterThan(0);
    expect(events).toBeLessThan(1000);
  });

  it('gives the memory of its file back once that is read', async () => {
    const { port } = traceHere();
    const bytes = whole();
    await opened(port, bytes).whole;
    expect(bytes).toHaveLength(0);
    expect((await port.ask('facts')).events).toBeGreaterThan(1000);
  });

  it('is told to be none, with nothing to ask', async () => {
    const { port } = traceHere();
    const { whole: all } = opened(port, new TextEncoder().encode('no trace at all, whatever its name'));
    expect((await all)?.error.code).toBe('malformed');
    await expect(port.ask('facts')).rejects.toThrow('asked before');
  });

  it('fails a question that its desk cannot answer, and goes on', async () => {
    const { port } = traceHere();
    await opened(port, whole()).whole;
    await expect(port.ask('densities', null as never)).rejects.toThrow();
    expect((await port.ask('facts')).version).toBe('1.26');
  });

  it('tells all who wait when it dies', async () => {
    const { port, die } = traceHere();
    const { whole: all } = opened(port, whole());
    const asked = port.ask('facts');
    die('out of memory');
    await expect(all).rejects.toThrow('out of memory');
    await expect(asked).rejects.toThrow('out of memory');
  });

  it('is read once alone where it has no parts, being of an older Go', async () => {
    const old = new Uint8Array(gunzipSync(readFileSync(file.replace('1.26/generations', '1.21/http'))));
    const { port, said } = traceHere(SMALL);
    const { length } = old;
    expect(await opened(port, old).whole).toBeNull();
    expect(said).not.toContain('part');
    const read = said.filter((one) => one === 'progress').length;
    expect(read).toBeLessThanOrEqual(Math.ceil(length / SMALL.piece));
  });
});
