// Builds traceevents: node build.mjs GO PROGRAM. In two places Go's reader goes through a map of a trace of Go 1.21 or
// before, in an order of chance that shows in the events: which processor comes first of those that have events of one
// time, and which goroutine of those that are runnable as the trace begins. It is built from a copy that goes through them
// in ascending order, since two runs would differ.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const OF_CHANCE = [
  ['trace/internal/tracev1/parser.go', 'for pid := range p.batchOffsets {', 'p.batchOffsets'],
  ['trace/tracev1.go', 'for gid := range it.createdPreInit {', 'it.createdPreInit'],
];

const [, , go, program] = process.argv;
const here = import.meta.dirname;
const run = (...args) => execFileSync(go, args, { cwd: here, encoding: 'utf8' }).trim();

run('mod', 'download');
const exp = run('list', '-m', '-f', '{{.Dir}}', 'golang.org/x/exp');
const scratch = mkdtempSync(path.join(tmpdir(), 'plumbline-oracle-'));
try {
  const copy = path.join(scratch, 'exp');
  cpSync(path.join(exp, 'go.mod'), path.join(copy, 'go.mod'));
  cpSync(path.join(exp, 'trace'), path.join(copy, 'trace'), {
    recursive: true,
    filter: (file) => !file.endsWith('testdata') && !file.endsWith('_test.go'),
  });
  for (const [file, loop, map] of OF_CHANCE) {
    const place = path.join(copy, file);
    const source = readFileSync(place, 'utf8');
    if (!source.includes(loop)) throw new Error(`${file} is not as it was`);
    const key = loop.split(' ', 2)[1];
    const ascending = `for _, ${key} := range slices.Sorted(maps.Keys(${map})) {`;
    const imports = ['maps', 'slices'].filter((name) => !source.includes(`"${name}"`));
    chmodSync(place, 0o600); // files of the module cache are read-only
    writeFileSync(
      place,
      source
        .replace(loop, ascending)
        .replace('import (', ['import (', ...imports.map((name) => `"${name}"`)].join('\n')),
    );
  }

  const modfile = path.join(scratch, 'go.mod');
  cpSync(path.join(here, 'go.sum'), path.join(scratch, 'go.sum'));
  writeFileSync(
    modfile,
    `${readFileSync(path.join(here, 'go.mod'), 'utf8')}\nreplace golang.org/x/exp => ${JSON.stringify(copy)}\n`,
  );
  run('build', '-trimpath', `-modfile=${modfile}`, '-o', path.resolve(program), '.');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
