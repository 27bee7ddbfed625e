// The session's memory: one JSON object per line, appended and fsynced, never rewritten. A line ends with a CRC of what
// is before it, so that damage in the middle of a number is seen; a line without one (written by hand) is taken too.
//
// What a crash can leave is at the end only: a line without its newline was never acknowledged and is cut off. A last
// line that has its newline but cannot be read is moved aside and cut off too. A damaged line further up stays where
// it is and is passed over: rewriting the file would put every other line at risk.
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { failed, PlumblineError, sentence, type Sentence } from '../../contract/errors';
import type { Said } from '../../contract/failures/entry';
import { said } from '../../contract/failures/say';
import { assertFile, diskError, errno, makeOwnFolder, openToRead, type Files } from './files';
import { NewerFormat } from './format-version';
import { JOURNAL_VERSION, checkEntry, type JournalEntry, type NewEntry } from './journal-entry';

/** Something about the files that the user should know and nothing that stops the work. */
export interface Problem extends Sentence {
  readonly code:
    'torn-journal' | 'damaged-entry' | 'missing-captures' | 'set-aside' | 'unclaimed-files' | 'doubled-entry';
}

export const JOURNAL_FILE = 'journal.jsonl';

/** A journal of 100,000 snapshots has about 100 MB. */
const MAX_JOURNAL_BYTES = 1024 * 1024 * 1024;
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 4 * 1024 * 1024;
const NEWLINE = 0x0a;
/** A long journal is read for half a second, in which a window may ask for its page. */
const MAX_STALL_MS = 10;

export interface JournalRead {
  readonly entries: readonly JournalEntry[];
  /** Entries in the middle that could not be read. */
  readonly damaged: number;
  readonly problems: readonly Problem[];
}

/** The entry as it stands in the file, with its newline. */
export function encodeEntry(entry: NewEntry, atMs: number): Buffer {
  const complete = { v: JOURNAL_VERSION, at: new Date(atMs).toISOString(), ...entry };
  // What cannot be read back must not be written: a failure here is a defect of the caller.
  checkEntry(complete, said('place-path', { path: 'a journal entry of this Plumbline' }));
  const body = JSON.stringify(complete).slice(0, -1);
  const line = Buffer.from(`${body},"crc":"${checksum(Buffer.from(body))}"}\n`);
  if (line.length > MAX_LINE_BYTES) throw new Error(`a journal entry of ${line.length} bytes`);
  return line;
}

const checksum = (body: Uint8Array): string => crc32(body).toString(16).padStart(8, '0');
const CRC_TAIL = /^,"crc":"([0-9a-f]{8})"\}$/;
const CRC_TAIL_LENGTH = ',"crc":"00000000"}'.length;

/** Throws PlumblineError `format`; NewerFormat for an entry of a newer Plumbline. `line` has no newline. */
export function decodeEntry(line: Buffer, what: Said): JournalEntry {
  if (line.length > MAX_LINE_BYTES) throw failed('line-too-long', { what });
  const cut = line.length - CRC_TAIL_LENGTH;
  const tail = cut > 0 ? CRC_TAIL.exec(line.toString('latin1', cut)) : null;
  if (tail !== null && tail[1] !== checksum(line.subarray(0, cut))) {
    throw failed('damaged', { what, why: said('why-checksum') });
  }
  let raw: unknown;
  try {
    raw = JSON.parse(line.toString('utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw failed('damaged', { what, why: said('why-no-json', { detail: error.message }) });
  }
  return checkEntry(raw, what);
}

export class Journal {
  /** Bytes up to the end of the last good line: where the next one goes. */
  #end = 0;
  #lines = 0;
  /** A failed append may have left a part of its line. */
  #torn = false;

  private constructor(
    private readonly path: string,
    private readonly id: string,
    private readonly files: Files,
  ) {}

  /** After a failed append that could not be undone either: the line may be there, and may be a part of one. */
  get uncertain(): boolean {
    return this.#torn;
  }
  get sizeBytes(): number {
    return this.#end;
  }

  /**
   * @param id the session's, which names the journal in sentences
   * @param setAside folder for an unreadable last line; null: this opening only reads and repairs nothing
   * @returns null where there is no such file
   */
  static async open(
    path: string,
    id: string,
    files: Files,
    setAside: string | null,
  ): Promise<{ journal: Journal; read: JournalRead } | null> {
    const journal = new Journal(path, id, files);
    const scan = await journal.#scan();
    if (scan === null) return null;
    let { problems } = scan;
    // Whole lines at the end that cannot be read may have been acknowledged: who repairs nothing must at least say so.
    if (setAside === null) problems = problems.concat(scan.unreadable.map(asDamage));
    else if (scan.tail.length > 0) problems = [...problems, await journal.#cutTail(scan, setAside)];
    return { journal, read: { entries: scan.entries, damaged: scan.damaged, problems } };
  }

  /** What another process has added since. Null: the file is gone or shorter than before; open it again. */
  async readNew(): Promise<JournalRead | null> {
    return this.#scan();
  }

  /** All of the entries or, after a failure, none of them; durable on return. */
  async append(entries: readonly NewEntry[], atMs: number): Promise<void> {
    const lines = Buffer.concat(entries.map((entry) => encodeEntry(entry, atMs)));
    if (this.#torn) {
      await this.files.truncate(this.path, this.#end);
      this.#torn = false;
    }
    try {
      await this.files.append(this.path, lines);
    } catch (error) {
      this.#torn = true;
      await this.#untear();
      throw error;
    }
    this.#end += lines.length;
    this.#lines += entries.length;
  }

  /** Cutting needs no space on the disk. Where it fails as well, the next append tries again before anything else. */
  async #untear(): Promise<void> {
    try {
      await this.files.truncate(this.path, this.#end);
      this.#torn = false;
    } catch (error) {
      if (!(error instanceof PlumblineError)) throw error;
    }
  }

  async #scan(): Promise<Scan | null> {
    const bytes = await readFrom(this.path, this.id, this.#end);
    if (bytes === null) return null;
    const entries: JournalEntry[] = [];
    const problems: Problem[] = [];
    // Damaged lines count only once a good one follows; until then they may be the end that a crash left.
    let pending: Sentence[] = [];
    let good = 0;
    let number = this.#lines;
    let goodNumber = this.#lines;
    let damaged = 0;
    let since = performance.now();
    for (let start = 0; ;) {
      const stop = bytes.indexOf(NEWLINE, start);
      if (stop === -1) break;
      if (performance.now() - since > MAX_STALL_MS) {
        await setImmediate();
        since = performance.now();
      }
      number++;
      try {
        entries.push(
          decodeEntry(bytes.subarray(start, stop), said('place-line', { id: this.id, line: number })),
        );
        damaged += pending.length;
        for (const line of pending) problems.push(asDamage(line));
        pending = [];
        good = stop + 1;
        goodNumber = number;
      } catch (error) {
        if (!(error instanceof PlumblineError) || error instanceof NewerFormat) throw error;
        pending.push(error.sentence);
      }
      start = stop + 1;
    }
    this.#end += good;
    this.#lines = goodNumber;
    return { entries, damaged, problems, tail: bytes.subarray(good), unreadable: pending };
  }

  async #cutTail(scan: Scan, setAside: string): Promise<Problem> {
    const lost = { n: scan.tail.length, what: said('place-journal', { id: this.id }) };
    let what = said('journal-torn', lost);
    if (scan.tail.includes(NEWLINE)) {
      await makeOwnFolder(this.files, dirname(setAside), basename(setAside));
      const copy = join(setAside, `journal-from-byte-${this.#end}.txt`);
      await this.files.create(copy, scan.tail);
      await this.files.syncFolder(setAside);
      what = said('journal-torn-kept', { ...lost, path: copy });
    }
    await this.files.truncate(this.path, this.#end);
    return { code: 'torn-journal', ...sentence(what) };
  }
}

interface Scan extends JournalRead {
  /** What follows the last good line. */
  readonly tail: Buffer;
  /** What is wrong with each whole line of the tail. */
  readonly unreadable: readonly Sentence[];
}

const asDamage = (what: Sentence): Problem => ({ code: 'damaged-entry', ...what });

async function readFrom(path: string, id: string, from: number): Promise<Buffer | null> {
  try {
    // What follows the last good line is cut off: through a link that would be the end of somebody else's file.
    const handle = await openToRead(path, true);
    try {
      const found = await handle.stat();
      assertFile(found, path);
      const { size } = found;
      if (size < from) return null;
      if (size > MAX_JOURNAL_BYTES)
        throw failed('journal-too-large', { what: said('place-journal', { id }) });
      const bytes = Buffer.alloc(size - from);
      let filled = 0;
      while (filled < bytes.length) {
        const { bytesRead } = await handle.read(
          bytes,
          filled,
          Math.min(CHUNK_BYTES, bytes.length - filled),
          from + filled,
        );
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errno(error) === 'ENOENT') return null;
    throw diskError(error, path);
  }
}
