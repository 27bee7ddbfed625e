import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createPinia, type Pinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import type {} from '../../app/i18n';
import { makeFakeClient, type FakeClient } from '../../../../test/support/fake-client';
import { makeTimeline } from '../../../../test/support/timeline';
import { traceHere, type TraceHere } from '../../../../test/support/trace-here';
import { provideClient } from '../../state/api';
import type { OnProgress } from '../../../contract/progress';
import { useSession } from '../../state/session.store';
import type { SessionSizes } from '../../workers/trace-session';
import { traceStarter, useTraces } from './traces.store';

const FIXTURE = join(import.meta.dirname, '../../../../test/fixtures/trace/go1.26/generations.trace.gz');
const IN_PARTS: SessionSizes = { leastInParts: 1, piece: 512 };

let client: FakeClient;
let pinia: Pinia;
let sizes: SessionSizes | undefined;
let started: TraceHere[];
let bytes: () => Uint8Array;

beforeEach(async () => {
  client = makeFakeClient();
  pinia = createPinia();
  sizes = undefined;
  started = [];
  bytes = () => new Uint8Array(gunzipSync(readFileSync(FIXTURE)));
  Object.assign(client, { download: () => Promise.resolve(bytes()) });
  const start = () => {
    const here = traceHere(sizes);
    started.push(here);
    return here.port;
  };
  createApp({}).use(provideClient(client)).provide(traceStarter, start).use(pinia);
  const loaded = useSession(pinia).load('one');
  await client.answer('sessions.get', { id: 'one', targets: [], plan: {} });
  await client.answer('timeline.get', makeTimeline([{ at: 0 }]));
  await client.answer('sessions.status', []);
  await loaded;
});

const never = new AbortController().signal;
interface Asked {
  readonly signal?: AbortSignal;
  readonly kind?: string;
  readonly tell?: OnProgress;
}
async function get(
  snapshotId: string,
  { signal = never, kind = 'trace', tell = () => undefined }: Asked = {},
) {
  const answer = useTraces(pinia).get(snapshotId, signal, tell);
  answer.catch(() => undefined);
  await client.answer('snapshots.get', {
    id: snapshotId,
    timeMs: 0,
    captures: [{ id: `${snapshotId}/capture`, facts: { kind } }],
  });
  return answer;
}

describe('open traces', () => {
  it('are read once, and two stay open', async () => {
    const first = await get('s1');
    expect(first.facts.events).toBeGreaterThan(1000);
    expect(first.part).toBeNull();
    expect(await get('s1')).toBe(first);
    expect(started).toHaveLength(1);
    await get('s2');
    await get('s1');
    await get('s3');
    // The one that was not asked for again.
    expect(started.map((one) => one.isClosed())).toEqual([false, true, false]);
  });

  it('close with their session', async () => {
    await get('s1');
    const left = useSession(pinia).load(null);
    await left;
    expect(started[0]?.isClosed()).toBe(true);
  });

  it('are given up with whoever waits for them', async () => {
    const waiting = new AbortController();
    sizes = { ...IN_PARTS, leastInParts: Infinity };
    const tell = vi.fn(() => waiting.abort());
    await expect(get('s1', { signal: waiting.signal, tell })).rejects.toMatchObject({ code: 'cancelled' });
    expect(started[0]?.isClosed()).toBe(true);
    expect(tell).toHaveBeenCalledWith(expect.objectContaining({ step: 'bytes' }));
    expect(started[0]?.said).not.toContain('opened');
  });

  it('are shown in part, and then whole, in the same place', async () => {
    sizes = IN_PARTS;
    const traces = useTraces(pinia);
    const part = await get('s1');
    expect(part.part).toBe('reading');
    await vi.waitFor(() => expect(traces.latest(part)?.part).toBeNull(), 10_000);
    const whole = traces.latest(part)!;
    expect(whole.facts.events).toBeGreaterThan(part.facts.events);
    expect(whole.key).not.toBe(part.key);
    expect(traces.readingOf(part.captureId)).toBeNull();
    expect(started[0]?.isClosed()).toBe(false);
  });

  it('have the lanes that were looked at in part as a whole, too, and no others', async () => {
    sizes = IN_PARTS;
    const traces = useTraces(pinia);
    const part = await get('s1');
    expect(part.sheets.get('goroutines')).toBeNull();
    traces.wantLanes(part, 'procs');
    await vi.waitFor(() => expect(traces.latest(part)?.part).toBeNull(), 10_000);
    const { sheets } = traces.latest(part)!;
    const last = (spans: { readonly from: Float64Array } | undefined) => spans?.from.at(-1) ?? 0;
    expect(last(sheets.get('procs')?.spans)).toBeGreaterThan(part.facts.durationNs);
    expect(sheets.get('goroutines')).toBeNull();
  });

  it('stay in part where the rest is not wanted', async () => {
    sizes = IN_PARTS;
    const traces = useTraces(pinia);
    const part = await get('s1');
    traces.stop(part.captureId);
    expect(traces.latest(part)?.part).toBe('stopped');
    // What was under way when it was stopped has had its turn by then.
    for (let i = 0; i < 50; i++) await part.port.ask('facts');
    expect(started[0]?.said).not.toContain('opened');
    expect(traces.latest(part)).toMatchObject({ part: 'stopped', facts: part.facts });
    expect(traces.readingOf(part.captureId)).toBeNull();
    // Read on, it is another one.
    traces.forget(part.captureId);
    expect(traces.latest(part)).toBeNull();
    expect(started[0]?.isClosed()).toBe(true);
    expect((await get('s1')).port).not.toBe(part.port);
  });

  it('say why there is nothing to see', async () => {
    bytes = () => new TextEncoder().encode('no trace at all, whatever its name');
    await expect(get('s1')).rejects.toMatchObject({ code: 'format' });
    expect(started[0]?.isClosed()).toBe(true);
    await expect(get('s2', { kind: 'heap' })).rejects.toMatchObject({ code: 'not-found' });
  });
});
