// Captures of Go's own profiles under test/fixtures/pprof, and what `go tool pprof` says of them: recorded for
// machines without Go, asked live where it is.
import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/pprof');

export interface TopCase {
  readonly file: string;
  readonly base?: string;
  readonly mode?: 'base' | 'diff_base';
  /** '' for the default. */
  readonly sampleType: string;
  readonly sort: 'flat' | 'cum';
}
export interface Recorded {
  /** Version whose `go tool pprof` answered. */
  readonly go: string;
  readonly answers: readonly (TopCase & { readonly stdout: string })[];
}

export const goVersions = (): string[] => readdirSync(FIXTURES).filter((name) => name.startsWith('go'));

export const captureNames = (version: string): string[] =>
  readdirSync(path.join(FIXTURES, version)).filter((name) => name.endsWith('.pb.gz'));

export const captureBytes = (version: string, file: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(path.join(FIXTURES, version, file))));

/** Every capture of every version, as `[version, file]`. */
export const allCaptures = (): [string, string][] =>
  goVersions().flatMap((version) => captureNames(version).map((file): [string, string] => [version, file]));

export const recordedTop = (version: string): Recorded =>
  JSON.parse(readFileSync(path.join(FIXTURES, version, 'top.json'), 'utf8')) as Recorded;

export const describeCase = ({ file, base, mode, sampleType, sort }: TopCase): string =>
  [file, base === undefined ? '' : `-${mode} ${base}`, sampleType && `type ${sampleType}`, sort]
    .filter((part) => part !== '')
    .join(' ');

/** A `go` that has `go tool pprof`, or null. */
export function findGoForPprof(): string | null {
  for (const go of [process.env['PLUMBLINE_GO'] ?? 'go', '/usr/local/go/bin/go']) {
    try {
      execFileSync(go, ['tool', '-n', 'pprof'], { stdio: ['ignore', 'ignore', 'ignore'] });
      return go;
    } catch {
      continue; // not in this place
    }
  }
  return null;
}

const run = promisify(execFile);

/** What `go tool pprof -top` prints on stdout for files by their full path, in UTC. */
export async function goTop(go: string, options: TopCase): Promise<string> {
  const { file, base, mode, sampleType, sort } = options;
  const args = ['tool', 'pprof', '-top'];
  if (sort === 'cum') args.push('-cum');
  if (sampleType !== '') args.push(`-sample_index=${sampleType}`);
  if (base !== undefined) args.push(`-${mode}=${base}`);
  const { stdout } = await run(go, [...args, file], {
    env: { ...process.env, TZ: 'UTC', HOME: homedir(), GOTOOLCHAIN: 'local' },
    maxBuffer: 1 << 26,
  });
  return stdout;
}

export const capturePath = (version: string, file: string): string => path.join(FIXTURES, version, file);
