// Who a process is, so that it can be told later whether it still runs. A process id alone is not enough: ids are
// reused, start over at each boot, and mean different processes in different containers.
import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';
import { errno } from './files';

export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** Null where the system has none: not Linux. */
  bootId: z.string().max(64).nullable(),
  /** Clock ticks since boot at which the process started; null where not known. */
  startTicks: z.string().max(32).nullable(),
  /** Which process id namespace (container) the pid counts in. */
  pidNamespace: z.string().max(64).nullable(),
  host: z.string().max(256),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

export async function ownIdentity(): Promise<ProcessIdentity> {
  return {
    pid: process.pid,
    bootId: await readOrNull('/proc/sys/kernel/random/boot_id'),
    startTicks: await startTicks('self'),
    pidNamespace: await ownPidNamespace(),
    host: hostname().slice(0, 256),
  };
}

/**
 * `unknown`: on another machine or in another container, where its process ids mean nothing here.
 */
export async function judgeProcess(
  other: ProcessIdentity,
  own: ProcessIdentity,
): Promise<'alive' | 'dead' | 'unknown'> {
  const sameHost = other.host === own.host;
  if (other.bootId !== own.bootId) return sameHost ? 'dead' : 'unknown';
  // One kernel with two names, or the same name on a system without a boot id: containers, or machines.
  if (other.bootId === null && !sameHost) return 'unknown';
  // A container that was started again has its name, but a new namespace: what ran in the old one is gone.
  if (other.pidNamespace !== own.pidNamespace) return sameHost ? 'dead' : 'unknown';
  if (!processExists(other.pid)) return 'dead';
  if (other.startTicks === null) return 'alive';
  const ticks = await startTicks(other.pid);
  return ticks === null || ticks === other.startTicks ? 'alive' : 'dead';
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and belongs to someone else.
    return errno(error) !== 'ESRCH';
  }
}

/** Field 22 of /proc/<pid>/stat (proc(5)). The name before it, in parentheses, may hold spaces and parentheses. */
async function startTicks(pid: number | 'self'): Promise<string | null> {
  const stat = await readOrNull(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie holds its pid but writes no more: as good as gone.
  if (fields[0] === 'Z' || fields[0] === 'X') return 'ended';
  return fields[19] ?? null;
}

async function ownPidNamespace(): Promise<string | null> {
  try {
    return await readlink('/proc/self/ns/pid');
  } catch (error) {
    if (errno(error) === undefined) throw error;
    return null;
  }
}

async function readOrNull(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (errno(error) === undefined) throw error;
    return null;
  }
}
