// Records the sample session anew: node scripts/record-sample.mjs; with --facts only what is
// written about it: its notes, and what the empty workspace says. Needs Go, and a machine that is not busy: the service
// leaks sixty times a second, and the capturing must keep its pace.
//
// The story's service runs 3600 times as fast as life, a second for an hour: a day and a half of a release that loads its
// configuration once, then a deploy of one that starts two watchers a minute, for three days. Everything in the session
// is what `plumbline capture` itself wrote, but for the address: nothing may be captured into the sample from a service
// that happens to answer where this one did, so the target is renamed to one that cannot answer, and the plan is off.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import { build, isBuilt } from './built.mjs';

const TIME_SCALE = 3600;
const HEALTHY_SECONDS = 36;
const LEAKING_SECONDS = [6, 66];
const NAME = 'collect-svr (sample)';
const ADDRESS = 'http://collect-svr.invalid:6060/debug/pprof';
/** Its last part but two names the target: see main/workspace/names. */
const PREFIX = '/services/collect-svr/debug/pprof';
/** Traffic with a daily wave; what a watcher retains makes about 100 MB a day of it. */
const FLAGS = ['-prefix', PREFIX, '-wave', '24s', '-traffic', '40', '-swing', '0.5', '-retain', '32768'];
const RELEASES = {
  '1.8.2': [...FLAGS, '-tick', '0', '-seed', '7'],
  '1.9.0': [...FLAGS, '-tick', '16666667ns', '-seed', '11'],
};
const CONFIG = 'example.org/collect/internal/pkg/config';
const PLAN_KINDS = 'goroutine,heap,memory';
/** One hour of the service's clock; the trace is kept as it comes, not gzipped. */
const TRACE = '1s';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
if (!isBuilt(root) && !build(root)) process.exit(1);
const sample = join(root, 'resources/sample');
const scratch = mkdtempSync(join(tmpdir(), 'plumbline-sample-'));
const workspace = join(scratch, 'workspace');

const plumbline = (...args) =>
  execFileSync(process.execPath, [join(root, 'out/main/plumbline.js'), ...args, '--workspace', workspace], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });

/** Another release is another build, with a build id of its own. */
function buildRelease(release) {
  const program = join(scratch, `collectsvr-${release}`);
  execFileSync(
    'go',
    ['build', '-trimpath', '-ldflags', `-X main.release=${release}`, '-o', program, './cmd/collectsvr'],
    {
      cwd: join(root, 'test/services'),
      env: { ...process.env, GOPROXY: 'off', GOFLAGS: '-buildvcs=false', CGO_ENABLED: '0' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  return program;
}

async function start(release, program, port) {
  const child = spawn(program, ['-until-stdin-closes', '-addr', `127.0.0.1:${port}`, ...RELEASES[release]], {
    argv0: 'collectsvr',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  return {
    port: Number(new URL(JSON.parse(line).url).port),
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

async function record() {
  const programs = Object.fromEntries(
    Object.keys(RELEASES).map((release) => [release, buildRelease(release)]),
  );

  const healthy = await start('1.8.2', programs['1.8.2'], 0);
  const base = `http://127.0.0.1:${healthy.port}`;
  const sessionId = plumbline(
    ...['session', 'create', NAME, '--target', `${base}${PREFIX}`, '--metrics', `${base}/metrics`],
    ...['--every', '1s', '--kinds', PLAN_KINDS, '--gc', '--time-scale', String(TIME_SCALE)],
  ).trim();
  const capture = (seconds) => plumbline('capture', sessionId, '--for', `${seconds}s`);
  const dump = () => plumbline('capture', sessionId, '--once', '--kinds', `${PLAN_KINDS},goroutine-dump`);
  const trace = () => plumbline('capture', sessionId, '--once', '--trace', TRACE, '--kinds', PLAN_KINDS);

  capture(HEALTHY_SECONDS);
  dump();
  await healthy.stop();
  const leaking = await start('1.9.0', programs['1.9.0'], healthy.port);
  for (const seconds of LEAKING_SECONDS) {
    capture(seconds);
    dump();
    trace();
  }
  await leaking.stop();

  const recorded = join(workspace, 'sessions', sessionId);
  const file = join(recorded, 'session.json');
  const session = JSON.parse(readFileSync(file, 'utf8'));
  session.plan.enabled = false;
  session.targets = session.targets.map((target) => ({ ...target, url: ADDRESS, metricsUrl: null }));
  writeFileSync(file, `${JSON.stringify(session, null, 2)}\n`);

  rmSync(sample, { recursive: true, force: true });
  cpSync(recorded, sample, { recursive: true, filter: (path) => !path.endsWith('.index') });
}

/** What an investigator would have written, in the words of the formats: docs/formats.md. */
function annotate() {
  const file = join(sample, 'journal.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const entries = lines.map((line) => JSON.parse(line));
  const kept = lines.filter((_, i) => !/^(annotation|notes)-/.test(entries[i].type));
  const deployMs = Math.max(...entries.map(({ memory }) => memory?.processStartMs ?? 0));
  const { at } = entries.filter(({ type }) => type === 'snapshot-taken').at(-1);
  const ms = Date.parse(at);
  const annotation = (id, on, text, flag, tags) => ({
    type: 'annotation-written',
    annotation: { id, on, text, tags, flag, createdMs: ms, changedMs: ms },
  });
  const notes = readFileSync(join(root, 'scripts/sample-notes.md'));
  writeFileSync(join(sample, 'notes.md'), notes);
  const added = [
    annotation(
      'sampledeploy',
      { type: 'moment', timeMs: Math.floor(deployMs) },
      'Release 1.9.0: the configuration is refreshed every minute.',
      'deploy',
      ['1.9.0'],
    ),
    annotation(
      'samplewatch',
      { type: 'function', function: `${CONFIG}.(*appConfigLoaderRainbowImpl).Watch.func1` },
      'Watch is meant to be called once and never ends. Since 1.9.0 every refresh calls it.',
      'suspect',
      [],
    ),
    {
      type: 'notes-saved',
      size: notes.length,
      sha256: createHash('sha256').update(notes).digest('hex'),
      outside: false,
    },
  ].map((entry) => {
    const body = JSON.stringify({ v: entries[0].v, at, ...entry }).slice(0, -1);
    return `${body},"crc":"${crc32(body).toString(16).padStart(8, '0')}"}`;
  });
  writeFileSync(file, `${[...kept, ...added].join('\n')}\n`);
}

/** What the empty workspace shows of it before it is opened; test/unit/sample.test.ts holds it against the session. */
function writeFacts() {
  const { session } = JSON.parse(plumbline('sample', '--json'));
  const { timeline } = JSON.parse(plumbline('session', 'show', session.id, '--json'));
  const { suspects } = JSON.parse(plumbline('growth', session.id, '--json'));
  const journal = readFileSync(join(sample, 'journal.jsonl'), 'utf8').trim().split('\n');
  const starts = journal.map((line) => JSON.parse(line).memory?.processStartMs).filter(Number.isFinite);
  const [firstMs, lastMs] = [timeline.timeMs[0], timeline.timeMs.at(-1)];
  const share = (ms) => Number(((ms - firstMs) / (lastMs - firstMs)).toFixed(4));
  const perHour = suspects
    .filter(({ kind }) => kind === 'goroutine')
    .reduce((sum, { slopePerHour }) => sum + slopePerHour, 0);
  const facts = {
    snapshots: timeline.snapshotId.length,
    days: Number((((lastMs - firstMs) * TIME_SCALE) / 86_400_000).toFixed(1)),
    timeScale: TIME_SCALE,
    secondsRecorded: Math.round((lastMs - firstMs) / 1000),
    goroutinesPerMinute: Number((perHour / 60).toFixed(2)),
    deploy: share(Math.max(...starts)),
    /** Share of the time, goroutines. */
    line: timeline.goroutines.map((count, i) => [share(timeline.timeMs[i]), count]),
  };
  writeFileSync(join(root, 'src/renderer/features/sessions/sample-facts.json'), `${JSON.stringify(facts)}\n`);
}

if (!process.argv.includes('--facts')) await record();
rmSync(workspace, { recursive: true, force: true });
annotate();
writeFacts();
rmSync(scratch, { recursive: true, force: true });
console.log(`${sample}: ${readdirSync(sample, { recursive: true }).length} files and folders`);
