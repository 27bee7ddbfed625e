import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { dumpBytes } from '../../../test/support/make-dump';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { openCapture } from '../../core/inspect/inspect-capture';
import { loadFile } from './load';

const folder = temporaryFolder('load');
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

describe('a large dump', () => {
  const bytes = dumpBytes(9 * 1024 * 1024);
  const whole = openCapture(bytes);
  const expected = whole.ok ? whole.value : null;

  it('is read in pieces to the same tables as at once', async () => {
    const read = await loadFile(await written('plain.txt', bytes));
    expect(read.facts).toMatchObject({ kind: 'goroutine-dump', truncated: true });
    expect(read.facts.total).toBeGreaterThan(20_000);
    expect(read).toEqual(expected);
    const { content } = await loadFile(await written('states.txt', bytes), { stacks: false });
    expect(content?.form === 'goroutines' && content.goroutines.stacks).toEqual([[]]);
  });

  it('is the same gzipped, and behind the prefixes of a log', async () => {
    expect(await loadFile(await written('dump.gz', gzipSync(bytes, { level: 1 })))).toEqual(expected);
    const logged = Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll(/^/gm, 'pod-1 '), 'latin1');
    expect((await loadFile(await written('log.txt', logged))).facts).toEqual(expected?.facts);
  });

  it('that turns out to be none is named as what it is', async () => {
    const none = Buffer.alloc(9 * 1024 * 1024, 'goroutine 1 [\n');
    const path = await written('none.txt', none);
    const opened = openCapture(none);
    await expect(loadFile(path)).rejects.toMatchObject({
      code: 'format',
      message: `none.txt: ${opened.ok ? '' : opened.error.message}`,
    });
  });
});
