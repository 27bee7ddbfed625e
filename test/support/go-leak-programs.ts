// Go's own programs that leak goroutines, read and built from its source tree, with what Go's own test expects of them.
// Another main stands in for theirs (test/oracle/goroutineleaks), which captures what each case leaves behind.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { goroutinesFromProfile } from '../../src/core/goroutine/from-profile';
import type { Goroutines } from '../../src/core/goroutine/goroutines';
import { parseDump } from '../../src/core/goroutine/parse-dump';
import { decodeProfile } from '../../src/core/pprof/decode';
import { expectOk } from './expect-ok';
import { findGo, goEnvironment, leakDetecting, whyNoLeakDetection } from './go-service';

const run = promisify(execFile);
const CAPTURES = path.resolve(import.meta.dirname, '../oracle/goroutineleaks/main.go');
const PROGRAMS = ['testgoroutineleakprofile', 'testgoroutineleakprofile/goker'];
const CASE_WITHIN_MS = 60_000;

export interface LeakCase {
  readonly name: string;
  readonly program: string;
  /** What leaks each time, as `function(arguments) [wait reason]`. */
  readonly always: readonly RegExp[];
  /** What leaks if goroutines happen to run in a certain order. */
  readonly sometimes: readonly RegExp[];
}

export interface LeakCapture {
  readonly text: string;
  /** All goroutines, with the leaked ones marked. */
  readonly dump: Goroutines;
  /** The same after the profiles: some cases leak on. */
  readonly dumpAfter: Goroutines;
  /** The leaked ones. */
  readonly leaked: Goroutines;
  /** All, as any goroutine profile has them. */
  readonly profile: Goroutines;
}

/** Why they cannot be had; null: they can. */
export async function whyNoLeakPrograms(): Promise<string | null> {
  const why = whyNoLeakDetection();
  const tool = findGo();
  if (why !== null || tool === null) return why;
  const testdata = path.join(await goRoot(tool.go), 'src/runtime/testdata', PROGRAMS[1] ?? '');
  return existsSync(testdata) ? null : `${tool.version} has no ${testdata}`;
}

async function goRoot(go: string): Promise<string> {
  const { stdout } = await run(go, ['env', 'GOROOT'], { env: goEnvironment() });
  return realpathSync(stdout.trim());
}

/** Builds the programs into `folder`; answers the cases that Go's test knows. */
export async function buildLeakPrograms(folder: string): Promise<LeakCase[]> {
  const tool = findGo();
  if (tool === null) throw new Error('there is no Go here');
  const runtime = path.join(await goRoot(tool.go), 'src/runtime');
  const expected = expectedLeaks(readFileSync(path.join(runtime, 'goroutineleakprofile_test.go'), 'utf8'));
  const cases: LeakCase[] = [];
  for (const name of PROGRAMS) {
    const sources = path.join(runtime, 'testdata', name);
    const program = path.join(folder, path.basename(name));
    const overlay = `${program}-overlay.json`;
    await writeFile(overlay, JSON.stringify({ Replace: { [path.join(sources, 'main.go')]: CAPTURES } }));
    await run(tool.go, ['build', '-overlay', overlay, '-o', program, '.'], {
      cwd: sources,
      env: leakDetecting(),
    });
    const { stdout } = await run(program);
    for (const one of stdout.trim().split('\n')) {
      const leaks = expected.get(one);
      if (leaks !== undefined) cases.push({ name: one, program, ...leaks });
    }
  }
  return cases;
}

/** From Go's test: makeTest("Name", `pattern`, …) leaks each time, makeFlakyTest sometimes. */
export function expectedLeaks(source: string): Map<string, Pick<LeakCase, 'always' | 'sometimes'>> {
  const found = new Map<string, Pick<LeakCase, 'always' | 'sometimes'>>();
  for (const made of source.matchAll(/\bmake(Flaky)?Test\("(\w+)"((?:,\s*(?:\/\/.*\s*)*`[^`]*`)*)/g)) {
    const [, flaky, name = '', list = ''] = made;
    const patterns = [...list.matchAll(/`([^`]*)`/g)].map(([, pattern = '']) => new RegExp(pattern));
    found.set(
      name,
      flaky === undefined ? { always: patterns, sometimes: [] } : { always: [], sometimes: patterns },
    );
  }
  return found;
}

/** Runs a case once. On one processor, as Go's test has it, goroutines of the simple ones run in the order that leaks. */
export async function captureLeaks(one: LeakCase, folder: string): Promise<LeakCapture> {
  const into = await mkdtemp(path.join(folder, `${one.name}-`));
  const simple = one.sometimes.length === 0 ? { GOMAXPROCS: '1' } : {};
  await run(one.program, [one.name, into], {
    env: { ...process.env, GODEBUG: 'asyncpreemptoff=1', ...simple },
    timeout: CASE_WITHIN_MS,
    maxBuffer: 1 << 28,
  });
  const bytes = await readFile(path.join(into, 'goroutineleak.txt'));
  const after = await readFile(path.join(into, 'goroutineleak-after.txt'));
  const profileOf = async (name: string): Promise<Goroutines> =>
    expectOk(
      goroutinesFromProfile(
        expectOk(decodeProfile(new Uint8Array(gunzipSync(await readFile(path.join(into, name)))))),
      ),
    );
  return {
    text: bytes.toString('utf8'),
    dump: expectOk(parseDump(new Uint8Array(bytes))),
    dumpAfter: expectOk(parseDump(new Uint8Array(after))),
    leaked: await profileOf('goroutineleak.pb.gz'),
    profile: await profileOf('goroutine.pb.gz'),
  };
}
