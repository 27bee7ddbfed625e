// From a capture's file to the tables of core. Runs in a worker; what is wrong with a file is a PlumblineError `format`.
import { basename } from 'node:path';
import type { FormatError, Result } from '../../core/base/result';
import { goroutinesFromProfile } from '../../core/goroutine/from-profile';
import type { Goroutines } from '../../core/goroutine/goroutines';
import {
  openCapture,
  openInPieces,
  type OpenedCapture,
  type OpenOptions,
} from '../../core/inspect/inspect-capture';
import { alignProfiles } from '../../core/pprof/align';
import { combineProfiles } from '../../core/pprof/combine';
import { decodeProfile } from '../../core/pprof/decode';
import { decodeAnyProfile } from '../../core/pprof/decode-text';
import { at, type Profile } from '../../core/pprof/profile';
import { failed } from '../../contract/errors';
import { expectAnswer } from './expect-answer';
import { expectReadable, explained, unreadable } from './explained';
import { isTrace } from './is-trace';
import type { OnProgress } from '../../contract/progress';
import { readCapture, readInPieces, type ReadAhead, type ReadOptions } from './read-capture';

export interface LoadOptions extends ReadOptions, OpenOptions {
  /** Of many files, those that come next. */
  readonly ahead?: ReadAhead;
}

/** Reads and decodes a file. Its kind is that of its bytes, whatever its name. */
export async function loadFile(path: string, options: LoadOptions = {}): Promise<OpenedCapture> {
  const early = await options.ahead?.take(path);
  if (early) return expectReadable(openCapture(early, options), path);
  const inPieces = await explained(path, () =>
    readInPieces(path, (head) => openInPieces(head, options), options),
  );
  // What is no dump after all is named by who sees the whole of it.
  if (inPieces?.ok === true) return inPieces.value;
  const bytes = expectReadable(await explained(path, () => readCapture(path, options)), path);
  return expectReadable(openCapture(bytes, options), path);
}

/** A file by its path, or with it the profile that was made of it: in protobuf form, not compressed. */
export type ProfileFile = string | { readonly path: string; readonly bytes: Uint8Array };

export const pathOf = (file: ProfileFile): string => (typeof file === 'string' ? file : file.path);

/** A profile in protobuf form, or all that a trace has; what is something else is named as what it is. */
export const loadProfile = (file: ProfileFile): Promise<Profile> =>
  typeof file === 'string'
    ? loadDecoded(file, decodeProfile)
    : Promise.resolve(expectReadable(decodeProfile(file.bytes), file.path));

/** As many as are decoded at once while a sum of many is formed. */
const AT_ONCE = 8;

/** The sum of profiles, as `go tool pprof` forms it of several files; one alone is as it came. */
export async function loadSum(files: readonly ProfileFile[], tell: OnProgress): Promise<Profile> {
  let sum: Profile | null = null;
  for (let done = 0; done < files.length; done += AT_ONCE) {
    tell({ step: 'read', done, all: files.length });
    const some: Profile[] = sum === null ? [] : [sum];
    for (const file of files.slice(done, done + AT_ONCE)) some.push(await loadProfile(file));
    sum = some.length === 1 ? at(some, 0) : expectAnswer(combineProfiles(some));
  }
  if (sum === null) throw new Error('nothing to add up');
  return sum;
}

/** The same, or the numbers and addresses of a text form, which is all that `go tool pprof` reads of one. */
export const loadProfileOrText = (path: string): Promise<Profile> => loadDecoded(path, decodeAnyProfile);

async function loadDecoded(
  path: string,
  decode: (bytes: Uint8Array) => Result<Profile, FormatError>,
): Promise<Profile> {
  if (await isTrace(path)) {
    // Not loaded for all that are none, since commands are measured in milliseconds.
    const { loadTraceProfile } = await import('./load-trace-profile');
    return loadTraceProfile(path);
  }
  const bytes = expectReadable(await explained(path, () => readCapture(path)), path);
  const decoded = decode(bytes);
  if (decoded.ok) return decoded.value;
  if (decoded.error.code === 'too-large') throw unreadable(path, decoded.error);
  const { facts } = expectReadable(openCapture(bytes), path);
  throw facts.encoding === 'text' && decode === decodeProfile
    ? failed('file-text-form', { file: basename(path), kind: facts.kind })
    : unreadable(path, decoded.error);
}

/** Goroutines of a profile, of its text, or of a dump. */
export function goroutinesOf({ facts, content }: OpenedCapture, path: string): Goroutines {
  if (content?.form === 'goroutines') return content.goroutines;
  if (content?.form === 'profile' && (facts.kind === 'goroutine' || facts.kind === 'goroutineleak')) {
    return expectReadable(goroutinesFromProfile(content.profile), path);
  }
  throw failed('file-no-goroutines', { file: basename(path), kind: facts.kind });
}

/** Reads A, then B, and tells how far it is. */
export async function readBoth<T, F>(
  read: (file: F) => Promise<T>,
  fileA: F,
  fileB: F,
  tell: OnProgress,
): Promise<[T, T]> {
  tell({ step: 'read', done: 0, all: 2 });
  const a = await read(fileA);
  tell({ step: 'read', done: 1, all: 2 });
  const b = await read(fileB);
  tell({ step: 'judge', done: 0, all: null });
  return [a, b];
}

/** Two profiles with the same sample types in the same units: else what is subtracted would be something else. */
export async function loadComparable(
  fileA: ProfileFile,
  fileB: ProfileFile,
  tell: OnProgress,
): Promise<[Profile, Profile]> {
  const [a, b] = await readBoth(loadProfile, fileA, fileB, tell);
  const aligned = alignProfiles([b, a]);
  if (!aligned.ok)
    throw failed('question-unanswered', { detail: `These two cannot be compared: ${aligned.error.message}` });
  return [at(aligned.value, 1), at(aligned.value, 0)];
}
