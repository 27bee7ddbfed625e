// Records what `go tool pprof -top` prints for the captures under test/fixtures/pprof, for machines without Go:
//   node test/support/go-pprof-record.mjs
// writes <version>/top.json beside the captures. Run it after new captures, and say in the README which Go it was.
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../fixtures/pprof/', import.meta.url));
const environment = { ...process.env, TZ: 'UTC' };
const go = execFileSync('go', ['version'], { encoding: 'utf8' }).split(' ')[2];

const versions = readdirSync(root).filter((name) => name.startsWith('go'));
for (const version of versions) {
  const folder = join(root, version);
  const captures = readdirSync(folder).filter((name) => name.endsWith('.pb.gz'));
  const cases = [];
  for (const file of captures) {
    for (const sampleType of sampleTypes(folder, file))
      for (const sort of ['flat', 'cum']) cases.push({ file, sampleType, sort });
  }
  for (const kind of ['heap', 'goroutine']) {
    const [file, base] = [`${kind}-2.pb.gz`, `${kind}-1.pb.gz`];
    for (const sampleType of sampleTypes(folder, file)) {
      for (const mode of ['base', 'diff_base']) cases.push({ file, base, mode, sampleType, sort: 'flat' });
    }
  }
  // All types and orders of the newest Go, the default type and order of the others: the rest is asked live.
  const kept =
    version === versions.at(-1) ? cases : cases.filter((c) => c.sampleType === '' && c.sort === 'flat');
  const answers = kept.map((c) => ({ ...c, stdout: top(folder, c) }));
  writeFileSync(join(folder, 'top.json'), `${JSON.stringify({ go, answers }, null, 1)}\n`);
  console.log(version, answers.length);
}

/** The default, and every other by its index. */
function sampleTypes(folder, file) {
  const raw = execFileSync('go', ['tool', 'pprof', '-raw', join(folder, file)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const types = raw.split('\nSamples:\n')[1].split('\n')[0].split(' ');
  return ['', ...types.keys()].map(String);
}

function top(folder, { file, base, mode, sampleType, sort }) {
  const options = ['-top'];
  if (sort === 'cum') options.push('-cum');
  if (sampleType !== '') options.push(`-sample_index=${sampleType}`);
  if (base !== undefined) options.push(`-${mode}=${join(folder, base)}`);
  return execFileSync('go', ['tool', 'pprof', ...options, join(folder, file)], {
    encoding: 'utf8',
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}
