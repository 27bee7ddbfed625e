// The built command line, run as a user runs it.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const CLI = resolve(import.meta.dirname, '../../out/main/plumbline.js');

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let ownHome: string | null = null;

/** Settings of a home that nobody has used yet: what the tester has chosen for their own decides no test. */
function environment(home: string | null): NodeJS.ProcessEnv {
  if (home === null && ownHome === null) {
    const made = mkdtempSync(join(tmpdir(), 'plumbline-cli-home-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    ownHome = made;
  }
  const folder = home ?? ownHome ?? '';
  return { ...process.env, HOME: folder, XDG_CONFIG_HOME: join(folder, '.config') };
}

/** Runs to its end, in the folder `cwd`, and never rejects for an exit code. */
export function plumbline(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
): Promise<CliResult> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [CLI, ...args],
      { encoding: 'utf8', maxBuffer: 1 << 28, cwd, env: { ...environment(null), ...env } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
        done({ code, stdout, stderr });
      },
    );
  });
}

/** Fails the test with the command's own words where it did not exit with 0. */
export async function plumblineJson<T>(args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await plumbline([...args, '--json']);
  if (code !== 0) throw new Error(`plumbline ${args.join(' ')} exited with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** `home` holds its settings; left out, one that is gone with the test process. */
export function startPlumbline(args: readonly string[], home: string | null = null): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    env: environment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
