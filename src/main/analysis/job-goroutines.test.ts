import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/temporary-folder';
import { groupCapture } from './job-goroutines';

const FIXTURES = resolve(import.meta.dirname, '../../../test/fixtures/goroutine/go1.26');
const saysLabels = async (path: string): Promise<boolean> =>
  (await groupCapture({ path: join(FIXTURES, path), by: 'label' })).saysLabels;

describe('labels of goroutines', () => {
  it('are known of a profile, and of a dump only where it has some', async () => {
    expect(await saysLabels('debug-flags/goroutine.debug2.txt')).toBe(true);
    expect(await saysLabels('goroutine.debug2.txt')).toBe(false);
    expect(await saysLabels('goroutine.debug0.pb.gz')).toBe(true);
  });
});

describe('waits of a dump', () => {
  const folder = temporaryFolder('waits');
  const unstamped = async (name: string, text: string): Promise<boolean> => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return (await groupCapture({ path, by: 'stack' })).waitsUnstamped;
  };
  const goroutine = (id: number, state: string): string =>
    `goroutine ${id} [${state}]:\nmain.leak()\n\t/src/leak.go:7 +0x1d\n\n`;

  it('are not counted yet where none has minutes', async () => {
    const young = goroutine(1, 'running') + goroutine(2, 'chan receive');
    expect(await unstamped('young.txt', young)).toBe(true);
    expect(await unstamped('old.txt', young + goroutine(3, 'chan receive, 1 minutes'))).toBe(false);
    const profile = join(FIXTURES, 'goroutine.debug0.pb.gz');
    expect((await groupCapture({ path: profile, by: 'stack' })).waitsUnstamped).toBe(false);
  });
});
