// When a file from outside was taken, by the best witness there is.
import type { Zone } from '../base/zone';
import { timeFromName } from './time-from-name';

export interface WitnessedFile {
  /** May hold folders. */
  readonly name: string;
  /** The file's own time, where it is known. */
  readonly modifiedMs: number | null;
  /** What the user says; null: nothing. */
  readonly timeMs: number | null;
}

export interface FileTime {
  /** UTC milliseconds since 1970, whole. */
  readonly timeMs: number;
  readonly timeSource: 'user' | 'body' | 'file-name' | 'file-time';
}

/**
 * What the user says, then what the body says, then its name, then its file time; null: nobody says. `bodyMs` is the time in
 * the bytes; `zone` that of a time in the name which says none.
 */
export function timeOfFile(file: WitnessedFile, bodyMs: number | null, zone: Zone): FileTime | null {
  if (file.timeMs !== null) return { timeMs: file.timeMs, timeSource: 'user' };
  if (bodyMs !== null) return { timeMs: Math.floor(bodyMs), timeSource: 'body' };
  const named = timeFromName(file.name, zone);
  if (named !== null) return { timeMs: named, timeSource: 'file-name' };
  if (file.modifiedMs !== null) return { timeMs: Math.floor(file.modifiedMs), timeSource: 'file-time' };
  return null;
}
