// Traces under test/fixtures/trace, and test/oracle/traceevents, which prints what Go's own reader makes of one.
// The oracle is built once per version of its sources and of Go.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

/** Benchmarks are bundled into another folder, and told where the project is. */
const ROOT = process.env['PLUMBLINE_ROOT'] ?? path.resolve(import.meta.dirname, '../..');
export const FIXTURES = path.join(ROOT, 'test/fixtures/trace');
const SOURCES = path.join(ROOT, 'test/oracle/traceevents');
const run = promisify(execFile);

const digestSchema = z.object({
  events: z.number().int(),
  /** Of the lines, each ended by a line feed, an error's text left out. */
  sha256: z.string(),
  kinds: z.record(z.string(), z.number().int()),
  error: z.string().nullable(),
});
export type TraceDigest = z.infer<typeof digestSchema>;

const timingSchema = z.object({ events: z.number().int(), seconds: z.number() });
export type TraceTiming = z.infer<typeof timingSchema>;

const answersSchema = z.object({
  /** Of golang.org/x/exp, whose reader answered. */
  exp: z.string(),
  /** By path in the folder of the fixtures. */
  traces: z.record(z.string(), digestSchema),
});

/** What the oracle said of every fixture when they were made; of an error its first line. */
export const traceAnswers = (): z.infer<typeof answersSchema> =>
  answersSchema.parse(JSON.parse(readFileSync(path.join(FIXTURES, 'answers.json'), 'utf8')));

/** Of a fixture, by its path in their folder. */
export const traceBytes = (file: string): Uint8Array =>
  new Uint8Array(gunzipSync(readFileSync(path.join(FIXTURES, file))));

/** As the oracle, that is Go, writes a string: JSON.stringify leaves two characters as they are that Go escapes. */
export const goJson = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (c) => (c === '\u2028' ? '\\u2028' : '\\u2029'));

export interface GoTrace {
  // A file is named by its path, relative to the folder of the fixtures where it is relative.

  /** Lines as test/oracle/traceevents/main.go describes them, without the line feeds. For files of some 100 MB of lines at most. */
  lines(file: string): Promise<string[]>;
  digest(file: string): Promise<TraceDigest>;
  /** How long Go takes to read every event of a file that is not gzipped. */
  time(file: string): Promise<TraceTiming>;
}

/** This machine's, or null where there is no Go or its module cannot be had. */
export async function findGoTrace(): Promise<GoTrace | null> {
  for (const go of [process.env['PLUMBLINE_GO'] ?? 'go', '/usr/local/go/bin/go']) {
    let version: string;
    try {
      version = execFileSync(go, ['env', 'GOVERSION'], { cwd: SOURCES, env: goEnvironment() })
        .toString()
        .trim();
      await run(go, ['mod', 'download'], { cwd: SOURCES, env: goEnvironment() });
    } catch {
      continue; // not in this place
    }
    const program = await build(go, version);
    const ask = async (...args: string[]): Promise<string> =>
      (await run(program, args, { maxBuffer: 1 << 29 })).stdout;
    return {
      lines: async (file) => (await ask(path.resolve(FIXTURES, file))).replace(/\n$/, '').split('\n'),
      digest: async (file) =>
        digestSchema.parse(JSON.parse(await ask('-digest', path.resolve(FIXTURES, file)))),
      time: async (file) => timingSchema.parse(JSON.parse(await ask('-time', path.resolve(FIXTURES, file)))),
    };
  }
  return null;
}

const goEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  GOFLAGS: '-buildvcs=false',
  GOTOOLCHAIN: process.env['GOTOOLCHAIN'] ?? 'local',
  CGO_ENABLED: '0',
});

async function build(go: string, version: string): Promise<string> {
  const hash = createHash('sha256').update(version);
  for (const file of readdirSync(SOURCES).sort()) {
    hash.update(`\0${file}\0`).update(readFileSync(path.join(SOURCES, file)));
  }
  const user = process.getuid?.() ?? 0;
  const folder = path.join(tmpdir(), `plumbline-trace-oracle-${user}-${hash.digest('hex').slice(0, 16)}`);
  const name = process.platform === 'win32' ? 'traceevents.exe' : 'traceevents';
  const program = path.join(folder, name);
  if (existsSync(program)) return program;
  // Another process may build the same at the same time: whoever renames first wins, the other's is as good.
  const scratch = await mkdtemp(path.join(tmpdir(), 'plumbline-build-'));
  await run(process.execPath, [path.join(SOURCES, 'build.mjs'), go, path.join(scratch, name)], {
    env: goEnvironment(),
  });
  try {
    await rename(scratch, folder);
  } catch (error) {
    await rm(scratch, { recursive: true, force: true });
    if (!existsSync(program)) throw error;
  }
  return program;
}
