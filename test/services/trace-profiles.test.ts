// Profiles of traces against `go tool trace -pprof`, where there is Go; the answers for machines without it are recorded with
// PLUMBLINE_RECORD_PPROF=1.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodeProfile } from '../../src/core/pprof/encode';
import { lanesOf } from '../../src/core/trace/lanes';
import { traceProfileOfAll } from '../../src/core/trace/trace-profile';
import { plumbline } from '../support/cli';
import { readInPieces } from '../support/damaged-traces';
import { expectOk } from '../support/expect-ok';
import { findGoPprof } from '../support/go-pprof';
import { FIXTURES, traceAnswers, traceBytes } from '../support/go-trace';
import { temporaryFolder } from '../support/temporary-folder';
import {
  findGoTraceTool,
  GO_KINDS,
  PROFILE_ANSWERS,
  profileAnswers,
  profileDigest,
  readGoProfile,
  type GoKind,
  type ProfileDigest,
} from '../support/trace-profiles';

const go = findGoTraceTool();
const isRecording = process.env['PLUMBLINE_RECORD_PPROF'] === '1';
if (go === null) console.warn('There is no Go: profiles of traces are compared with what it once answered.');

const folder = temporaryFolder('trace-profiles');
const unpacked = path.join(folder, 'unpacked.trace');

async function theirs(file: string): Promise<Record<GoKind, ProfileDigest> | null> {
  writeFileSync(unpacked, traceBytes(file));
  const digests: Partial<Record<GoKind, ProfileDigest>> = {};
  for (const kind of GO_KINDS) {
    const bytes = await go!.profile(unpacked, kind);
    if (bytes === null) return null;
    digests[kind] = profileDigest(readGoProfile(bytes));
  }
  return digests as Record<GoKind, ProfileDigest>;
}

describe.skipIf(go === null || !isRecording)('what go tool trace -pprof says of every trace', () => {
  it('is recorded', { timeout: 900_000 }, async () => {
    const lines: string[] = [];
    for (const file of Object.keys(traceAnswers().traces)) {
      // What fuzzing found holds no waits. Of the other the tool gives one of several answers by chance, see build.mjs of
      // test/oracle/traceevents.
      if (/\/fuzz\/|stress_1_21_good/.test(file)) continue;
      lines.push(`  ${JSON.stringify(file)}: ${JSON.stringify(await theirs(file))}`);
    }
    const about = ` "go": ${JSON.stringify(go!.version)},\n "traces": {\n${lines.join(',\n')}\n }`;
    writeFileSync(PROFILE_ANSWERS, `{\n${about}\n}\n`);
  });
});

describe.skipIf(go === null || isRecording)('go tool trace -pprof', () => {
  const some = isRecording ? [] : Object.keys(profileAnswers().traces).filter((_, i) => i % 7 === 0);

  it.each(some)('says now what was recorded: %s', async (file) => {
    expect(await theirs(file)).toEqual(profileAnswers().traces[file]);
  });
});

const pprof = findGoPprof();
describe.skipIf(go === null || pprof === null)('go tool pprof', () => {
  it.each(['go1.19/http', 'go1.22/generations', 'go1.26/sync', 'go1.27/syscalls'])(
    'prints of what is exported, and plumbline of the trace, what it prints of the profiles of go tool trace: %s',
    async (name) => {
      const file = `${name}.trace.gz`;
      writeFileSync(unpacked, traceBytes(file));
      const trace = expectOk(await readInPieces(traceBytes(file)));
      const exported = path.join(folder, 'exported.pb.gz');
      writeFileSync(exported, gzipSync(encodeProfile(traceProfileOfAll(trace, lanesOf(trace)))));
      const rows = (text: string | null): string[] => {
        const lines = (text ?? '').split('\n');
        // What is before them names the sample type.
        return lines.slice(lines.findIndex((line) => line.startsWith('Showing nodes')));
      };
      for (const kind of GO_KINDS) {
        const asTheirs = path.join(folder, `${kind}.pb`);
        writeFileSync(asTheirs, (await go!.profile(unpacked, kind))!);
        for (const what of ['contentions', 'delay']) {
          const expected = rows(
            await pprof!.ask(['-top', '-nodecount=0', `-sample_index=${what}`, asTheirs]),
          );
          const type = `-sample_index=${kind}_${what}`;
          expect(rows(await pprof!.ask(['-top', '-nodecount=0', type, exported]))).toEqual(expected);
          const { stdout, code } = await plumbline(['top', '-nodecount=0', type, path.join(FIXTURES, file)]);
          expect(code).toBe(0);
          expect(rows(stdout)).toEqual(expected);
        }
      }
    },
  );
});
