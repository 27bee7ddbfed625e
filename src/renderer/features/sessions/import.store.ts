// Import, from the files at hand to snapshots in a session: read → look → import. Nothing enters a session before
// the user saw what it is.
import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Returns } from '../../../contract/methods';
import { useClient } from '../../state/api';
import type { Sentence } from '../../../contract/errors';
import { parseShift } from '../../../core/base/duration';
import { parseZone, type Zone } from '../../../core/base/zone';
import { hangsOnZone } from '../../../core/inspect/time-from-name';
import { timeOfFile, type FileTime, type WitnessedFile } from '../../../core/inspect/time-of-file';
import { ownZone } from '../../state/local-time';
import { isCancelled, toProblem, type Problem } from '../../state/problem';
import type { NamedFile } from './dropped-files';

type Look = Returns<'import.inspect'>[number];
export type ImportResult = Returns<'import.commit'>;

/** `timeMs` is what the user says of this one. */
interface Upload extends WitnessedFile {
  readonly upload: string;
}

interface LookedInto {
  readonly file: Upload;
  readonly sizeBytes: number | null;
  readonly facts: Look['facts'];
  readonly problem: Sentence | null;
  readonly chosen: boolean;
}

export interface ImportRow extends LookedInto {
  readonly timeMs: number | null;
  readonly timeSource: FileTime['timeSource'] | null;
  /** The time is its source's, and so much later as all are. */
  readonly isShifted: boolean;
}

export type ImportStep = 'idle' | 'reading' | 'looking' | 'look' | 'importing' | 'done';

/** Enough to keep the disk and the wire busy, few enough that memory stays small. */
const AT_ONCE = 3;
const LOOK_BATCH = 200;

export const useImport = defineStore('import', () => {
  const client = useClient();
  const step = ref<ImportStep>('idle');
  const looked = shallowRef<readonly LookedInto[]>([]);
  /** Of times in names that say none. */
  const zone = shallowRef<Zone>(ownZone());
  /** By how much all times move that the user did not give; '': not at all. */
  const shift = ref('');
  const progress = ref({ done: 0, all: 0 });
  /** While importing: each file is looked into, then all are kept. */
  const stage = ref<'inspect' | 'keep'>('inspect');
  const error = shallowRef<Problem | null>(null);
  const result = shallowRef<ImportResult | null>(null);
  /** The session that import was asked from; null: a new one is proposed. */
  const intoSession = ref<string | null>(null);
  let controller: AbortController | null = null;

  const timed = (one: LookedInto, by: Zone): FileTime | null =>
    one.facts && timeOfFile(one.file, one.facts.timeMs, by);
  /** Null: it is nothing that can be read. */
  const shiftMs = computed(() => (shift.value.trim() === '' ? 0 : parseShift(shift.value.trim())));
  const rows = computed<readonly ImportRow[]>(() =>
    looked.value.map((one) => {
      const time = timed(one, zone.value);
      const byMs = time === null || time.timeSource === 'user' ? 0 : (shiftMs.value ?? 0);
      return {
        ...one,
        timeMs: time && time.timeMs + byMs,
        timeSource: time && time.timeSource,
        isShifted: byMs !== 0,
      };
    }),
  );
  /** Files whose times are read in the zone. */
  const zoneless = computed(
    () => rows.value.filter((row) => row.timeSource === 'file-name' && hangsOnZone(row.file.name)).length,
  );
  const chosen = computed(() => rows.value.filter((row) => row.chosen && row.problem === null));

  function close(): void {
    controller?.abort();
    controller = null;
    step.value = 'idle';
    looked.value = [];
    zone.value = ownZone();
    shift.value = '';
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
    const found: LookedInto[] = [];
    step.value = 'looking';
    progress.value = { done: 0, all: uploads.length };
    for (let at = 0; at < uploads.length; at += LOOK_BATCH) {
      const batch = uploads.slice(at, at + LOOK_BATCH);
      const files = batch.map(({ file }) => ({ upload: file.upload, name: file.name }));
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
          chosen: one !== undefined && one.problem === null,
        });
      }
    }
    signal.throwIfAborted();
    looked.value = found;
    sortByTime();
    step.value = 'look';
  }

  function sortByTime(): void {
    const timeMs = new Map(rows.value.map((row) => [row.file.upload, row.timeMs ?? Infinity]));
    const of = ({ file }: LookedInto): number => timeMs.get(file.upload) ?? Infinity;
    looked.value = looked.value.toSorted((a, b) => of(a) - of(b));
  }

  function setZone(name: string): void {
    zone.value = parseZone(name) ?? zone.value;
    sortByTime();
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
            file: { upload, name: item.name, modifiedMs: item.file.lastModified || null, timeMs: null },
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
        files.map(({ upload, name, modifiedMs }) => ({
          file: { upload, name, modifiedMs, timeMs: null },
          sizeBytes: null,
        })),
        signal,
      );
    }, 'look');
  }

  function change(upload: string, part: Partial<Pick<ImportRow, 'chosen' | 'timeMs'>>): void {
    looked.value = looked.value.map((one) => {
      if (one.file.upload !== upload) return one;
      const { chosen = one.chosen, timeMs = one.file.timeMs } = part;
      return { ...one, chosen, file: { ...one.file, timeMs } };
    });
  }

  /** Resolves with the session's id, or null where it failed or was given up. */
  async function commit(sessionId: string): Promise<string | null> {
    const signal = controller?.signal ?? new AbortController().signal;
    step.value = 'importing';
    progress.value = { done: 0, all: chosen.value.length };
    error.value = null;
    await guard(async () => {
      const files = chosen.value.map(({ file, timeMs, isShifted }) => ({
        ...file,
        zone: zone.value.name,
        timeMs: isShifted ? timeMs : file.timeMs,
      }));
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
    zone,
    zoneless,
    shift,
    shiftMs,
    setZone,
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
