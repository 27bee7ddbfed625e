import type { CaptureFacts } from '../../src/contract/domain';
import type { NewSnapshot } from '../../src/main/workspace/snapshot-files';

export const facts = (kind: string, more: Partial<CaptureFacts> = {}): CaptureFacts => ({
  kind,
  encoding: 'proto',
  timeMs: null,
  delta: null,
  truncated: false,
  total: 7,
  unit: 'count',
  buildId: null,
  ...more,
});

/** Bytes that follow from a seed alone, so that another process can say what a file has to hold. */
export function fillBytes(seed: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = (seed * 2_654_435_761 + 1) >>> 0;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

const KINDS = ['goroutine', 'heap', 'allocs'];

/** A snapshot of target `pod1` with one capture per element of `contents`. */
export const newSnapshot = (timeMs: number, contents: readonly Uint8Array[]): NewSnapshot => ({
  targetId: 'pod1',
  timeMs,
  timeSource: 'fetch-clock',
  captures: contents.map((bytes, i) => ({ bytes, facts: facts(KINDS[i] ?? `custom${i}`) })),
  memory: { source: 'metrics', goroutines: 30_103, rssBytes: 5e8 },
  failures: [],
});
