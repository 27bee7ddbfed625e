// notes.md: the investigator's own text, a plain file that any editor may open. A save says which content it began
// from, so that of two windows, or of a window and an editor on disk, neither overwrites what it has not seen.
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_NOTES_BYTES, type Notes } from '../../contract/annotations';
import { failed } from '../../contract/errors';
import type { Write } from './annotations';
import { sha256 } from './content-hash';
import { diskError, errno, replaceFile, type Files } from './files';
import type { JournalEntry } from './journal-entry';

export const NOTES_FILE = 'notes.md';
/** Of a file that is not there. */
const NONE = '';

export class NotesFile {
  readonly #path: string;
  /** SHA-256 of the content that the journal has last named. */
  #last = NONE;
  #savedMs: number | null = null;

  constructor(
    folder: string,
    private readonly files: Files,
    private readonly write: Write,
  ) {
    this.#path = join(folder, NOTES_FILE);
  }

  /** As the file is now. Rejects with `format` where it is no text, too large, or not a file of its own. */
  async get(): Promise<Notes> {
    const bytes = await this.#read();
    const revision = bytes === null ? NONE : await sha256(bytes);
    return {
      text: bytes === null ? '' : this.#decode(bytes),
      revision,
      savedMs: this.#savedMs,
      fromOutside: revision !== this.#last,
    };
  }

  /**
   * Replaces the whole text, durable on return. Rejects with `conflict` where the file is not of `revision` any more,
   * `bad-request` above MAX_NOTES_BYTES; then nothing of it is there.
   */
  async save(text: string, revision: string): Promise<Notes> {
    const bytes = Buffer.from(text, 'utf8');
    if (bytes.length > MAX_NOTES_BYTES) {
      throw failed('notes-too-long', { size: bytes.length });
    }
    return this.write(async (append) => {
      const there = await this.#read();
      const found = there === null ? NONE : await sha256(there);
      if (found !== revision) {
        throw failed('notes-changed');
      }
      if (there !== null && found !== this.#last) {
        await append({ type: 'notes-saved', size: there.length, sha256: found, outside: true });
      }
      const hash = await sha256(bytes);
      if (hash !== found) {
        await replaceFile(this.files, this.#path, bytes);
        await append({ type: 'notes-saved', size: bytes.length, sha256: hash, outside: false });
      }
      return { text, revision: hash, savedMs: this.#savedMs, fromOutside: false };
    });
  }

  take(entry: JournalEntry): void {
    if (entry.type !== 'notes-saved') return;
    this.#last = entry.sha256;
    if (!entry.outside) this.#savedMs = Date.parse(entry.at);
  }

  forget(): void {
    this.#last = NONE;
    this.#savedMs = null;
  }

  async #read(): Promise<Buffer | null> {
    try {
      // A session may come from somebody else: a link would show, as its notes, a file of the reader's own.
      const found = await lstat(this.#path);
      const { size } = found;
      if (!found.isFile()) throw failed('notes-no-file', { path: this.#path });
      if (size > MAX_NOTES_BYTES) throw failed('notes-too-large', { path: this.#path, size });
      return await readFile(this.#path);
    } catch (error) {
      if (errno(error) === 'ENOENT') return null;
      throw diskError(error, this.#path);
    }
  }

  #decode(bytes: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      if (error instanceof TypeError) throw failed('notes-no-text', { path: this.#path });
      throw error;
    }
  }
}
