// Reads a source file of this machine, of a place that core has worked out from a name in a profile. The name is hostile,
// and so is what lies on the disk: no link leads out of the place's root, nothing but a regular file is opened, and nothing
// larger than a source is read. Synchronous: it runs in a command or a thread of its own.
import { closeSync, fstatSync, readSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { err, ok, type Result } from '../../core/base/result';
import { isSourceName, type Place } from '../../core/source/place';
import type { WhyNoSource } from '../../contract/sources';
import { openToReadSync } from '../workspace/files';

/** Bytes. Generated code has megabytes; what is larger is not read by anyone. */
export const MAX_SOURCE = 16 << 20;

/** As Go's bufio.Scanner has it, by which pprof reads: a longer line ends the file. */
const MAX_LINE_BYTES = 65_535;

export interface SourceMissed {
  readonly why: WhyNoSource;
  /** The same in the words of a command line, Go's where it has some. */
  readonly words: string;
}

const missed = (why: WhyNoSource, words: string): Result<never, SourceMissed> => err({ why, words });

const OF_SYSTEM: Readonly<Record<string, SourceMissed>> = {
  ENOENT: { why: 'absent', words: 'no such file or directory' },
  ENOTDIR: { why: 'absent', words: 'not a directory' },
  EACCES: { why: 'denied', words: 'permission denied' },
  ELOOP: { why: 'unreadable', words: 'too many levels of symbolic links' },
  ENAMETOOLONG: { why: 'absent', words: 'file name too long' },
};

/** Lines without their ends; or why there are none. `base`: the folder that relative places are in. */
export function readSource(place: Place, base: string): Result<readonly string[], SourceMissed> {
  try {
    const root = realpathSync(path.resolve(base, place.root));
    const real = realpathSync(path.resolve(base, place.path));
    if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep))
      return missed('outside', 'leads out of its folder');
    // Of a folder, pprof shows no lines and has no complaint: a label's name as a frame's file may well be one.
    if (statSync(real).isDirectory()) return ok([]);
    if (!isSourceName(real)) return missed('not-source', 'not the name of source code');
    const text = readRegular(real);
    return text === null ? missed('no-file', 'no regular file of 16 MiB at most') : ok(linesOf(text));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === '') throw error;
    return err(OF_SYSTEM[code] ?? { why: 'unreadable', words: code });
  }
}

function readRegular(file: string): Buffer | null {
  // Not through a link that was put there in the meantime.
  const fd = openToReadSync(file, true);
  try {
    const facts = fstatSync(fd);
    if (!facts.isFile() || facts.size > MAX_SOURCE) return null;
    const bytes = Buffer.alloc(facts.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(fd, bytes, length, bytes.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

export function linesOf(bytes: Buffer): string[] {
  const lines: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const newline = bytes.indexOf(0x0a, start);
    const stop = newline < 0 ? bytes.length : newline;
    if (stop - start > MAX_LINE_BYTES) break;
    const end = stop > start && bytes[stop - 1] === 0x0d ? stop - 1 : stop;
    lines.push(bytes.toString('utf8', start, end));
    start = stop + 1;
  }
  return lines;
}
