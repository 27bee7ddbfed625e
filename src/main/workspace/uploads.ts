// Files that were handed over and are not imported yet. They are the user's own and still where they came from, so
// nothing here is fsynced, and all of it goes when the workspace is opened or closed, or after an hour.
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failed } from '../../contract/errors';
import { diskError, errno, makeFolders, removeQuietly, type Files } from './files';

const MAX_UPLOAD_BYTES = 512 * 1024 * 1024;
const MAX_TOTAL_BYTES = 8 * 1024 * 1024 * 1024;
const LIFETIME_MS = 3_600_000;
const ID = /^[0-9a-f]{32}$/;

export interface UploadsOptions {
  readonly files: Files;
  readonly now: () => number;
  readonly maxBytes?: number;
  readonly maxTotalBytes?: number;
}

export class Uploads {
  readonly #kept = new Map<string, { readonly sizeBytes: number; readonly sinceMs: number }>();
  readonly #maxBytes: number;
  readonly #maxTotalBytes: number;

  private constructor(
    private readonly folder: string,
    private readonly options: UploadsOptions,
  ) {
    this.#maxBytes = options.maxBytes ?? MAX_UPLOAD_BYTES;
    this.#maxTotalBytes = options.maxTotalBytes ?? MAX_TOTAL_BYTES;
  }

  /** Begins empty. The folder is made with the first upload. */
  static async open(folder: string, options: UploadsOptions): Promise<Uploads> {
    await options.files.remove(folder);
    return new Uploads(folder, options);
  }

  /** Keeps bytes and answers their name. Rejects with `bad-request` above the limits. */
  async put(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    await this.sweep();
    const id = randomBytes(16).toString('hex');
    await makeFolders(this.options.files, this.folder);
    const room = this.#maxTotalBytes - this.totalBytes;
    if (room <= 0) throw failed('uploads-full');
    const sizeBytes = await this.options.files.receive(
      join(this.folder, id),
      chunks,
      Math.min(this.#maxBytes, room),
    );
    this.#kept.set(id, { sizeBytes, sinceMs: this.options.now() });
    return id;
  }

  /** Rejects with `not-found`: unknown, used, or older than an hour. */
  async read(id: string): Promise<Uint8Array> {
    const path = this.#path(id);
    try {
      return await readFile(path);
    } catch (error) {
      if (errno(error) === 'ENOENT') throw failed('upload-gone');
      throw diskError(error, path);
    }
  }

  async remove(id: string): Promise<void> {
    if (!this.#kept.delete(id)) return;
    await removeQuietly(this.options.files, join(this.folder, id));
  }

  /** Drops what has lain there for an hour. */
  async sweep(): Promise<void> {
    const oldest = this.options.now() - LIFETIME_MS;
    for (const [id, { sinceMs }] of this.#kept) {
      if (sinceMs <= oldest) await this.remove(id);
    }
  }

  get totalBytes(): number {
    let total = 0;
    for (const { sizeBytes } of this.#kept.values()) total += sizeBytes;
    return total;
  }

  async close(): Promise<void> {
    this.#kept.clear();
    await removeQuietly(this.options.files, this.folder);
  }

  #path(id: string): string {
    const kept = ID.test(id) ? this.#kept.get(id) : undefined;
    if (kept === undefined || kept.sinceMs <= this.options.now() - LIFETIME_MS) throw failed('upload-gone');
    return join(this.folder, id);
  }
}
