// Import, from the files at hand to snapshots in a session: read → look → import. Nothing enters a session before
// the user saw what it is.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Args, Returns } from '../../../contract/methods';
import { useClient } from '../../state/api';
import type { Sentence } from '../../../contract/errors';
import { isCancelled, toProblem, type Problem } from '../../state/problem';
import type { NamedFile } from './dropped-files';

type Upload = Args<'import.inspect'>['files'][number];
type Look = Returns<'import.inspect'>[number];
export type ImportResult = Returns<'import.commit'>;

export interface ImportRow {
  readonly file: Upload;
  readonly sizeBytes: number | null;
  readonly facts: Look['facts'];
  readonly problem: Sentence | null;
  readonly timeMs: number | null;
  readonly timeSource: Look['timeSource'];
  readonly chosen: boolean;
}

export type ImportStep = 'idle' | 'reading' | 'looking' | 'look' | 'importing' | 'done';

/** Enough to keep the disk and the wire busy, few enough that memory stays small. */
const AT_ONCE = 3;
const LOOK_BATCH = 200;

export const useImport = defineStore('import', () => {
  const client = useClient();
  const step = ref<ImportStep>('idle');
  const rows = shallowRef<readonly ImportRow[]>([]);
  const progress = ref({ done: 0, all: 0 });
  /** While importing: each file is looked into, then all are kept. */
  const stage = ref<'inspect' | 'keep'>('inspect');
  const error = shallowRef<Problem | null>(null);
  const result = shallowRef<ImportResult | null>(null);
  /** The session that import was asked from; null: a new one is proposed. */
  const intoSession = ref<string | null>(null);
  let controller: AbortController | null = null;

  const chosen = computed(() => rows.value.filter((row) => row.chosen && row.problem === null));

  function close(): void {
    controller?.abort();
    controller = null;
    step.value = 'idle';
    rows.value = [];
    error.value = null;
    result.value = null;
  }

  function begin(into: string | null): AbortSignal {
    close();
    controller = new AbortController();
    intoSession.value = into;
    step.value = 'reading';
    progress.value = { done: 0, all: 0 };
    return controller.signal;
  }

  async function look(uploads: readonly { file: Upload; sizeBytes: number | null }[], signal: AbortSignal) {
    const found: ImportRow[] = [];
    step.value = 'looking';
    progress.value = { done: 0, all: uploads.length };
    for (let at = 0; at < uploads.length; at += LOOK_BATCH) {
      const batch = uploads.slice(at, at + LOOK_BATCH);
      const files = batch.map(({ file }) => file);
      const looks = await client.call('import.inspect', { files }, signal, ({ done }) => {
        progress.value = { done: at + done, all: uploads.length };
      });
      const byUpload = new Map(looks.map((one) => [one.upload, one]));
      for (const { file, sizeBytes } of batch) {
        const one = byUpload.get(file.upload);
        found.push({
          file,
          sizeBytes,
          facts: one?.facts ?? null,
          problem: one?.problem ?? null,
          timeMs: one?.timeMs ?? null,
          timeSource: one?.timeSource ?? null,
          chosen: one !== undefined && one.problem === null,
        });
      }
    }
    signal.throwIfAborted();
    rows.value = found.sort((a, b) => (a.timeMs ?? Infinity) - (b.timeMs ?? Infinity));
    step.value = 'look';
  }

  async function guard(work: () => Promise<void>, fallBack: ImportStep): Promise<void> {
    const mine = controller;
    try {
      await work();
    } catch (failure) {
      if (controller !== mine || isCancelled(failure)) return;
      error.value = toProblem(failure);
      step.value = fallBack;
    }
  }

  /** Files of a drop or an input: their bytes are handed over, then looked into. */
  async function readFiles(files: readonly NamedFile[], into: string | null): Promise<void> {
    if (files.length === 0) return;
    const signal = begin(into);
    progress.value = { done: 0, all: files.length };
    await guard(async () => {
      const uploads = new Array<{ file: Upload; sizeBytes: number | null }>(files.length);
      let next = 0;
      const carry = async (): Promise<void> => {
        for (let at = next++; at < files.length; at = next++) {
          const item = files[at];
          if (item === undefined) return;
          signal.throwIfAborted();
          const bytes = new Uint8Array(await item.file.arrayBuffer());
          const upload = await client.upload(bytes, signal);
          uploads[at] = {
            file: { upload, name: item.name, modifiedMs: item.file.lastModified || null },
            sizeBytes: item.file.size,
          };
          progress.value = { done: progress.value.done + 1, all: files.length };
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, carry));
      await look(uploads, signal);
    }, 'look');
  }

  /** The host's own dialog, where it has one. */
  async function pick(into: string | null): Promise<void> {
    const signal = begin(into);
    // The host's dialog is open meanwhile: ours comes with the answer.
    step.value = 'idle';
    await guard(async () => {
      const files = await client.call('import.pick', {}, signal);
      if (files.length === 0) {
        close();
        return;
      }
      step.value = 'reading';
      await look(
        files.map((file) => ({ file, sizeBytes: null })),
        signal,
      );
    }, 'look');
  }

  function change(upload: string, part: Partial<Pick<ImportRow, 'chosen' | 'timeMs'>>): void {
    rows.value = rows.value.map((row) => {
      if (row.file.upload !== upload) return row;
      if (part.timeMs === undefined) return { ...row, ...part };
      return { ...row, ...part, timeSource: 'user', file: { ...row.file, timeMs: part.timeMs } };
    });
  }

  /** Resolves with the session's id, or null where it failed or was given up. */
  async function commit(sessionId: string): Promise<string | null> {
    const signal = controller?.signal ?? new AbortController().signal;
    step.value = 'importing';
    progress.value = { done: 0, all: chosen.value.length };
    error.value = null;
    await guard(async () => {
      const files = chosen.value.map((row) => row.file);
      result.value = await client.call('import.commit', { sessionId, files }, signal, (made) => {
        stage.value = made.step === 'keep' ? 'keep' : 'inspect';
        progress.value = { done: made.done, all: made.all ?? files.length };
      });
      step.value = 'done';
    }, 'look');
    return result.value === null ? null : sessionId;
  }

  return {
    step,
    rows,
    chosen,
    progress,
    stage,
    error,
    result,
    intoSession,
    readFiles,
    pick,
    change,
    commit,
    close,
  };
});
