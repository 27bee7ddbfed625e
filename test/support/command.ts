// Runs a program of the project's as a user would, and tells what it says as it says it.
import { spawn, type ChildProcess } from 'node:child_process';
import { afterEach } from 'vitest';

export interface Running {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Resolves when stdout or stderr matches; rejects, with all that was said, if it ends first. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code; 128 + n after signal n is null. */
  readonly ended: Promise<number | null>;
}

const running = new Set<ChildProcess>();

/** Ends after each test what it has started. To be called once at the top of a test file. */
export function endCommandsAfterEach(): void {
  afterEach(() => {
    for (const child of running) child.kill('SIGKILL');
  });
}

export function start(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Running {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const watcher of watchers) watcher();
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      running.delete(child);
      resolve(code);
    });
  });
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(stdout) ?? pattern.exec(stderr);
        if (match === null) return;
        watchers.delete(look);
        resolve(match);
      };
      watchers.add(look);
      look();
      ended.then((code) => {
        reject(new Error(`It ended with ${code} and never said ${pattern}.\n${stdout}\n${stderr}`));
      }, reject);
    });
  return { child, stdout: () => stdout, stderr: () => stderr, says, ended };
}
