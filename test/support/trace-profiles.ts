// Profiles of traces as `go tool trace -pprof` has them, there and here, in a form that can be compared: what each stack has.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { decodeProfile } from '../../src/core/pprof/decode';
import { at, type Profile } from '../../src/core/pprof/profile';
import { unpack } from '../../src/main/analysis/read-capture';
import { expectOk } from './expect-ok';
import { FIXTURES } from './go-trace';

export const GO_KINDS = ['net', 'sync', 'syscall', 'sched'] as const;
export type GoKind = (typeof GO_KINDS)[number];

/** One line per stack, in order: contentions, nanoseconds, frames from the leaf. Go tells addresses of one line apart. */
export function stackLines(profile: Profile): string[] {
  const { samples, locations, lines, functions, strings } = profile;
  const sums = new Map<string, number[]>();
  for (let sample = 0; sample < samples.length; sample++) {
    const frames: string[] = [];
    for (let i = at(samples.stackStart, sample); i < at(samples.stackStart, sample + 1); i++) {
      const line = at(locations.lineStart, at(samples.stackLocation, i));
      const of = at(lines.function, line);
      const place = `${at(strings, at(functions.filename, of))}:${at(lines.line, line)}`;
      frames.push(`${at(strings, at(functions.name, of))} ${place}`);
    }
    // Of a stack that is nothing but an address 0 and of the empty one Go's tool shows whichever came last.
    const key = frames.join(';').replace(/^ :0$/, '');
    const sum = sums.get(key) ?? samples.values.map(() => 0);
    for (const [i, { numbers }] of samples.values.entries()) sum[i]! += at(numbers, sample);
    sums.set(key, sum);
  }
  return [...sums].map(([stack, values]) => `${values.join(' ')} ${stack}`).sort();
}

const profileDigestSchema = z.object({
  contentions: z.number().int(),
  delay: z.number().int(),
  stacks: z.number().int(),
  /** Of the lines of its stacks. */
  sha256: z.string(),
});
export type ProfileDigest = z.infer<typeof profileDigestSchema>;

export function profileDigest(profile: Profile): ProfileDigest {
  const lines = stackLines(profile);
  const [contentions = 0, delay = 0] = profile.samples.values.map(({ numbers }) =>
    numbers.reduce((sum, value) => sum + value, 0),
  );
  const sha256 = createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
  return { contentions, delay, stacks: lines.length, sha256 };
}

const answersSchema = z.object({
  /** The version of Go whose tool answered. */
  go: z.string(),
  /** By path in the folder of the fixtures; null: the tool refuses it. */
  traces: z.record(z.string(), z.record(z.enum(GO_KINDS), profileDigestSchema).nullable()),
});
export const PROFILE_ANSWERS = path.join(FIXTURES, 'profiles.json');

/** What the tool said of every fixture. */
export const profileAnswers = (): z.infer<typeof answersSchema> =>
  answersSchema.parse(JSON.parse(readFileSync(PROFILE_ANSWERS, 'utf8')));

export interface GoTraceTool {
  readonly version: string;
  /** Of a file that is not gzipped, in protobuf form; null where the tool refuses it. */
  profile(file: string, kind: GoKind): Promise<Uint8Array | null>;
}

/** This machine's, or null where there is no Go. */
export function findGoTraceTool(): GoTraceTool | null {
  for (const go of [process.env['PLUMBLINE_GO'] ?? 'go', '/usr/local/go/bin/go']) {
    const env = { ...process.env, GOTOOLCHAIN: process.env['GOTOOLCHAIN'] ?? 'local' };
    let version: string;
    try {
      version = execFileSync(go, ['env', 'GOVERSION'], { env }).toString().trim();
    } catch {
      continue; // not in this place
    }
    return {
      version,
      async profile(file, kind) {
        const options = { env, encoding: 'buffer', maxBuffer: 1 << 28 } as const;
        try {
          const { stdout } = await promisify(execFile)(
            go,
            ['tool', 'trace', `-pprof=${kind}`, file],
            options,
          );
          return expectOk(unpack(stdout));
        } catch (error) {
          if (error instanceof Error && 'stderr' in error) return null;
          throw error;
        }
      },
    };
  }
  return null;
}

export const readGoProfile = (bytes: Uint8Array): Profile => expectOk(decodeProfile(bytes));
