import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { Readable } from 'node:stream';

const MIME: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * The segments of a request's path, decoded; null where one could leave its folder or is hidden. A decoded slash
 * stays inside its segment, so that an id with slashes travels as one.
 */
export function decodePath(path: string): readonly string[] | null {
  const segments: string[] = [];
  for (const raw of path.split('/').slice(1)) {
    let segment: string;
    try {
      segment = decodeURIComponent(raw);
    } catch {
      return null;
    }
    const parts = segment.split('/');
    if (segment.includes('\0') || segment.includes('\\') || parts.some((part) => part.startsWith('.')))
      return null;
    segments.push(segment);
  }
  return segments;
}

/** Absolute path of a plain file below `dir`, links followed; null where there is none such. */
export async function findStaticFile(dir: string, segments: readonly string[]): Promise<string | null> {
  if (segments.some((segment) => segment === '' || segment.includes('/') || segment.includes(':')))
    return null;
  try {
    const root = await realpath(dir);
    const file = await realpath(join(root, ...segments));
    return file.startsWith(root + sep) && (await stat(file)).isFile() ? file : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(String(error.code));

export const contentType = (file: string): string => MIME[extname(file)] ?? 'application/octet-stream';

/** A file as a response's body: read as it is taken, never held whole. */
export const streamFile = (file: string): ReadableStream<Uint8Array> =>
  Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
