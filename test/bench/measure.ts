// Time and memory of whole processes, and of two things against each other.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly rounds: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] ?? NaN)
      : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
  return { median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN, rounds: sorted.length };
}

/** Alternately, so that whatever else the machine does meets all of them alike; the first round of each is not counted. */
export async function alternate<K extends string>(
  rounds: number,
  measured: Readonly<Record<K, () => number | Promise<number>>>,
): Promise<Record<K, Spread>> {
  const names = Object.keys(measured) as K[];
  const values = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await measured[name]();
      if (round > 0) values.get(name)?.push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, spreadOf(values.get(name) ?? [])])) as Record<
    K,
    Spread
  >;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Milliseconds from start to end; its output goes nowhere. Rejects where it fails. */
export function timeCommand(command: Command): Promise<number> {
  const began = performance.now();
  return runCommand(command).then(() => performance.now() - began);
}

/** The most memory that the command had resident, in bytes; NaN where the system has no /proc. Not to be timed. */
export async function peakOfCommand(command: Command): Promise<number> {
  let peak = NaN;
  await runCommand(command, (pid) => (peak = peakOf(pid) ?? peak));
  return peak;
}

/** High-water mark of a process' resident memory in bytes, as the kernel counts it; null when it has ended. */
export function peakOf(pid: number): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return null;
    throw error;
  }
}

function runCommand({ program, args, env }: Command, watch?: (pid: number) => void): Promise<void> {
  return new Promise((done, fail) => {
    const nowhere = openSync('/dev/null', 'w');
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', nowhere, 'pipe'],
    });
    closeSync(nowhere);
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const { pid } = child;
    const timer = watch === undefined || pid === undefined ? undefined : setInterval(() => watch(pid), 5);
    child.once('error', fail);
    child.once('close', (code) => {
      clearInterval(timer);
      if (code === 0) done();
      else
        fail(new Error(`${program} ${args.slice(0, 4).join(' ')} ended with ${code}: ${said.slice(0, 500)}`));
    });
  });
}
