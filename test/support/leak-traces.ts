// Execution traces and goroutine dumps of one run of the leaking service, as test/services/record-traces.mjs recorded them.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const RECORDINGS = path.resolve(import.meta.dirname, '../fixtures/services/collectsvr-traces');

export interface LeakRecording {
  readonly timeScale: number;
  /** In the order of time: a dump, the early trace, a dump, the late trace, a dump. */
  readonly captures: readonly {
    readonly file: string;
    readonly timeMs: number;
    readonly bytes: Uint8Array;
  }[];
}

export function openLeakRecording(): LeakRecording {
  const folder = path.join(RECORDINGS, readdirSync(RECORDINGS).sort().at(-1) ?? '');
  const about = JSON.parse(readFileSync(path.join(folder, 'recording.json'), 'utf8')) as LeakRecording;
  const captures = about.captures.map((one) => ({
    ...one,
    bytes: new Uint8Array(gunzipSync(readFileSync(path.join(folder, one.file)))),
  }));
  return { ...about, captures };
}
