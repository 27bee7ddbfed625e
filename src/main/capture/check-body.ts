// What can be said of an answer's bytes without decoding a profile: whether it is there at all, whole, and no web page.
// Unpacking streams with a running count, so that a bomb costs time up to the limit and no memory.
import { promisify } from 'node:util';
import { brotliDecompress, createGunzip, gunzip, inflate, type Gunzip } from 'node:zlib';
import { err, ok, type Result } from '../../core/base/result';
import { MAX_CAPTURE_BYTES } from '../analysis/read-capture';
import { problem, type Problem } from './capture-failure';

const HEAD_BYTES = 4 << 10;

export interface CheckedBody {
  /** As sent, but for a content encoding that a proxy put around it. */
  readonly bytes: Uint8Array;
  /** The first bytes, unpacked if they were gzipped. */
  readonly head: Uint8Array;
  readonly decodedBytes: number;
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

export const looksLikeHtml = (head: Uint8Array): boolean =>
  /^(\ufeff)?\s*(<!--[\s\S]{0,500}?-->\s*)?<(!doctype html|html|head|body|title|script)\b/i.test(
    new TextDecoder().decode(head.subarray(0, 1024)),
  );

/** `what` names the capture, for failures. What analysis would refuse to read is not taken: one limit. */
export async function checkBody(
  sent: Uint8Array,
  encoding: string,
  what: string,
  maxDecoded = MAX_CAPTURE_BYTES,
): Promise<Result<CheckedBody, Problem>> {
  if (sent.length === 0) return err(problem('empty', { what }));
  const plain = await undoContentEncoding(sent, encoding, what, maxDecoded);
  if (!plain.ok) return plain;
  const bytes = plain.value;
  if (bytes.length === 0) return err(problem('empty', { what }));
  if (!isGzip(bytes)) {
    if (looksLikeHtml(bytes)) return err(problem('html', { what }));
    return ok({ bytes, head: bytes.subarray(0, HEAD_BYTES), decodedBytes: bytes.length });
  }
  const unpacked = await measureGzip(bytes, maxDecoded);
  switch (unpacked.state) {
    case 'truncated':
      return err(problem('truncated-gzip', { what, received: bytes.length }));
    case 'broken':
      return err(problem('broken-gzip', { what }));
    case 'too-large':
      return err(problem('too-large-decoded', { what, limit: maxDecoded }));
    case 'whole':
      if (unpacked.length === 0) return err(problem('empty', { what }));
      if (looksLikeHtml(unpacked.head)) return err(problem('html', { what }));
      return ok({ bytes, head: unpacked.head, decodedBytes: unpacked.length });
  }
}

type Measured =
  | { readonly state: 'whole'; readonly length: number; readonly head: Uint8Array }
  | { readonly state: 'truncated' | 'broken' | 'too-large' };

function measureGzip(bytes: Uint8Array, limit: number): Promise<Measured> {
  return new Promise((resolve) => {
    const stream: Gunzip = createGunzip({ chunkSize: 256 << 10 });
    const head: Uint8Array[] = [];
    let length = 0;
    stream.on('data', (chunk: Uint8Array) => {
      if (length < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - length));
      length += chunk.length;
      if (length > limit) {
        resolve({ state: 'too-large' });
        stream.destroy();
      }
    });
    stream.once('end', () => resolve({ state: 'whole', length, head: Buffer.concat(head) }));
    stream.once('error', (error) => {
      const cut = 'code' in error && error.code === 'Z_BUF_ERROR';
      resolve({ state: cut ? 'truncated' : 'broken' });
    });
    stream.end(bytes);
  });
}

/** Nobody asked for an encoding, but some proxies encode all the same. */
async function undoContentEncoding(
  sent: Uint8Array,
  encoding: string,
  what: string,
  maxOutputLength: number,
): Promise<Result<Uint8Array, Problem>> {
  const decoders = { gzip: gunzip, 'x-gzip': gunzip, deflate: inflate, br: brotliDecompress };
  if (encoding === '' || encoding === 'identity') return ok(sent);
  if (!Object.hasOwn(decoders, encoding))
    return err(problem('content-encoding', { what, encoding: encoding.slice(0, 40) }));
  const decode = promisify(decoders[encoding as keyof typeof decoders]) as (
    bytes: Uint8Array,
    options: { maxOutputLength: number },
  ) => Promise<Buffer>;
  try {
    return ok(new Uint8Array(await decode(sent, { maxOutputLength })));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return err(problem('too-large-decoded', { what, limit: maxOutputLength }));
    return err(
      code === 'Z_BUF_ERROR'
        ? problem('truncated-gzip', { what, received: sent.length })
        : problem('broken-gzip', { what }),
    );
  }
}
