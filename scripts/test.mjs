// `npm test [-- --long] [--only e2e[,unit…]] [FILTER…]`: every check and every test of the project, one line at the end.
// A test that cannot run here says so by name. Results: test-results/*.json.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './built.mjs';
import { findDisplay } from './display.mjs';
import { electronDist, fetchElectron, whyNotLoading } from './electron.mjs';
import { copyForUser, makeUser, whyNoUser } from './unprivileged.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'test-results');
const options = readOptions(process.argv.slice(2));
const STEP_WITHIN_MS = options.long ? 4 * 3_600_000 : 20 * 60_000;

const total = { passed: 0, failed: 0, skipped: 0 };
const notRun = [];
const failures = [];
const undo = [];

mkdirSync(results, { recursive: true });
process.exitCode = 1;
try {
  await checks([
    ['lint of components', 'lint', 'src/**/*.vue'],
    ['lint', 'lint', '.', '--ignore-pattern', '**/*.vue'],
    ['types', 'typecheck'],
    ['format', 'format:check'],
    ['imports', 'check:imports'],
  ]);
  await suite('unit', 1);
  if (needsBuild()) await buildOnce();
  await suite('services', shardsOf('services'));
  if (wants('e2e')) await e2e('e2e');
  if (options.long || options.only?.includes('long')) await e2e('long');
  if (options.only?.includes('looks')) await e2e('looks');
} finally {
  for (const step of undo.reverse()) step();
}
for (const name of notRun) console.log(`not run: ${name}`);
for (const name of failures) console.log(`failed: ${name}`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`;
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);

function readOptions(argv) {
  const only = argv.indexOf('--only');
  return {
    long: argv.includes('--long'),
    only: only < 0 ? null : (argv[only + 1] ?? '').split(','),
    filters: argv.filter((argument, i) => !argument.startsWith('--') && (only < 0 || i !== only + 1)),
  };
}
function wants(step) {
  return options.only === null || options.only.includes(step);
}
function needsBuild() {
  return ['services', 'e2e', 'long', 'looks'].some(wants);
}

/** Each counts as one test. Two at a time, the longest first: each is on one core. */
async function checks(all) {
  const left = all.filter(([name]) => wants(name) || wants('check'));
  const work = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [name, script, ...args] = next;
      await counted(name, () => run('npm', ['run', '--silent', script, '--', ...args], { apart: true }));
    }
  };
  await Promise.all([work(), work()]);
}

/** Its files are run one by one, and mostly wait for a service or a page: two can. What is measured is alone. */
function shardsOf(project) {
  return ['services', 'e2e'].includes(project) && options.filters.length === 0 ? 2 : 1;
}

async function counted(name, action) {
  const began = Date.now();
  console.log(`\n== ${name}`);
  const ok = (await action()) === true;
  console.log(`== ${name}: ${ok ? 'ok' : 'FAILED'} in ${seconds(began)}`);
  if (ok) total.passed++;
  else {
    total.failed++;
    failures.push(name);
  }
  return ok;
}

async function buildOnce() {
  await counted('build', () => isBuilt(root) || build(root));
}

/** Runs one vitest project as whoever this is. */
async function suite(project, shards) {
  if (!wants(project) && !(project === 'unit' && wants('check'))) return;
  await vitest(project, { cwd: root, wrap: (command) => command, env: process.env, shards });
}

/**
 * In real Electron and in Chromium. Both keep their sandbox for other users than root, so root runs these as nobody,
 * in a copy of the project that nobody may write.
 */
async function e2e(project) {
  const env = { ...process.env };
  const display = findDisplay();
  if (electronDist(root) === null) {
    const notFetched = fetchElectron(root);
    if (notFetched !== null) console.log(`Tests in Electron will not run: ${notFetched}.`);
  } else {
    const notLoading = whyNotLoading(electronDist(root));
    if (notLoading !== null) {
      console.log(`Tests in Electron will not run: ${notLoading}.`);
      env.PLUMBLINE_NO_ELECTRON = notLoading;
    }
  }
  if (display.why !== null) console.log(`Tests in Electron will not run: ${display.why}.`);

  const shards = display.isShared ? 1 : shardsOf(project);
  const isRoot = process.platform === 'linux' && process.getuid() === 0;
  const noUser = isRoot ? whyNoUser() : null;
  if (noUser !== null) console.log(`These tests run as root, without the sandbox: ${noUser}.`);
  if (!isRoot || noUser !== null) {
    await vitest(project, { cwd: root, wrap: display.wrap, env, shards });
    return;
  }
  const home = mkdtempSync(join(tmpdir(), 'plumbline-user-'));
  undo.push(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const user = makeUser(home);
  const cwd = copyForUser(root, home);
  await vitest(project, {
    cwd,
    wrap: (command, place) => user.wrap(display.wrap(command, place)),
    env: { ...env, ...user.env },
    shards,
  });
  for (const name of ['screenshots', 'traces']) {
    const from = join(cwd, 'test-results', name);
    if (existsSync(from)) cpSync(from, join(results, name), { recursive: true });
  }
}

async function vitest(project, { cwd, wrap, env, shards }) {
  const began = Date.now();
  console.log(`\n== ${project}`);
  const all = Array.from({ length: shards }, (_, i) => shard(project, { cwd, wrap, env, place: i, shards }));
  const ok = (await Promise.all(all)).every((ended) => ended);
  console.log(`== ${project}: ${ok ? 'ok' : 'FAILED'} in ${seconds(began)}`);
}

/** One of `shards` runners, each of which has its part of the files. */
async function shard(project, { cwd, wrap, env, place, shards }) {
  const name = shards === 1 ? project : `${project}-${place + 1}`;
  const report = join(cwd, 'test-results', `${name}.json`);
  rmSync(report, { force: true });
  const ok = await run(
    ...split(
      wrap(
        [
          process.execPath,
          join(cwd, 'node_modules/vitest/vitest.mjs'),
          'run',
          '--project',
          project,
          ...(shards === 1 ? [] : [`--shard=${place + 1}/${shards}`]),
          '--passWithNoTests',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${report}`,
          ...options.filters,
        ],
        place,
      ),
    ),
    { cwd, env: { ...env, CI: '1' } },
  );
  read(name, report, cwd, ok);
  if (cwd !== root && existsSync(report)) cpSync(report, join(results, `${name}.json`));
  return ok;
}

/** Adds a report's figures. A file that could not even be loaded, or a runner that broke, counts as one failure. */
function read(project, report, cwd, ok) {
  const before = total.failed;
  if (existsSync(report)) {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    for (const file of testResults) {
      const name = relative(cwd, file.name);
      for (const { status, fullName } of file.assertionResults) {
        const line = `${name}: ${fullName}`;
        if (status === 'passed') total.passed++;
        else if (status === 'failed') {
          total.failed++;
          failures.push(line);
        } else {
          total.skipped++;
          notRun.push(line);
        }
      }
      if (file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed')) {
        total.failed++;
        failures.push(`${name}: ${(file.message ?? 'did not load').split('\n')[0]}`);
      }
    }
  }
  if (!ok && total.failed === before) {
    total.failed++;
    failures.push(`${project}: the runner ended before its report, or with an error outside of any test`);
  }
}

function split([program, ...args]) {
  return [program, args];
}

/** Answers whether it ended well, and in time. `apart`: what it prints comes when it ends, since others run beside it. */
function run(program, args, { cwd = root, env = process.env, apart = false } = {}) {
  return new Promise((resolve) => {
    const output = apart ? 'pipe' : 'inherit';
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', output, output],
      // A group of its own, so that what it started ends with it when time is up.
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    const printed = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => printed.push(chunk));
    const end = (signal) => {
      try {
        process.kill(-child.pid, signal);
      } catch (error) {
        if (error.code !== 'ESRCH') throw error;
      }
    };
    const late = setTimeout(() => {
      console.log(`${program} took longer than ${STEP_WITHIN_MS / 60_000} minutes and is ended.`);
      end('SIGKILL');
    }, STEP_WITHIN_MS);
    const interrupted = () => end('SIGTERM');
    process.once('SIGINT', interrupted);
    process.once('SIGTERM', interrupted);
    child.once('error', (error) => {
      console.log(error.message);
      resolve(false);
    });
    child.once('close', (code) => {
      clearTimeout(late);
      process.stdout.write(Buffer.concat(printed));
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      resolve(code === 0);
    });
  });
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}
