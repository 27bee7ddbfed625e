// From a snapshot to its files and its line: names that nothing in the session has, and the bytes under them. The line goes
// to the journal only after the caller has made the names durable.
import { join } from 'node:path';
import type { CaptureFacts, CaptureFailure, MemoryNumbers, TimeSource } from '../../contract/domain';
import { failed } from '../../contract/errors';
import { sha256 } from './content-hash';
import { makeOwnFolder, placeFile, removeQuietly, type Files } from './files';
import {
  toCaptureEntry,
  toFailureEntry,
  toMemoryEntry,
  wholeMs,
  type NewEntry,
  type SnapshotEntry,
} from './journal-entry';
import { captureFile, snapshotId } from './names';

export interface NewCapture {
  /** As they are kept: gzipped if they came so. */
  readonly bytes: Uint8Array;
  readonly facts: CaptureFacts;
  readonly importedFrom?: string | null;
  /** When this one was taken, for its file's name; the snapshot's time if absent. */
  readonly timeMs?: number;
}

export interface NewSnapshot {
  readonly targetId: string | null;
  readonly timeMs: number;
  readonly timeSource: TimeSource;
  readonly captures: readonly NewCapture[];
  readonly memory: MemoryNumbers | null;
  readonly failures: readonly CaptureFailure[];
}

/** A snapshot's line of the journal, before it has its time. */
type SnapshotLine = Extract<NewEntry, { type: SnapshotEntry['type'] }>;

export interface PlacedSnapshots {
  readonly lines: readonly SnapshotLine[];
  /** Takes the files away again, and gives their names free. */
  readonly undo: () => Promise<void>;
}

export class SnapshotFiles {
  /** Every name given so far, in lower case; see `captureFile`. */
  readonly #names = new Set<string>();

  constructor(
    private readonly folder: string,
    private readonly files: Files,
  ) {}

  /** A name that is not to be given again. */
  claim(file: string): void {
    this.#names.add(file.toLowerCase());
  }
  forget(): void {
    this.#names.clear();
  }

  /** All of them or none; their files are durable on return. The bytes are not copied. */
  async place(
    list: readonly NewSnapshot[],
    isTaken: (snapshotId: string) => boolean,
  ): Promise<PlacedSnapshots> {
    const placed: string[] = [];
    const undo = async (): Promise<void> => {
      for (const file of placed) {
        await removeQuietly(this.files, this.#pathOf(file));
        this.#names.delete(file.toLowerCase());
      }
    };
    const ids = new Set<string>();
    try {
      const lines: SnapshotLine[] = [];
      for (const snapshot of list) {
        const line = await this.#placeOne(snapshot, (id) => isTaken(id) || ids.has(id), placed);
        ids.add(line.id);
        lines.push(line);
      }
      for (const day of new Set(placed.map(dayOf))) await this.files.syncFolder(join(this.folder, day));
      return { lines, undo };
    } catch (error) {
      await undo();
      throw error;
    }
  }

  #pathOf(file: string): string {
    return join(this.folder, ...file.split('/'));
  }

  async #placeOne(
    snapshot: NewSnapshot,
    isTaken: (snapshotId: string) => boolean,
    placed: string[],
  ): Promise<SnapshotLine> {
    const timeMs = wholeMs(snapshot.timeMs);
    if (snapshot.captures.length === 0 && snapshot.memory === null && snapshot.failures.length === 0) {
      throw failed('snapshot-empty');
    }
    const id = snapshotId(timeMs, snapshot.targetId, isTaken);
    const captures: SnapshotLine['captures'] = [];
    for (const capture of snapshot.captures) {
      const { bytes, facts } = capture;
      const captureMs = wholeMs(capture.timeMs ?? snapshot.timeMs);
      const file = captureFile(captureMs, snapshot.targetId, facts, bytes, (name) => this.#names.has(name));
      const entry = toCaptureEntry(
        file,
        bytes.length,
        await sha256(bytes),
        facts,
        capture.importedFrom ?? null,
      );
      await makeOwnFolder(this.files, this.folder, dayOf(file));
      await placeFile(this.files, this.#pathOf(file), bytes);
      this.claim(file);
      placed.push(file);
      captures.push(entry);
    }
    const imported = snapshot.captures.some((c) => (c.importedFrom ?? null) !== null);
    const isEmpty = captures.length === 0 && snapshot.memory === null;
    return {
      type: isEmpty ? 'capture-failed' : imported ? 'snapshot-imported' : 'snapshot-taken',
      id,
      target: snapshot.targetId,
      timeMs,
      timeSource: snapshot.timeSource,
      captures,
      memory: snapshot.memory === null ? null : toMemoryEntry(snapshot.memory),
      failures: snapshot.failures.map(toFailureEntry),
    };
  }
}

/** The folder of a capture's file. */
const dayOf = (file: string): string => file.slice(0, 10);
