import { describe, expect, it } from 'vitest';
import type { Session, Target, TargetStatus } from '../../../contract/domain';
import { isLitter, nameOfFiles } from './dropped-files';
import { healthOf, nextCapture, timeLeft } from './health';
import { targetHealth } from '../../state/target-health';
import { fromLocalInput, toLocalInput } from '../../state/local-time';

const target = (id: string): Target => ({
  id,
  label: null,
  url: 'http://h',
  headers: [],
  metricsUrl: null,
  insecureTls: false,
  paused: false,
});
const session = (targets: number, enabled = true): Session => ({
  id: 's',
  name: 's',
  createdMs: 0,
  timeScale: 1,
  targets: Array.from({ length: targets }, (_, i) => target(`t${i}`)),
  plan: { enabled, everyMs: 1000, kinds: ['heap'], untilMs: null, heapGc: false },
  filters: [],
});
const status = (part: Partial<TargetStatus>): TargetStatus => ({
  targetId: 't0',
  state: 'waiting',
  nextMs: null,
  lastOkMs: null,
  lastFailure: null,
  latencyMs: null,
  goVersion: null,
  processStartMs: null,
  ...part,
});
const failure = { kind: 'heap', code: 'target-unreachable', message: 'refused', timeMs: 50 };

describe('nextCapture', () => {
  it('is the soonest of all targets', () => {
    const all = [status({ nextMs: 900 }), status({ targetId: 't1', nextMs: 300, state: 'backing-off' })];
    expect(nextCapture(session(2), all)).toEqual({ kind: 'at', ms: 300, retry: true });
  });
  it('says what happens now first', () => {
    const all = [status({ nextMs: 900 }), status({ state: 'capturing' })];
    expect(nextCapture(session(2), all).kind).toBe('capturing');
    expect(nextCapture(session(1, false), [status({ nextMs: 9 })]).kind).toBe('paused');
    expect(nextCapture(session(0), []).kind).toBe('no-target');
    const resting = session(1);
    const paused = { ...resting, targets: resting.targets.map((one) => ({ ...one, paused: true })) };
    expect(nextCapture(paused, [status({ state: 'paused' })]).kind).toBe('all-paused');
    expect(nextCapture(session(1), [status({ state: 'stopped', nextMs: 3 })]).kind).toBe('stopped');
    expect(nextCapture(session(1), []).kind).toBe('unknown');
  });
});

describe('timeLeft', () => {
  const at = (ms: number, retry = false) => ({ kind: 'at' as const, ms, retry });
  it("is never more than the plan's interval, but for a retry", () => {
    expect(timeLeft(at(5000), 10_000, 1000)).toBe(4000);
    expect(timeLeft(at(2100), 1000, 1000)).toBe(1000);
    expect(timeLeft(at(5000, true), 1000, 1000)).toBe(4000);
  });
});

describe('healthOf', () => {
  it('counts a failure only until the next success', () => {
    const failing = status({ lastOkMs: 10, lastFailure: failure });
    const mended = status({ targetId: 't1', lastOkMs: 60, latencyMs: 4, lastFailure: failure });
    expect(healthOf(session(3), [failing, mended])).toMatchObject({
      answering: 1,
      failing: [failing],
      unasked: 1,
      lastOkMs: 60,
    });
  });
});

describe('targetHealth', () => {
  it('claims of a target that nothing asks now only that it answered once', () => {
    expect(targetHealth(null)).toBe('unasked');
    expect(targetHealth(status({}))).toBe('unasked');
    expect(targetHealth(status({ lastOkMs: 1, latencyMs: 4 }))).toBe('answers');
    // Known from the session's files only: the plan has not come round since the start.
    expect(targetHealth(status({ lastOkMs: 1 }))).toBe('resting');
    expect(targetHealth(status({ lastOkMs: 1, latencyMs: 4, state: 'paused' }))).toBe('resting');
    expect(targetHealth(status({ lastOkMs: 1, latencyMs: 4, state: 'stopped' }))).toBe('resting');
    expect(targetHealth(status({ lastOkMs: 1, lastFailure: failure, state: 'paused' }))).toBe('failing');
  });
});

describe('files', () => {
  it('names a session by its folder, else by its first file', () => {
    expect(nameOfFiles(['old/a/heap.pb.gz', 'old/b.pb'])).toBe('old');
    expect(nameOfFiles(['old/heap.pb.gz', 'new/heap.pb.gz'])).toBe('heap');
    expect(nameOfFiles(['collect.goroutine.pb.gz'])).toBe('collect.goroutine');
    expect(nameOfFiles(['.gz'])).toBe('.gz');
    expect(nameOfFiles([`${'long'.repeat(60)}.pb.gz`])).toHaveLength(120);
    expect(nameOfFiles([`${'long'.repeat(60)}/heap.pb.gz`])).toHaveLength(120);
  });
  it('leaves out what systems leave', () => {
    expect(isLitter('a/.DS_Store')).toBe(true);
    expect(isLitter('__MACOSX/a')).toBe(true);
    expect(isLitter('a/heap.pb.gz')).toBe(false);
  });
  it('keeps a moment through the input, to the second', () => {
    const ms = new Date(2025, 4, 12, 8, 5, 9).getTime();
    expect(toLocalInput(ms)).toBe('2025-05-12T08:05:09');
    expect(fromLocalInput(toLocalInput(ms))).toBe(ms);
    expect(fromLocalInput('')).toBeNull();
  });
});
