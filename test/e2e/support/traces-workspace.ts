// A workspace with one session of a leaking service: two traces some hours of its clock apart, and dumps of the same life.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plumbline } from '../../support/cli';
import { openLeakRecording } from '../../support/leak-traces';

export async function makeTracesWorkspace(workspacePath: string, session: string): Promise<void> {
  const { captures, timeScale } = openLeakRecording();
  const files = await mkdtemp(join(tmpdir(), 'plumbline-traces-to-import-'));
  try {
    const names: string[] = [];
    for (const { file, timeMs, bytes } of captures) {
      const time = new Date(timeMs).toISOString().replaceAll(':', '-');
      const name = join(files, file.includes('trace') ? `collect-${time}.trace` : `goroutine-${time}.txt`);
      await writeFile(name, bytes);
      names.push(name);
    }
    const workspace = ['--workspace', workspacePath];
    const target = ['--target', 'http://collect.invalid:6060', '--time-scale', String(timeScale)];
    await run('session', 'create', session, ...target, ...workspace);
    await run('import', session, ...names, ...workspace);
  } finally {
    await rm(files, { recursive: true, force: true });
  }
}

async function run(...args: string[]): Promise<void> {
  const { code, stderr } = await plumbline(args);
  if (code !== 0) throw new Error(stderr);
}
