// Captures under test/fixtures/pprof, and the `go tool pprof` that is asked about them.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeUtf8 } from '../../src/core/base/utf8';

export const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/pprof');

export const goVersions = (): string[] => readdirSync(FIXTURES).filter((name) => /^go\d/.test(name));

export const captureNames = (version: string): string[] =>
  readdirSync(path.join(FIXTURES, version)).filter((name) => name.endsWith('.pb.gz'));

export const captureBytes = (version: string, file: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(path.join(FIXTURES, version, file))));

/** Every capture of every version, as `[version, file]`. */
export const allCaptures = (): [string, string][] =>
  goVersions().flatMap((version) => captureNames(version).map((file): [string, string] => [version, file]));

export interface GoPprof {
  /** Of the Go that it belongs to, as `go1.26.8`. */
  readonly version: string;
  /** What it prints on stdout for these arguments, in UTC and in the folder of the fixtures; null where it does not exit with 0. */
  ask(args: readonly string[]): Promise<string | null>;
}

/** This machine's, or null. */
export function findGoPprof(): GoPprof | null {
  for (const go of [process.env['PLUMBLINE_GO'] ?? 'go', '/usr/local/go/bin/go']) {
    try {
      const line = (...args: string[]): string =>
        execFileSync(go, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
      const tool = line('tool', '-n', 'pprof');
      const version = line('env', 'GOVERSION');
      // The tool itself where it is a file: without the time that `go` needs to find it.
      const command = existsSync(tool) ? [tool] : [go, 'tool', 'pprof'];
      return { version, ask: (args) => ask([...command, ...args]) };
    } catch {
      continue; // not in this place
    }
  }
  return null;
}

function ask([program = '', ...args]: readonly string[]): Promise<string | null> {
  const env = {
    ...process.env,
    TZ: 'UTC',
    HOME: homedir(),
    GOTOOLCHAIN: 'local',
    PPROF_BINARY_PATH: '/none',
  };
  // So that a folder of sources has the same name on every machine.
  const cwd = FIXTURES;
  return new Promise((answer) => {
    execFile(
      program,
      args,
      { cwd, env, maxBuffer: 1 << 28, encoding: 'buffer', timeout: 60_000 },
      (error, stdout) => answer(error === null ? decodeUtf8(stdout) : null),
    );
  });
}
