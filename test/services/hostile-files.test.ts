// Files that are made to take a reader down, given to the built command line: a clear error, in bounded memory.
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { plumbline } from '../support/cli';
import { temporaryFolder } from '../support/temporary-folder';

const MIB = 1024 * 1024;
const folder = temporaryFolder('hostile-files');

/** Says at its end how much memory the process ever held, in KiB. */
const TELL_MEMORY = `--import=data:text/javascript,${encodeURIComponent(
  "import{isMainThread}from'node:worker_threads';if(isMainThread)process.on('exit',()=>console.error('held',process.resourceUsage().maxRSS))",
)}`;

async function run(command: string, file: string) {
  const { code, stdout, stderr } = await plumbline([command, join(folder, file)], {
    NODE_OPTIONS: TELL_MEMORY,
  });
  const [words = '', held = ''] = stderr.split(/held (?=\d+\n$)/);
  return { code, stdout, words, heldMib: Number(held) / 1024 };
}

const zip = (file: string, unpackedMib: number): Promise<void> =>
  repeat(file, unpackedMib, Buffer.alloc(0), Buffer.alloc(1));

/** A file that unpacks to `head` and then `row` again and again. */
async function repeat(file: string, unpackedMib: number, head: Buffer, row: Buffer): Promise<void> {
  const block = Buffer.alloc(MIB - (MIB % row.length), row);
  await pipeline(
    Readable.from(
      (function* () {
        yield head;
        for (let i = 0; i < unpackedMib; i++) yield block;
      })(),
    ),
    createGzip({ level: 1 }),
    createWriteStream(join(folder, file)),
  );
}

/** A protobuf number. */
function varint(value: bigint): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 128n) return [...bytes, Number(rest)];
    bytes.push(Number(rest & 127n) | 128);
  }
}
/** The head of a field that is as many bytes long as it says. */
const field = (number: number, length: bigint): number[] => [(number << 3) | 2, ...varint(length)];

describe('a hostile file', () => {
  it('that unpacks to more than is read is refused before it fills the memory', async () => {
    await zip('bomb.pb.gz', 3 * 1024);
    const { code, stdout, words, heldMib } = await run('top', 'bomb.pb.gz');
    expect([code, stdout]).toEqual([1, '']);
    expect(words).toMatch(/unpacks to more than 512 MiB/);
    expect(heldMib).toBeGreaterThan(20);
    expect(heldMib).toBeLessThan(1400);
  });

  it('that unpacks to a little less is refused for what it holds: rows of two bytes each', async () => {
    // Strings, sample types, locations, functions, samples; a text of tiny records.
    const rows = [6, 1, 4, 5, 2].map((number) => Buffer.from([(number << 3) | 2, 0]));
    const profile = Buffer.from([...field(1, 4n), 8, 1, 16, 1, ...field(6, 0n), ...field(6, 1n), 0x78]);
    const text = Buffer.from('heap profile: 1: 1 [1: 1] @ heap/2\n');
    const bombs = [
      ...rows.map((row) => [profile, row] as const),
      [text, Buffer.from('1: 1 [1: 1] @ 0x1\n')] as const,
    ];
    for (const [head, row] of bombs) {
      await repeat('rows.pb.gz', 500, head, row);
      const { code, stdout, words, heldMib } = await run('top', 'rows.pb.gz');
      expect([code, stdout]).toEqual([1, '']);
      expect(words).toMatch(/more than [\d,]+ (?:strings|sample types|locations|functions|samples|records)/);
      expect(heldMib).toBeLessThan(1500);
    }
  });

  it('with fields of 10 GB is cut off, whichever field says so', async () => {
    const tenGb = 10_000_000_000n;
    // Samples, locations, functions, strings, and a packed column within a sample.
    const heads = [2, 4, 5, 6].map((number) => field(number, tenGb));
    for (const bytes of [...heads, [...field(2, 12n), ...field(1, tenGb)], field(6, (1n << 63n) - 1n)]) {
      await writeFile(join(folder, 'long.pb.gz'), gzipSync(Buffer.from([...bytes, ...Buffer.alloc(64)])));
      const { code, stdout, words, heldMib } = await run('top', 'long.pb.gz');
      expect([code, stdout]).toEqual([1, '']);
      expect(words).toMatch(/\S/);
      expect(words).not.toMatch(/ at .*:\d+:\d+|RangeError|TypeError/);
      expect(heldMib).toBeLessThan(300);
    }
  });

  it('is none of these, be it as large as a large one: zeros are no profile', async () => {
    await zip('zeros.pb.gz', 64);
    const { code, words, heldMib } = await run('top', 'zeros.pb.gz');
    expect(code).toBe(1);
    expect(words).toMatch(/zeros\.pb\.gz/);
    expect(heldMib).toBeLessThan(400);
  });
});
