// Our answer to a question that is put to `go tool pprof`, and what it once answered, for machines without it.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { combineProfiles } from '../../src/core/pprof/combine';
import { decodeAnyProfile } from '../../src/core/pprof/decode-text';
import { readOptions } from '../../src/core/pprof/options';
import type { Profile } from '../../src/core/pprof/profile';
import { reportText } from '../../src/core/pprof/report/report';
import { expectOk } from './expect-ok';
import { FIXTURES } from './go-pprof';
import type { CorpusProfile, Pair } from './pprof-pairs';
import { sourceReader } from '../../src/main/source-files/find-source';
import { unpack } from '../../src/main/analysis/read-capture';

const timeIn = (nanos: bigint): { seconds: string; fraction: string } => {
  const seconds = nanos / 1_000_000_000n - (nanos % 1_000_000_000n < 0n ? 1n : 0n);
  const fraction = String(nanos - seconds * 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return {
    seconds: new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' '),
    fraction: fraction === '' ? '' : `.${fraction}`,
  };
};

const IN_UTC = {
  short: (nanos: bigint) => `${timeIn(nanos).seconds} UTC`,
  full: (nanos: bigint) => `${timeIn(nanos).seconds}${timeIn(nanos).fraction} +0000 UTC`,
};

/** Throws where we refuse. */
export function ourAnswer({ report, args, files }: Pair, load: (file: string) => Profile): string {
  const given: Record<string, string> = {};
  for (const arg of args) {
    const [, name = '', value = 'true'] = /^-(\w+)(?:=([^]*))?$/.exec(arg) ?? [];
    given[name] = value;
  }
  const { base, diff_base: diffBase, normalize, peek, list, ...spelled } = given;
  const { options } = expectOk(readOptions(spelled));
  const baseFile = base ?? diffBase;
  const profile = expectOk(
    combineProfiles(
      files.map(load),
      baseFile === undefined
        ? null
        : {
            base: [load(baseFile)],
            mode: base === undefined ? 'diff_base' : 'base',
            normalize: normalize === 'true',
          },
    ),
  );
  const pattern = peek ?? list;
  const readSource = sourceReader({ paths: options, base: FIXTURES, folders: null });
  return expectOk(
    reportText(profile, {
      report,
      options,
      ...(pattern === undefined ? {} : { pattern }),
      times: IN_UTC,
      readSource,
    }),
  ).text;
}

const loaded = new Map<string, Profile>();

/** A profile of the fixtures, once. */
export function fixture(file: string): Profile {
  let profile = loaded.get(file);
  if (profile === undefined) {
    profile = expectOk(decodeAnyProfile(expectOk(unpack(readFileSync(path.join(FIXTURES, file))))));
    loaded.set(file, profile);
  }
  return profile;
}

/** Every profile of the fixtures; captures of one kind and one folder are of one group. */
export function corpus(): CorpusProfile[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'make')
    .flatMap(({ name: folder }) =>
      readdirSync(path.join(FIXTURES, folder))
        .filter((name) => /\.(?:pb(?:\.gz)?|txt)$/.test(name))
        .map((name) => {
          const file = `${folder}/${name}`;
          const kind = name.replace(/[-.].*$/, '').replace('allocs', 'heap');
          return { file, group: `${folder} ${kind}`, profile: fixture(file) };
        }),
    );
}

export interface RecordedAnswers {
  /** Version whose `go tool pprof` answered. */
  readonly go: string;
  readonly answers: readonly (Pair & { readonly stdout: string })[];
}

export const RECORD = path.join(FIXTURES, 'answers.json');

export const recordedAnswers = (): RecordedAnswers =>
  JSON.parse(readFileSync(RECORD, 'utf8')) as RecordedAnswers;
