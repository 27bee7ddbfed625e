// The profiles of traces, each made once however many ask: reading a trace takes seconds and some hundred megabytes, and a
// view asks for table and flame graph at the same time. What was made is small, and waits here for the next question.
import { join } from 'node:path';
import type { Capture } from '../../contract/domain';
import type { OnProgress } from '../../contract/progress';
import { INDEX_FOLDER } from '../workspace/reconcile';
import type { SessionStore } from '../workspace/session-store';
import type { ProfileFile } from './load';
import type { JobRunner } from './pool';
import { untilAborted } from './until-aborted';

/** Part of the names in `.index`, so that another version's figures are not taken for this one's. */
const VERSION = 2;
/** Together; the one that was asked for longest ago goes first. */
const MOST_BYTES = 16 * 1024 * 1024;
/** A question that takes the place of another comes right after that is given up: what it needs is read on so long. */
const GRACE_MS = 1000;

interface Reading {
  readonly bytes: Promise<Uint8Array>;
  readonly listeners: Set<OnProgress>;
  readonly giveUp: AbortController;
}

export class TraceProfiles {
  readonly #known = new Map<string, Uint8Array>();
  readonly #reading = new Map<string, Reading>();

  constructor(
    private readonly jobs: JobRunner,
    private readonly keeps: boolean,
  ) {}

  /** Of captures their files, of traces their profiles. One trace after the other, since each takes much memory. */
  async files(
    store: SessionStore,
    captures: readonly Capture[],
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<ProfileFile[]> {
    const files: ProfileFile[] = [];
    for (const capture of captures) {
      const path = await store.capturePath(capture.id);
      files.push(
        capture.facts.kind === 'trace'
          ? { path, bytes: await this.#bytesOf(store, capture, path, signal, report) }
          : path,
      );
    }
    return files;
  }

  async #bytesOf(
    store: SessionStore,
    { sha256 }: Capture,
    path: string,
    signal: AbortSignal,
    report: OnProgress,
  ): Promise<Uint8Array> {
    const known = this.#known.get(path + sha256);
    if (known !== undefined) return this.#remember(path + sha256, known);
    const kept = join(store.folder, INDEX_FOLDER, `trace-profile-${VERSION}-${sha256}`);
    const reading = this.#reading.get(path + sha256) ?? this.#read(path + sha256, path, kept);
    // Of this question alone, whoever asks another with the same `report`.
    const listener: OnProgress = (made) => report(made);
    reading.listeners.add(listener);
    try {
      return await untilAborted(reading.bytes, signal);
    } finally {
      reading.listeners.delete(listener);
      setTimeout(() => {
        if (reading.listeners.size === 0) reading.giveUp.abort();
      }, GRACE_MS).unref();
    }
  }

  #read(key: string, path: string, kept: string): Reading {
    const listeners = new Set<OnProgress>();
    const giveUp = new AbortController();
    const bytes = this.jobs.run('traceProfile', { path, kept, keeps: this.keeps }, giveUp.signal, (made) => {
      for (const listener of listeners) listener(made);
    });
    const reading = { bytes, listeners, giveUp };
    this.#reading.set(key, reading);
    const done = (): boolean => this.#reading.delete(key);
    // Whoever asked is told why it failed; with nobody left nobody is.
    bytes.then((made) => (done(), this.#remember(key, made)), done);
    return reading;
  }

  #remember(key: string, bytes: Uint8Array): Uint8Array {
    this.#known.delete(key);
    this.#known.set(key, bytes);
    let sum = 0;
    for (const one of this.#known.values()) sum += one.length;
    for (const [oldest, one] of this.#known) {
      if (sum <= MOST_BYTES) break;
      this.#known.delete(oldest);
      sum -= one.length;
    }
    return bytes;
  }
}
