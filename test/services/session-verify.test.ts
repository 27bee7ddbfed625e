// `plumbline session verify`, and what the next command says of a crash: the built command line on a workspace of format 1.
import { appendFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const V1 = resolve(import.meta.dirname, '../fixtures/workspace/v1');

describe('session verify', () => {
  const root = temporaryFolder('session-verify');
  const copy = (name: string): { path: string; session: string } => {
    const path = join(root, name);
    cpSync(V1, path, { recursive: true });
    return { path, session: join(path, 'sessions', readdirSync(join(path, 'sessions'))[0] ?? '') };
  };

  it('says that all is whole, and exits with 0', async () => {
    const { path } = copy('whole');
    const { code, stdout, stderr } = await plumbline(['session', 'verify', 'steady', '--workspace', path]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^5 of 5 captures are whole \(.*kB\)\.\n$/);
  });

  it('names what is missing, and exits with 1', async () => {
    const { path, session } = copy('damaged');
    rmSync(join(session, '2026-11-23'), { recursive: true });
    const { code, stdout, stderr } = await plumbline(['session', 'verify', 'steady', '--workspace', path]);
    expect(code).toBe(1);
    expect(stdout).toContain('2026-11-23/101944.247Z-import-block.pb.gz is missing.');
    expect(stdout).toContain('3 of 5 captures are whole');
    expect(stderr).toMatch(/plumbline: .* is damaged in 2 places\./);
    const json = await plumbline(['session', 'verify', 'steady', '--json', '--workspace', path]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ formatVersion: 1, ok: false, captures: 5 });
  });

  it('names captures of a line that is gone, and exits with 1', async () => {
    const { path, session } = copy('cut');
    const journal = join(session, 'journal.jsonl');
    const lines = readFileSync(journal, 'utf8').split('\n');
    const last = lines.findLastIndex((line) => line.includes('"file"'));
    writeFileSync(journal, lines.toSpliced(last, 1).join('\n'));
    const { code, stdout, stderr } = await plumbline(['session', 'verify', 'steady', '--workspace', path]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/files? that the journal does not name, set aside at the next opening: 2026-/);
    expect(stderr).toMatch(/^plumbline: The journal of .* does not name \d files? that lies? among/m);
    expect(stderr).toContain('a journal whose end is lost');
    writeFileSync(join(session, '.orphans'), '');
    writeFileSync(journal, lines.join('\n'));
    const other = await plumbline(['session', 'verify', 'steady', '--workspace', path]);
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('in the way: .orphans') as string,
    });
  });

  it('tells of a torn end without mending it; the next writer mends it and says so', async () => {
    const { path, session } = copy('torn');
    appendFileSync(join(session, 'journal.jsonl'), '{"v":2,"at":"2026-');
    const looked = await plumbline(['session', 'verify', 'steady', '--workspace', path]);
    expect(looked.code).toBe(0);
    expect(looked.stdout).toContain('not written to its end (18 bytes)');
    const file = resolve(import.meta.dirname, '../fixtures/pprof/go1.26/mutex.pb.gz');
    const imported = await plumbline(['import', 'steady', file, '--workspace', path]);
    expect(imported.code).toBe(0);
    expect(imported.stderr).toContain('were not written to the end and were cut off');
    const again = await plumbline(['session', 'verify', 'steady', '--workspace', path]);
    expect(again.stdout).toMatch(/^6 of 6 captures are whole/);
  });
});
