import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

export const GO_VERSIONS = ['go1.19', 'go1.21', 'go1.23', 'go1.25', 'go1.26'] as const;

/** Bytes of a fixture, gunzipped where its name ends in .gz. `path` is relative to test/fixtures. */
export const fixture = (path: string): Uint8Array => {
  const bytes = readFileSync(new URL(`../fixtures/${path}`, import.meta.url));
  return new Uint8Array(path.endsWith('.gz') ? gunzipSync(bytes) : bytes);
};

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Lengths to cut bytes at: every one at both ends, and a spread between. */
export const cutsOf = (length: number): number[] => {
  const cuts = new Set<number>();
  for (let i = 0; i <= Math.min(length, 80); i++) cuts.add(i).add(length - i);
  for (let i = 0; i < 60; i++) cuts.add(Math.floor((length * i) / 60) + (i % 7));
  return [...cuts].filter((cut) => cut <= length).sort((a, b) => a - b);
};
